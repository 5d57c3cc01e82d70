"""The NSS database: trust that comes and goes, no secret in an argument, and refusals in plain words."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.certificates.stores import nss
from ekakushin.automation.certificates.stores.nss import NssStore
from ekakushin.flows.errors import Misconfigured
from tests.support.issued import Issuer
from tests.support.systems import posix_only

pytestmark = [
    posix_only("browsers on Windows look into its own store; its certutil is another program"),
    pytest.mark.skipif(not shutil.which("certutil"), reason="needs NSS' tools (Debian: libnss3-tools)"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".pki" / "nssdb"


def certutil(folder: Path, *arguments: object) -> str:
    command = ["certutil", *map(str, arguments), "-d", f"sql:{folder}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    ("there", "used"),
    [
        ((), ".pki/nssdb"),
        ((".pki/nssdb",), ".pki/nssdb"),
        ((".local/share/pki/nssdb",), ".local/share/pki/nssdb"),
        ((".local/share/pki/nssdb", ".pki/nssdb"), ".pki/nssdb"),
    ],
)
def test_it_is_the_database_in_which_this_users_browsers_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: Sequence[str], used: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for each in there:
        (tmp_path / each).mkdir(parents=True)

    assert NssStore().place == str(tmp_path / used)


def test_a_root_is_trusted_for_servers_alone_and_gone_afterwards(folder: Path, issuer: Issuer) -> None:
    store = NssStore(folder)
    handle = store.trust(issuer.root_pem, root=True)
    trusted = certutil(folder, "-L")

    store.remove(handle)

    assert "C,," in trusted
    assert not store.find(handle)
    assert "C,," not in certutil(folder, "-L")


def test_a_root_that_was_there_gets_its_own_trust_back(folder: Path, issuer: Issuer, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(issuer.root_pem)
    folder.mkdir(parents=True)
    certutil(folder, "-N", "--empty-password")
    certutil(folder, "-A", "-n", "my own root", "-t", ",C,", "-i", tmp_path / "root.pem")
    before, store = certutil(folder, "-L"), NssStore(folder)

    handle = store.trust(issuer.root_pem, root=True)
    trusted = store.find(handle)
    store.remove(handle)

    assert trusted
    assert certutil(folder, "-L") == before


def test_what_others_have_put_there_stays(folder: Path, issuer: Issuer) -> None:
    store = NssStore(folder)
    store.install(issuer.identity("10007"), "theirs")
    before = certutil(folder, "-L"), certutil(folder, "-K")

    store.remove(store.install(issuer.identity("10006"), "ours"))
    store.tidy()

    assert (certutil(folder, "-L"), certutil(folder, "-K")) == before


def test_no_secret_is_in_an_argument_or_an_open_file(
    folder: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    secrets: list[str] = []
    run, made = subprocess.run, nss.forms.new_passphrase

    def watched(command: Sequence[str], **options: Any) -> Any:
        seen.extend(command)
        return run(command, **options)

    def remembered() -> Any:
        secrets.append((passphrase := made()).reveal())
        return passphrase

    monkeypatch.setattr(nss.subprocess, "run", watched)
    monkeypatch.setattr(nss.forms, "new_passphrase", remembered)
    NssStore(folder).install(issuer.identity("10006"), "ours")

    assert secrets
    assert not [secret for secret in secrets for argument in seen if secret in argument]


def test_a_database_with_a_password_of_its_own_is_refused(
    folder: Path, issuer: Issuer, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text("their own\n")
    folder.mkdir(parents=True)
    certutil(folder, "-N", "-f", tmp_path / "password")

    with pytest.raises(Misconfigured) as raised:
        NssStore(folder).install(issuer.identity("10006"), "ours")

    assert raised.value.code == "CRT-010"


def test_a_pc_without_the_tools_is_told_what_to_install(
    folder: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(Misconfigured, match="libnss3-tools"):
        NssStore(folder).install(issuer.identity("10006"), "ours")
