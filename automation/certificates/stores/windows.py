"""Windows: the current user's certificate store, through PowerShell's own commands for certificates."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from ekakushin.automation.certificates import forms
from ekakushin.automation.certificates.stores.store import CertificateKind, Handle, handle_of, store_error
from ekakushin.flows.models import Identity

# Runs a script with what it is given (as JSON on standard input) and returns what it printed. Raises OSError.
RunScript = Callable[[str, Mapping[str, str]], str]

_FOLDERS: dict[CertificateKind, str] = {"identity": "My", "authority": "CA", "root": "Root"}
_SECONDS = 120  # Windows asks the person before it takes or removes a root

_GIVEN = "$ErrorActionPreference = 'Stop'; $given = [Console]::In.ReadToEnd() | ConvertFrom-Json; "
_THERE = "('Cert:\\CurrentUser\\' + $given.folder + '\\' + $given.thumbprint)"
_INSTALL = (
    "$password = ConvertTo-SecureString -String $given.password -AsPlainText -Force; "
    "$null = Import-PfxCertificate -FilePath $given.file -CertStoreLocation 'Cert:\\CurrentUser\\My' "
    f"-Password $password; (Get-Item {_THERE}).FriendlyName = $given.name"
)
_TRUST = (
    "$null = Import-Certificate -FilePath $given.file "
    "-CertStoreLocation ('Cert:\\CurrentUser\\' + $given.folder)"
)
_FIND = (
    f"if (Test-Path {_THERE}) "
    f"{{ if ($given.folder -ne 'My' -or (Get-Item {_THERE}).HasPrivateKey) {{ 'found' }} }}"
)
_REMOVE = (
    f"if (Test-Path {_THERE}) {{ if ($given.folder -eq 'My') {{ Remove-Item {_THERE} -DeleteKey }} "
    f"else {{ Remove-Item {_THERE} }} }}"
)


class WindowsStore:
    """The store `Cert:\\CurrentUser`. The key cannot be exported from there again; ours is still in the home."""

    name = "windows"
    place = "Cert:\\CurrentUser"

    def __init__(self, run: RunScript | None = None) -> None:
        self._script = run or run_powershell

    def install(self, identity: Identity, friendly_name: str) -> Handle:
        """Put certificate and key there. The passphrase goes over standard input, and the file is encrypted."""
        handle = self.handle(identity.certificate_pem, "identity")
        if not self.find(handle):
            passphrase = forms.new_passphrase()
            pfx = forms.export(identity, passphrase, name=friendly_name)
            self._with_file(
                _INSTALL, handle, "identity.pfx", pfx, password=passphrase.reveal(), name=friendly_name
            )
        return handle

    def trust(self, certificate_pem: bytes, *, root: bool) -> Handle:
        """Put an authority there; Windows asks the person whether a root is to be trusted."""
        handle = self.handle(certificate_pem, "root" if root else "authority")
        if not self.find(handle):
            self._with_file(_TRUST, handle, "authority.cer", certificate_pem)
        return handle

    def handle(self, certificate_pem: bytes, kind: CertificateKind) -> Handle:
        """What `install` or `trust` will give."""
        return handle_of(certificate_pem, self.name, self.place, kind)

    def find(self, handle: Handle) -> bool:
        """Whether it is there, with its key."""
        return self._run(_FIND, handle).strip() == "found"

    def remove(self, handle: Handle) -> None:
        """Take the certificate with this thumbprint away, and its key."""
        self._run(_REMOVE, handle)

    def missing(self) -> list[Path]:
        """Nothing: the store is always there."""
        return []

    def tidy(self) -> None:
        """Nothing: the store is always there."""

    def _with_file(self, script: str, handle: Handle, name_of_file: str, data: bytes, **more: str) -> None:
        with tempfile.TemporaryDirectory(prefix="ekakushin-") as folder:
            file = Path(folder) / name_of_file
            file.write_bytes(data)
            self._run(script, handle, file=str(file), **more)

    def _run(self, script: str, handle: Handle, **more: str) -> str:
        given = {"folder": _FOLDERS[handle.kind], "thumbprint": handle.thumbprint.upper(), **more}
        try:
            return self._script(_GIVEN + script, given)
        except OSError as error:
            raise store_error(self.place, str(error)) from error


def run_powershell(script: str, given: Mapping[str, str]) -> str:
    """Run it in Windows PowerShell. Raises OSError with the last line that it said."""
    root = os.environ.get("SYSTEMROOT", r"C:\Windows")
    program = Path(root) / "System32/WindowsPowerShell/v1.0/powershell.exe"
    encoded = base64.b64encode(script.encode("utf-16-le")).decode()
    # A PowerShell 7 that we were started from names modules that Windows PowerShell cannot load.
    environment = {name: value for name, value in os.environ.items() if name.upper() != "PSMODULEPATH"}
    try:
        done = subprocess.run(  # noqa: S603  (Windows' own program)
            [str(program), "-NoProfile", "-OutputFormat", "Text", "-EncodedCommand", encoded],
            input=json.dumps(dict(given)),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise OSError(type(error).__name__) from None
    if done.returncode:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise OSError(said[0] if said else "powershell.exe")
    return done.stdout
