"""Linux: the NSS database in which Chrome, Edge and Chromium look, through NSS' own certutil and pk12util."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from ekakushin.automation.certificates import forms
from ekakushin.automation.certificates.stores.store import (
    CertificateKind,
    Handle,
    handle_of,
    missing_above,
    store_error,
)
from ekakushin.flows.models import Identity
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

_FILES = ("cert9.db", "key4.db", "pkcs11.txt")
_LINE = re.compile(r"^(?P<name>.*?)\s+(?P<trust>[A-Za-z]*,[A-Za-z]*,[A-Za-z]*)\s*$")
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_TRUSTED = "C,,"
_SECONDS = 60


class NssStore:
    """The NSS database of the user's browsers, or of another folder. One with a password of its own is refused.

    NSS gives certificates of one subject one common nickname; so one is named by the id of its key.
    """

    name = "nss"

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or folder_of_browsers()
        self.place = str(self._folder)

    def install(self, identity: Identity, friendly_name: str) -> Handle:
        """Put certificate and key there. Its passphrase goes through a pipe, and the file is encrypted."""
        handle = self.handle(identity.certificate_pem, "identity")
        if not self.find(handle):
            self._make()
            passphrase = forms.new_passphrase()
            pfx = forms.export(identity, passphrase, name=friendly_name)
            with _private_file(pfx) as file, _pipe(passphrase) as descriptor:
                passwords = ("-w", f"/dev/fd/{descriptor}", "-k", os.devnull)
                self._run("pk12util", "-i", str(file), *passwords, descriptor=descriptor)
        return handle

    def trust(self, certificate_pem: bytes, *, root: bool) -> Handle:
        """Put an authority there; a root that was there before gets its trust."""
        handle = self.handle(certificate_pem, "root" if root else "authority")
        if not self.find(handle):
            self._make()
            trust = _TRUSTED if root else ",,"
            if handle.before:
                self._run("certutil", "-M", "-n", _uri(handle), "-t", trust)
            else:
                with _private_file(certificate_pem) as file:
                    named = ("-n", f"ekakushin {handle.fingerprint[:16]}", "-t", trust)
                    self._run("certutil", "-A", *named, "-i", str(file))
        return handle

    def handle(self, certificate_pem: bytes, kind: CertificateKind) -> Handle:
        """What `install` or `trust` will give."""
        handle = handle_of(certificate_pem, self.name, self.place, kind)
        return handle.model_copy(update={"before": self._trust(handle)}) if kind == "root" else handle

    def find(self, handle: Handle) -> bool:
        """Whether it is there, with its key or its trust."""
        if not self._is_there(handle):
            return False
        if handle.kind == "identity":
            return self._has_key(handle)
        return handle.kind != "root" or "C" in self._trust(handle).partition(",")[0]

    def remove(self, handle: Handle) -> None:
        """Take certificate and key away, or give a root the trust that it had."""
        if not self._exists():
            return
        if handle.kind == "identity" and self._has_key(handle):
            self._run("certutil", "-F", "-k", handle.key_id)
        if self._is_there(handle):
            if handle.before:
                self._run("certutil", "-M", "-n", _uri(handle), "-t", handle.before)
            else:
                self._run("certutil", "-D", "-n", _uri(handle))

    def missing(self) -> list[Path]:
        """The database's files and the folders above it, where they are not there."""
        files = [] if self._exists() else [self._folder / name for name in _FILES]
        return [*missing_above(self._folder), *files]

    def tidy(self) -> None:
        """Remove the database if neither a certificate nor a key is in it."""
        if self._exists() and not self._entries() and not self._keys():
            for name in _FILES:
                (self._folder / name).unlink(missing_ok=True)

    def _exists(self) -> bool:
        return (self._folder / "cert9.db").exists()

    def _make(self) -> None:
        if not self._exists():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._run("certutil", "-N", "--empty-password")

    def _is_there(self, handle: Handle) -> bool:
        if not self._exists():
            return False
        shown = self._run("certutil", "-L", "-n", _uri(handle), "-a", may_fail=True)
        return handle.fingerprint in map(_fingerprint, _PEM.findall(shown))

    def _has_key(self, handle: Handle) -> bool:
        return handle.key_id in self._keys()

    def _keys(self) -> str:
        return "\n".join(re.findall(r"\b[0-9a-f]{40}\b", self._run("certutil", "-K", may_fail=True)))

    def _entries(self) -> list[tuple[str, str]]:
        """Nickname and trust of all that is there."""
        lines = self._run("certutil", "-L").splitlines()
        return [(found["name"], found["trust"]) for line in lines[3:] if (found := _LINE.match(line))]

    def _trust(self, handle: Handle) -> str:
        """The trust of a certificate; "" where it is not there."""
        if not self._is_there(handle):
            return ""
        for name, trust in self._entries():
            shown = self._run("certutil", "-L", "-n", name, "-a", may_fail=True)
            if handle.fingerprint in map(_fingerprint, _PEM.findall(shown)):
                return trust
        return ",,"

    def _run(
        self, program: str, *arguments: str, may_fail: bool = False, descriptor: int | None = None
    ) -> str:
        found = shutil.which(program)
        if found is None:
            raise store_error(self.place, say("stores.no_nss_tools", program=program))
        password = () if program == "pk12util" or "-N" in arguments else ("-f", os.devnull)
        try:
            done = subprocess.run(  # noqa: S603  (NSS' own tools)
                [found, *arguments, "-d", f"sql:{self._folder}", *password],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_SECONDS,
                check=False,
                pass_fds=() if descriptor is None else (descriptor,),
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise store_error(self.place, f"{program}: {type(error).__name__}") from error
        if done.returncode and not may_fail:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise store_error(self.place, said[-1] if said else program)
        return done.stdout


def folder_of_browsers() -> Path:
    """Where this user's browsers look (tried with Chromium 156): `~/.pki/nssdb` if it is there, or their newer place.

    Where neither is, it is the older one, which older browsers know too. It is never made beside the newer one: the
    person's own certificates in that would no longer be seen.
    """
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    older, newer = Path.home() / ".pki" / "nssdb", data / "pki" / "nssdb"
    return newer if newer.is_dir() and not older.is_dir() else older


def _uri(handle: Handle) -> str:
    """The certificate's name in PKCS#11."""
    key = re.sub("..", r"%\g<0>", handle.key_id)
    return f"pkcs11:token=NSS%20Certificate%20DB;id={key};type=cert"


def _fingerprint(pem: str) -> str:
    return x509.load_pem_x509_certificate(pem.encode()).fingerprint(hashes.SHA256()).hex()


@contextmanager
def _private_file(data: bytes) -> Iterator[Path]:
    """A file that only its owner can read, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ekakushin-") as folder:
        file = Path(folder) / "certificate"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
        yield file


@contextmanager
def _pipe(secret: Secret) -> Iterator[int]:
    """A descriptor from which a child process can read a secret, once."""
    reading, writing = os.pipe()
    try:
        os.write(writing, secret.reveal().encode())
        os.close(writing)
        yield reading
    finally:
        os.close(reading)
