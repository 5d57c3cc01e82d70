"""Credentials are handed out as encrypted workbooks, to whoever knows the password, and not before that is noted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer

import ekakushin.automation.commands.credentials.exporting
from ekakushin.automation.commands.credentials import Export, export_credentials
from ekakushin.automation.engine.enqueuing import enqueue
from ekakushin.automation.engine.orders import Order
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.results import Result
from ekakushin.flows.errors import Misconfigured, VaultClosed
from ekakushin.flows.models import STEPS, SecretName
from ekakushin.flows.secret import Secret
from tests.support.fakes import USER, Surroundings, invitation
from tests.support.opened import opened, page, rows
from tests.support.systems import MODES, posix_only
from tests.unit.automation.commands.credentials.conftest import OTHER, noted

PASSWORD = "correct horse battery"


@pytest.fixture
def office(office: Office) -> Office:
    """Two people, and the file's password in the environment."""
    office.settings.export_password = Secret(PASSWORD)
    office.people.keep([invitation(OTHER, name="健保 花子", login_password="login-other")])
    return office


def export(office: Office, to: Path, *users: str, **other: Any) -> ExitCode:
    return export_credentials(office, Export(to=to, users=users, **other))


def test_one_file_for_all_holds_everybody(office: Office, tmp_path: Path) -> None:
    code = export(office, tmp_path / "out" / "all.xlsx", USER, OTHER, USER)

    people = rows(opened(tmp_path / "out" / "all.xlsx", PASSWORD))
    assert code is ExitCode.DONE
    assert [(each["ユーザID"], each["氏名"], each["パスワード"], each["暗証コード"]) for each in people] == [
        (USER, "健保 太郎", "own-one-1", "24681357"),
        (OTHER, "健保 花子", "login-other", ""),
    ]
    assert [each["証明書の期限"] for each in people] == ["2027/01/26", ""]


@pytest.mark.parametrize("to", ["out", "out.xlsx"])
def test_a_folder_gets_one_file_a_person(office: Office, tmp_path: Path, to: str) -> None:
    code = export(office, tmp_path / to, USER, OTHER, each=True)

    files = sorted((tmp_path / "out").iterdir())
    assert code is ExitCode.DONE
    assert [file.name for file in files] == ["10006.xlsx", "10007.xlsx"]
    assert [page(opened(file, PASSWORD))["パスワード"] for file in files] == ["own-one-1", "login-other"]


@posix_only(MODES)
def test_the_file_is_for_the_owner_alone(office: Office, tmp_path: Path) -> None:
    export(office, tmp_path / "a.xlsx", USER)

    assert (tmp_path / "a.xlsx").stat().st_mode & 0o777 == 0o600


def test_what_is_exported_is_noted_without_the_secrets(office: Office, tmp_path: Path) -> None:
    export(office, tmp_path / "a.xlsx", USER, OTHER)

    details = {"to": str(tmp_path / "a.xlsx"), "each": False, "password_way": "environment"}
    assert noted(office) == [("export", (USER, OTHER), details)]
    assert PASSWORD.encode() not in office.audit.file.read_bytes()


def test_what_cannot_be_noted_is_not_exported(office: Office, tmp_path: Path) -> None:
    office.audit.file.mkdir()

    with pytest.raises(Misconfigured):
        export(office, tmp_path / "a.xlsx", USER)

    assert not (tmp_path / "a.xlsx").exists()


def test_who_has_nothing_is_told_by_name_and_the_others_are_exported(
    office: Office, around: Surroundings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    around.vault.forget(OTHER, SecretName.LOGIN_PASSWORD)

    code = export(office, tmp_path / "a.xlsx", USER, OTHER, "10099")

    said = capsys.readouterr().err
    assert code is ExitCode.NOT_ALL
    assert "10007 健保 花子 の" in said
    assert "10099 の" in said
    assert page(opened(tmp_path / "a.xlsx", PASSWORD))["ユーザID"] == USER
    assert noted(office)[0][1] == (USER,)


def test_where_nobody_has_anything_no_file_is_made(office: Office, tmp_path: Path) -> None:
    assert export(office, tmp_path / "a.xlsx", "10099") is ExitCode.NOT_ALL
    assert not (tmp_path / "a.xlsx").exists()
    assert noted(office) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [(SecretName.REFUSED_PASSWORD, "own-one-1"), (SecretName.NEXT_PASSWORD_SENT, "2026-04-01")],
)
def test_a_password_that_would_only_cost_attempts_is_not_handed_out(
    office: Office, around: Surroundings, tmp_path: Path, name: SecretName, value: str
) -> None:
    around.has(name, value)

    assert export(office, tmp_path / "a.xlsx", USER) is ExitCode.NOT_ALL
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize("each", [False, True])
def test_a_file_that_is_there_is_replaced_only_when_told_so(
    office: Office, tmp_path: Path, each: bool
) -> None:
    file, to = tmp_path / "out" / "10006.xlsx", tmp_path / "out"
    file.parent.mkdir()
    file.write_text("mine")
    wanted = to if each else file

    with pytest.raises(typer.BadParameter, match=r"10006\.xlsx"):
        export(office, wanted, USER, OTHER, each=each)
    untouched = (file.read_text(), sorted(path.name for path in to.iterdir()), noted(office))
    export(office, wanted, USER, each=each, force=True)

    assert untouched == ("mine", ["10006.xlsx"], [])
    assert page(opened(file, PASSWORD))["ユーザID"] == USER


def test_a_file_that_appears_meanwhile_is_not_replaced(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ekakushin.automation.commands.credentials.exporting, "_must_be_free", lambda *_: None)
    (tmp_path / "a.xlsx").write_text("mine")

    with pytest.raises(typer.BadParameter):
        export(office, tmp_path / "a.xlsx", USER)

    assert (tmp_path / "a.xlsx").read_text() == "mine"


def test_anything_but_a_workbook_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter):
        export(office, tmp_path / "a.csv", USER)


def test_a_place_that_cannot_be_written_is_said(office: Office, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Misconfigured) as raised:
        export(office, tmp_path / "file" / "a.xlsx", USER)

    assert raised.value.code == "ENV-004"


def test_all_are_those_who_are_done(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    standing = [Result(user_id=USER, state="done"), Result(user_id=OTHER, state="failed")]
    monkeypatch.setattr(
        ekakushin.automation.commands.credentials.exporting, "standing_of", lambda office: standing
    )

    code = export(office, tmp_path / "a.xlsx", "all")

    assert code is ExitCode.DONE
    assert page(opened(tmp_path / "a.xlsx", PASSWORD))["ユーザID"] == USER


def test_where_nobody_is_done_that_is_said(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.database.prepare()
    with office.database.client() as client:
        enqueue(client, office.home, [Order(user_id=USER, steps=STEPS)])

    assert export(office, tmp_path / "a.xlsx", "all") is ExitCode.NOT_ALL
    assert "完了した人がいません" in capsys.readouterr().err


def test_a_made_password_is_shown_once_and_opens_the_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ekakushin.automation.commands.credentials.exporting, "way_of", lambda *_: "make")

    export(office, tmp_path / "out", USER, OTHER, each=True)

    shown = capsys.readouterr().out
    passwords = [
        line.partition(": ")[2].partition("（")[0] for line in shown.splitlines() if "  " in line[:2]
    ]
    files = sorted((tmp_path / "out").iterdir())
    assert len(set(passwords)) == 2
    assert [page(opened(file, word))["ユーザID"] for file, word in zip(files, passwords, strict=True)] == [
        USER,
        OTHER,
    ]
    assert all(word.encode() not in office.audit.file.read_bytes() for word in passwords)


def test_a_certificate_that_cannot_be_read_leaves_the_expiry_blank_and_is_said(
    office: Office,
    around: Surroundings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def damaged(user_id: str) -> None:
        raise VaultClosed("ENV-003", detail="0001.pfx")

    monkeypatch.setattr(around.certificates, "latest", damaged)

    assert export(office, tmp_path / "a.xlsx", USER) is ExitCode.DONE
    assert "0001.pfx" in capsys.readouterr().err
    assert page(opened(tmp_path / "a.xlsx", PASSWORD))["証明書の期限"] == "（ここには記録がありません）"
