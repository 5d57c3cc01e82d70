"""What these tests share: a cheap vault, an in-memory keyring and certificates made when needed."""

from __future__ import annotations

import datetime
import errno
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from ekakushin.automation.state import files as home_module
from ekakushin.automation.state.files import open_home
from ekakushin.automation.vault import FileVault
from ekakushin.automation.vault.sealing import Cost
from ekakushin.flows.secret import Secret

Start = Callable[..., "subprocess.Popen[str]"]
FullDisk = Callable[[], AbstractContextManager[None]]

CHEAP = Cost(n=2, r=1, p=1)
PASSPHRASE = "correct horse"


class MemoryKeyring(KeyringBackend):
    """A keyring that lasts as long as the test; after `writes_left` writes it is as if the power had gone."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.writes_left: int | None = None
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._must_answer()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._must_write()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._must_write()
        if (service, username) not in self.entries:
            raise PasswordDeleteError(username)
        del self.entries[service, username]

    def _must_answer(self) -> None:
        if self.locked:
            raise KeyringLocked("TopSecret1 was not taken")

    def _must_write(self) -> None:
        self._must_answer()
        if self.writes_left is not None:
            if self.writes_left == 0:
                raise KeyboardInterrupt
            self.writes_left -= 1


class Issued(NamedTuple):
    """A certificate with its chain and key."""

    chain_pem: bytes
    key_pem: Secret


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return open_home(tmp_path / "home")


@pytest.fixture
def vault(home: Path) -> FileVault:
    return FileVault(home / "vault.bin", Secret(PASSPHRASE), cost=CHEAP)


@pytest.fixture
def full_disk() -> FullDisk:
    """`with full_disk():` nothing more reaches the disk."""

    def no_space(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    @contextmanager
    def full() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(home_module.os, "fsync", no_space)
            yield

    return full


@pytest.fixture
def memory_keyring() -> MemoryKeyring:
    return MemoryKeyring()


def make_key() -> Secret:
    key = ec.generate_private_key(ec.SECP256R1())
    return Secret(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


def issue(year: int = 2030, *, key_pem: Secret | None = None) -> Issued:
    """A certificate that holds from January of that year, under a CA of its own."""
    key_pem = key_pem or make_key()
    key = load_pem_private_key(key_pem.reveal().encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca = _certificate("Test CA", "Test CA", ca_key.public_key(), ca_key, year)
    own = _certificate("健保 太郎", "Test CA", key.public_key(), ca_key, year)
    return Issued(own.public_bytes(Encoding.PEM) + ca.public_bytes(Encoding.PEM), key_pem)


def _certificate(
    subject: str,
    issuer: str,
    key: ec.EllipticCurvePublicKey,
    ca_key: ec.EllipticCurvePrivateKey,
    year: int,
) -> x509.Certificate:
    start = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]),
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]),
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=start,
        not_valid_after=start + datetime.timedelta(days=365),
    )
    return builder.sign(ca_key, hashes.SHA256())


@pytest.fixture
def python() -> Iterator[Start]:
    """Starts a Python process that runs some code with some arguments; ends it with the test."""
    running: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def everything_under(folder: Path) -> bytes:
    """All bytes of all files and all their names."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return b"\n".join(str(file).encode() + b"\n" + file.read_bytes() for file in files)
