"""Encrypts bytes under a passphrase: a header line in clear, then AES-256-GCM that covers both."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import Field, ValidationError

from ekakushin.flows.models import Noun
from ekakushin.flows.secret import Secret

VERSION = 2  # 1: everybody in one file
_NONCE_BYTES = 12
_LINE = b"line"


class SealError(Exception):
    """Sealed bytes that cannot be decrypted; `problem` says why, as a key of the texts, and `file` where, if known."""

    file: Path | None = None

    def __init__(self, problem: Literal["wrong_passphrase", "vault_damaged", "vault_newer"]) -> None:
        super().__init__(problem)
        self.problem = problem


class Cost(Noun):
    """The work factor of a guess at the passphrase: scrypt's parameters (the default: 32 MiB and about 0.1 s)."""

    n: int = Field(2**15, ge=2, le=2**20)
    r: int = Field(8, ge=1, le=32)
    p: int = Field(1, ge=1, le=16)


class _Version(Noun, extra="ignore"):
    format: Literal["ekakushin-vault"] = "ekakushin-vault"
    version: int = Field(VERSION, ge=1)


class _Header(_Version, extra="forbid"):
    """The header of sealed bytes.

    `check` tells a wrong passphrase from damage; it gives a guesser no more than the seal itself does.
    """

    kdf: Literal["scrypt"] = "scrypt"
    cost: Cost
    salt: str = Field(pattern="^[0-9a-f]{32}$")
    check: str = Field(pattern="^[0-9a-f]{32}$")


class Seal:
    """One header and the key that belongs to it; the key is derived once and used for every write."""

    def __init__(self, header: bytes, key: bytes) -> None:
        self.header = header
        self._key = key
        self._cipher = AESGCM(key)
        self._naming = hmac.digest(key, b"names of files", "sha256")

    @property
    def version(self) -> int:
        """Of the format that the header names."""
        return _read_header(self.header).version

    def renewed(self) -> Seal:
        """The same salt and key under a header of the present version."""
        header = _read_header(self.header).model_copy(update={"version": VERSION})
        return Seal(header.model_dump_json().encode(), self._key)

    def name_of(self, text: str) -> str:
        """A file name that tells nobody without the passphrase what it stands for (32 hex digits)."""
        return hmac.digest(self._naming, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]

    @classmethod
    def new(cls, passphrase: Secret, cost: Cost) -> Seal:
        """A seal with a salt of its own."""
        salt = secrets.token_bytes(16)
        key, check = _derive(passphrase, salt, cost)
        header = _Header(cost=cost, salt=salt.hex(), check=check)
        return cls(header.model_dump_json().encode(), key)

    @classmethod
    def of(cls, sealed: bytes, passphrase: Secret) -> Seal:
        """The seal that closed these bytes. Raises SealError."""
        line = header_of(sealed)
        header = _read_header(line)
        key, check = _derive(passphrase, bytes.fromhex(header.salt), header.cost)
        if not hmac.compare_digest(check, header.check):
            raise SealError("wrong_passphrase")
        return cls(line, key)

    def close(self, data: bytes) -> bytes:
        """Header, a fresh nonce and the sealed data."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return self.header + b"\n" + nonce + self._cipher.encrypt(nonce, data, self.header)

    def open(self, sealed: bytes) -> bytes:
        """What `close` was given. Raises SealError."""
        header, _, body = sealed.partition(b"\n")
        try:
            return self._cipher.decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], header)
        except (InvalidTag, ValueError):
            raise SealError("vault_damaged") from None

    def close_line(self, data: bytes) -> bytes:
        """The sealed data as a line of letters."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return b64encode(nonce + self._cipher.encrypt(nonce, data, _LINE))

    def open_line(self, line: bytes) -> bytes:
        """What `close_line` was given; nothing of a line that was cut off or is not ours."""
        try:
            body = b64decode(line, validate=True)
            return self._cipher.decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], _LINE)
        except (InvalidTag, ValueError):
            return b""


def header_of(sealed: bytes) -> bytes:
    """The first line, which tells how the rest was sealed."""
    return sealed.partition(b"\n")[0]


def _read_header(line: bytes) -> _Header:
    try:
        if _Version.model_validate_json(line).version > VERSION:
            raise SealError("vault_newer")
        return _Header.model_validate_json(line)
    except ValidationError:
        raise SealError("vault_damaged") from None


def _derive(passphrase: Secret, salt: bytes, cost: Cost) -> tuple[bytes, str]:
    # NFC: the same passphrase typed on a Mac and on Windows is the same bytes.
    typed = unicodedata.normalize("NFC", passphrase.reveal()).encode("utf-8", "surrogatepass")
    try:
        derived = Scrypt(salt=salt, length=64, n=cost.n, r=cost.r, p=cost.p).derive(typed)
    except ValueError:  # an n that is no power of two
        raise SealError("vault_damaged") from None
    return derived[:32], hashlib.sha256(derived[32:]).hexdigest()[:32]
