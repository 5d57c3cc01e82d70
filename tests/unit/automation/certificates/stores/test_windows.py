"""What Windows' PowerShell is asked, and that no secret is in its command line."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ekakushin.automation.certificates.stores import windows
from ekakushin.automation.certificates.stores.windows import WindowsStore, run_powershell
from ekakushin.flows.errors import Misconfigured
from tests.support.issued import Issuer


class Asked:
    """Answers every script with `answer`, and keeps what it was asked."""

    def __init__(self, answer: str = "") -> None:
        self.answer = answer
        self.asked: list[tuple[str, dict[str, str]]] = []

    def __call__(self, script: str, given: Mapping[str, str]) -> str:
        self.asked.append((script, dict(given)))
        return self.answer


def test_a_pfx_goes_into_the_users_own_store_by_its_own_command(issuer: Issuer) -> None:
    asked = Asked()
    handle = WindowsStore(asked).install(issuer.identity("10006"), "電子申請 10006")

    script, given = asked.asked[-1]
    assert "Import-PfxCertificate" in script
    assert "-Exportable" not in script
    assert "Cert:\\CurrentUser\\My" in script
    assert given["thumbprint"] == handle.thumbprint.upper()
    assert given["password"] not in script


def test_what_is_there_is_not_imported_again(issuer: Issuer) -> None:
    asked = Asked("found\r\n")
    store = WindowsStore(asked)
    handle = store.install(issuer.identity("10006"), "電子申請 10006")

    assert store.find(handle)
    assert not [script for script, _ in asked.asked if "Import" in script]


@pytest.mark.parametrize(("root", "folder"), [(True, "Root"), (False, "CA")])
def test_authorities_have_folders_of_their_own(issuer: Issuer, root: bool, folder: str) -> None:
    asked = Asked()
    WindowsStore(asked).trust(issuer.root_pem, root=root)

    assert asked.asked[-1][1]["folder"] == folder


def test_it_is_removed_by_its_thumbprint_with_its_key(issuer: Issuer) -> None:
    asked = Asked()
    store = WindowsStore(asked)
    handle = store.handle(issuer.identity("10006").certificate_pem, "identity")
    store.remove(handle)

    (script, given) = asked.asked[0]
    assert "Remove-Item" in script
    assert "-DeleteKey" in script
    assert given == {"folder": "My", "thumbprint": handle.thumbprint.upper()}


def test_what_windows_says_is_told(issuer: Issuer) -> None:
    def refusing(script: str, given: Mapping[str, str]) -> str:
        raise OSError("Access is denied.")

    with pytest.raises(Misconfigured, match="Access is denied"):
        WindowsStore(refusing).install(issuer.identity("10006"), "電子申請 10006")


def test_powershell_gets_the_script_as_an_argument_and_the_secret_on_standard_input(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: dict[str, Any] = {}

    def run(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
        seen.update(options, command=list(command))
        return subprocess.CompletedProcess(command, 0, "found", "")

    monkeypatch.setattr(windows.subprocess, "run", run)
    monkeypatch.setenv("PSModulePath", "C:\\Program Files\\PowerShell\\7\\Modules")

    answer = run_powershell("'a script'", {"password": "TopSecret1"})

    assert answer == "found"
    assert base64.b64decode(seen["command"][-1]).decode("utf-16-le") == "'a script'"
    assert json.loads(seen["input"]) == {"password": "TopSecret1"}
    assert "TopSecret1" not in " ".join(seen["command"])
    assert "PSModulePath" not in seen["env"]


def test_a_script_that_fails_raises_with_its_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "\r\nImport-PfxCertificate : wrong\r\nAt line:1\r\n")
    monkeypatch.setattr(windows.subprocess, "run", lambda *_, **__: failed)

    with pytest.raises(OSError, match="Import-PfxCertificate : wrong"):
        run_powershell("", {})
