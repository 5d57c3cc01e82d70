"""The store of each person's keys and certificates: encrypted files, opened with a passphrase of the vault."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.fernet import InvalidToken

from ekakushin.automation.certificates import forms
from ekakushin.automation.certificates.shelf import (
    ARCHIVE,
    FACTS,
    IDENTITY,
    KEY,
    PROVEN,
    REISSUABLE,
    REQUESTED,
    SEALED,
    TURNED_AWAY,
    Shelf,
    beside,
    label_of,
)
from ekakushin.automation.state.files import read_patiently, safe_name
from ekakushin.automation.state.names import StateFolder
from ekakushin.flows.errors import NeedsPerson, VaultClosed
from ekakushin.flows.keeping import Vault
from ekakushin.flows.models import ClientCertificate, Identity, Noun, SecretName
from ekakushin.flows.rules import to_use
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

Content = TypeVar("Content")

_KEPT_OPEN = 64  # files; to open one costs 30 ms, most of it for the test of an RSA key's numbers


class _Facts(Noun):
    """The unencrypted facts beside a PFX file; `key` is the fingerprint of its public key."""

    certificate: ClientCertificate
    key: str


class EncryptedCertificates:
    """The certificate store of a home: a folder a person, everything in it encrypted.

    The passphrase is made once a person and lives in the vault. A file that cannot be read is left alone and
    raises VaultClosed (ENV-003) with its name, one that has gone NeedsPerson (CRT-007); a folder that cannot be
    used raises Misconfigured (ENV-004).
    What a file holds stays known while the file is the same, so that it is decrypted and tested once.
    A key stays where it is when its certificate has come: should the PFX be damaged, key and certificate
    (which the issuer has) still make a new one.
    """

    def __init__(
        self, home: Path, vault: Vault, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._folder = home / StateFolder.CERTIFICATES
        self._vault = vault
        self._clock = clock
        self._passphrases: dict[str, Secret] = {}
        self._open_once = lru_cache(maxsize=_KEPT_OPEN)(_open_bytes)

    def keep_key(self, user_id: str, key_pem: Secret) -> None:
        """Keep a private key whose certificate has not arrived yet. Raises ValueError if it is none."""
        key = forms.load_key(key_pem)
        label = forms.key_fingerprint(key.public_key())
        shelf = self._shelf(user_id)
        with shelf.lock():
            if shelf.find(label, KEY) is None:
                shelf.add(label, KEY, forms.seal_key(key, self._passphrase(user_id)))

    def pending_keys(self, user_id: str) -> list[Secret]:
        """The keys without a certificate, newest first, as unencrypted PKCS#8 PEM."""
        used = {self._facts(user_id, pfx).key for pfx in self._identities(user_id)}
        pending = [file for file in self._shelf(user_id).all(KEY) if label_of(file) not in used]
        return [self._open(user_id, file, forms.open_key) for file in pending]

    def keep_certificate(self, user_id: str, *, chain_pem: bytes, key_pem: Secret) -> ClientCertificate:
        """Keep a certificate (its own first, then the chain) with its key; not proven yet.

        Keeping the same one again changes nothing. Raises ValueError if the key is not its own.
        """
        chain, key = x509.load_pem_x509_certificates(chain_pem), forms.load_key(key_pem)
        if chain[0].public_key() != key.public_key():
            raise ValueError("the key does not belong to the certificate")
        shelf, label = self._shelf(user_id), forms.certificate_fingerprint(chain[0])
        with shelf.lock():
            pfx = shelf.find(label, IDENTITY)
            if pfx is None:
                sealed = forms.seal_identity(chain, key, self._passphrase(user_id))
                pfx = shelf.add(label, IDENTITY, sealed)
        # What was kept, now or before, opens again, and only then is anything said of it.
        shelf.add_beside(pfx, FACTS, _facts_of(user_id, self._open(user_id, pfx, forms.open_identity)))
        return self._fact(user_id, pfx)

    def keep_archive(self, user_id: str, archive: bytes) -> None:
        """Keep a downloaded .p12 file as it came, encrypted once more."""
        shelf, label = self._shelf(user_id), hashlib.sha256(archive).hexdigest()
        with shelf.lock():
            if shelf.find(label, ARCHIVE) is None:
                shelf.add(label, ARCHIVE, forms.seal_archive(archive, self._passphrase(user_id)))

    def archives(self, user_id: str) -> list[bytes]:
        """The .p12 files as they came, newest first."""
        files = self._shelf(user_id).all(ARCHIVE)
        return [self._open(user_id, file, forms.open_archive) for file in files]

    def latest(self, user_id: str) -> ClientCertificate | None:
        """The certificate to use, by the rule of `ekakushin.flows.rules.to_use`; the newest where all have expired."""
        certificates = self.certificates(user_id)
        return to_use(certificates, self._clock()) or next(iter(certificates), None)

    def certificates(self, user_id: str) -> list[ClientCertificate]:
        """All of them, newest first: by the moment from which they hold, then by the order they came in."""
        facts = [self._fact(user_id, pfx) for pfx in self._identities(user_id)]
        return sorted(facts, key=lambda certificate: certificate.not_before, reverse=True)

    def identity(self, certificate: ClientCertificate) -> Identity:
        """Certificate and key for a TLS handshake or an export. Raises KeyError if they are not here."""
        return self._open(certificate.user_id, self._pfx_of(certificate), forms.open_identity)

    def mark_proven(self, certificate: ClientCertificate) -> ClientCertificate:
        """Note that it has opened the site. Raises KeyError if it is not here."""
        pfx = self._pfx_of(certificate)
        self._shelf(certificate.user_id).add_beside(pfx, PROVEN, b"proven\n")
        return certificate.model_copy(update={"proven": True})

    def put_aside(self, certificate: ClientCertificate) -> None:
        """Take it out of use, with its key unless another certificate has the same; nothing is deleted.

        Both lie in the person's folder `removed`, encrypted as before. The proof that it has opened the site goes
        last, so that a certificate that is still here is never taken for one that has not. Raises KeyError if it
        is not here.
        """
        user_id, pfx = certificate.user_id, self._pfx_of(certificate)
        shelf = self._shelf(user_id)
        others = [each for each in self._identities(user_id) if each != pfx]
        with shelf.lock():
            label = self._facts(user_id, pfx).key
            key = shelf.find(label, KEY)
            if key and label not in {self._facts(user_id, each).key for each in others}:
                shelf.put_aside(key)
            for kind in (FACTS, IDENTITY, PROVEN):
                shelf.put_aside(beside(pfx, kind))

    def note_requested(self, user_id: str, at: datetime) -> None:
        """Note that 発行 is sent, before it is (G: it may be pressed once).

        Makes sure of the passphrase too: a vault that does not open is found out before anything is sent.
        """
        shelf = self._shelf(user_id)
        with shelf.lock():
            self._passphrase(user_id)
            shelf.add("issuance", REQUESTED, _moment(at))

    def requested_at(self, user_id: str) -> datetime | None:
        """When 発行 was sent for this person (the last time, UTC), or None where it may be pressed."""
        newest = next(iter(self._shelf(user_id).since(REQUESTED, REISSUABLE)), None)
        return None if newest is None else _read(newest, lambda data: datetime.fromisoformat(data.decode()))

    def allow_reissue(self, user_id: str) -> None:
        """Let 発行 be pressed again, as a human decided. Nothing is removed: the notes so far no longer count."""
        shelf = self._shelf(user_id)
        with shelf.lock():
            if shelf.since(REQUESTED, REISSUABLE):
                shelf.add("issuance", REISSUABLE, b"")

    def reissuing(self, user_id: str) -> bool:
        """Whether a human has allowed 発行 again and no certificate has come of it yet."""
        return bool(self._shelf(user_id).since(REISSUABLE, IDENTITY))

    def note_turned_away(self, user_id: str, at: datetime) -> None:
        """Note that the site had nothing for this person when it was asked what came of 発行."""
        shelf = self._shelf(user_id)
        with shelf.lock():
            shelf.add("issuance", TURNED_AWAY, _moment(at))

    def times_turned_away(self, user_id: str) -> int:
        """How often that was so since 発行 was sent the last time."""
        return len(self._shelf(user_id).since(TURNED_AWAY, REQUESTED))

    def _shelf(self, user_id: str) -> Shelf:
        return Shelf(self._folder / safe_name(user_id))

    def _identities(self, user_id: str) -> list[Path]:
        shelf = self._shelf(user_id)
        for facts in shelf.all(FACTS):
            if not beside(facts, IDENTITY).exists():
                raise NeedsPerson("CRT-007", place=beside(facts, IDENTITY))
        return shelf.all(IDENTITY)

    def _pfx_of(self, certificate: ClientCertificate) -> Path:
        pfx = self._shelf(certificate.user_id).find(certificate.fingerprint, IDENTITY)
        if pfx is None:
            raise KeyError(certificate.fingerprint)
        return pfx

    def _fact(self, user_id: str, pfx: Path) -> ClientCertificate:
        proven = beside(pfx, PROVEN).exists()
        return self._facts(user_id, pfx).certificate.model_copy(update={"proven": proven})

    def _facts(self, user_id: str, pfx: Path) -> _Facts:
        file = beside(pfx, FACTS)
        if not file.exists():  # killed right after the PFX was written: it says the same
            identity = self._open(user_id, pfx, forms.open_identity)
            self._shelf(user_id).add_beside(pfx, FACTS, _facts_of(user_id, identity))
        return _read(file, _Facts.model_validate_json)

    def _open(self, user_id: str, file: Path, opener: Callable[[bytes, Secret], Content]) -> Content:
        passphrase = self._known_passphrase(user_id)
        if passphrase is None:
            raise _no_passphrase(file.parent)

        def open_once(data: bytes) -> Content:
            content: Content = self._open_once(opener, data, passphrase)
            return content

        return _read(file, open_once)

    def _passphrase(self, user_id: str) -> Secret:
        """The person's passphrase, made on first use. Call it inside the shelf's lock."""
        shelf, passphrase = self._shelf(user_id), self._known_passphrase(user_id)
        if passphrase is None:
            if shelf.all(*SEALED):  # a second passphrase would split them; whoever lost the first must look
                raise _no_passphrase(shelf.folder)
            passphrase = forms.new_passphrase()
            self._vault.put(user_id, SecretName.CERTIFICATE_PASSPHRASE, passphrase)
        self._passphrases[user_id] = passphrase
        return passphrase

    def _known_passphrase(self, user_id: str) -> Secret | None:
        try:
            return self._vault.get(user_id, SecretName.CERTIFICATE_PASSPHRASE)
        except VaultClosed:
            # A keyring may lock itself between 発行 and the download, which cannot be asked for again.
            if user_id not in self._passphrases:
                raise
            return self._passphrases[user_id]


def _open_bytes(opener: Callable[[bytes, Secret], Content], data: bytes, passphrase: Secret) -> Content:
    return opener(data, passphrase)


def _moment(at: datetime) -> bytes:
    return at.astimezone(UTC).isoformat().encode()


def _facts_of(user_id: str, identity: Identity) -> bytes:
    certificate = x509.load_pem_x509_certificates(identity.certificate_pem)[0]
    key = forms.key_fingerprint(certificate.public_key())
    facts = _Facts(certificate=forms.facts_of(user_id, certificate), key=key)
    return facts.model_dump_json(indent=1).encode()


def _read(file: Path, reader: Callable[[bytes], Content]) -> Content:
    try:
        return reader(read_patiently(file))
    except (OSError, ValueError, TypeError, InvalidToken):
        raise VaultClosed("ENV-003", detail=say("keeping.certificate_damaged", file=file)) from None


def _no_passphrase(folder: Path) -> VaultClosed:
    return VaultClosed("ENV-003", detail=say("keeping.passphrase_gone", folder=folder))
