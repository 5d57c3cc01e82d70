"""Password and PIN are handed out on a terminal, to somebody who said yes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

import automation.credentials
from automation.credentials import show_credentials
from automation.office import Office
from automation.results import ExitCode
from automation.settings import read_settings
from flows.models import SecretName
from tests.unit.flows.fakes import USER, Surroundings


@pytest.fixture
def office(tmp_path: Path, around: Surroundings) -> Office:
    office = Office(read_settings(home=tmp_path))
    office.__dict__["vault"] = around.vault
    return office


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What somebody at a terminal answers, in turn."""
    given: list[bool] = []
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(automation.credentials, "sys", SimpleNamespace(stdout=terminal))
    monkeypatch.setattr(typer, "confirm", lambda _: given.pop(0))
    return given


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Somebody who went through everything."""
    around.has(SecretName.LOGIN_PASSWORD, "login9012")
    around.has(SecretName.PASSWORD, "own-one-1")
    around.has(SecretName.PIN, "24681357")
    return around


def test_where_there_is_no_terminal_nothing_is_shown(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    code = show_credentials(office, USER, yes=False)

    output, said = capsys.readouterr()
    assert (code, output) == (ExitCode.WRONG_USAGE, "")
    assert "--yes" in said
    assert "own-one-1" not in said


def test_without_a_terminal_it_takes_an_express_yes(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    code = show_credentials(office, USER, yes=True)

    assert code is ExitCode.DONE
    assert capsys.readouterr().out == "パスワード: own-one-1\n暗証コード: 24681357\n"


def test_on_a_terminal_it_asks_first(
    office: Office, answers: list[bool], capsys: pytest.CaptureFixture[str]
) -> None:
    answers += [False, True]

    refused = show_credentials(office, USER, yes=False)
    before = capsys.readouterr().out
    shown = show_credentials(office, USER, yes=False)

    assert (refused, before) == (ExitCode.NOT_ALL, "")
    assert shown is ExitCode.DONE
    assert "own-one-1" in capsys.readouterr().out


def test_before_the_change_it_is_the_password_of_the_mail(
    office: Office, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    around.vault.forget(USER, SecretName.PASSWORD)
    around.vault.forget(USER, SecretName.PIN)

    show_credentials(office, USER, yes=True)

    assert capsys.readouterr().out == "パスワード: login9012\n暗証コード: -\n"


def test_somebody_unknown_has_nothing_to_show(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    code = show_credentials(office, "10099", yes=True)

    output, said = capsys.readouterr()
    assert (code, output) == (ExitCode.NOT_ALL, "")
    assert "10099" in said
