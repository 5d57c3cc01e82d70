"""Password and PIN are handed out on a terminal, to somebody who said yes, and not before that is noted."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import typer

import ekakushin.automation.commands.credentials.showing
from ekakushin.automation.commands.credentials import show_credentials
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import SecretName
from tests.support.fakes import USER, Surroundings
from tests.unit.automation.commands.credentials.conftest import noted


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What somebody at a terminal answers, in turn."""
    given: list[bool] = []
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(
        ekakushin.automation.commands.credentials.showing, "sys", SimpleNamespace(stdout=terminal)
    )
    monkeypatch.setattr(typer, "confirm", lambda _: given.pop(0))
    return given


def test_where_there_is_no_terminal_nothing_is_shown(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    code = show_credentials(office, USER, yes=False)

    output, said = capsys.readouterr()
    assert (code, output) == (ExitCode.WRONG_USAGE, "")
    assert "--yes" in said
    assert "own-one-1" not in said
    assert noted(office) == []


def test_without_a_terminal_it_takes_an_express_yes(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    code = show_credentials(office, USER, yes=True)

    assert code is ExitCode.DONE
    assert capsys.readouterr().out == "パスワード: own-one-1\n暗証コード: 24681357\n"
    assert noted(office) == [("show", (USER,), {"terminal": False})]


def test_on_a_terminal_it_asks_first(
    office: Office, answers: list[bool], capsys: pytest.CaptureFixture[str]
) -> None:
    answers += [False, True]

    refused = show_credentials(office, USER, yes=False)
    before = (capsys.readouterr().out, noted(office))
    shown = show_credentials(office, USER, yes=False)

    assert (refused, before) == (ExitCode.NOT_ALL, ("", []))
    assert shown is ExitCode.DONE
    assert "own-one-1" in capsys.readouterr().out
    assert noted(office) == [("show", (USER,), {"terminal": True})]


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


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        (SecretName.REFUSED_PASSWORD, "own-one-1", "拒否されて"),
        (SecretName.NEXT_PASSWORD_SENT, "2026-04-01T09:00:00+00:00", "変更の途中"),
    ],
)
def test_a_password_that_would_only_cost_attempts_is_shown_with_a_warning(
    office: Office,
    around: Surroundings,
    capsys: pytest.CaptureFixture[str],
    name: SecretName,
    value: str,
    word: str,
) -> None:
    around.has(name, value)

    show_credentials(office, USER, yes=True)

    assert word in capsys.readouterr().err


def test_what_cannot_be_noted_is_not_shown(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.audit.file.mkdir()

    with pytest.raises(Misconfigured) as raised:
        show_credentials(office, USER, yes=True)

    assert raised.value.code == "ENV-004"
    assert capsys.readouterr().out == ""
