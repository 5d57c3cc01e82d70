"""The passwords of what is handed out."""

from __future__ import annotations

import getpass
import re

import pytest
import typer

import ekakushin.automation.commands.credentials.passwords
from ekakushin.automation.commands.credentials.passwords import make_password, passwords_for, way_of
from ekakushin.flows.secret import Secret
from tests.support.terminals import standard_streams

GOOD = "correct horse battery"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody types, in turn."""
    answers: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda question: answers.pop(0))
    return answers


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, is_there: bool) -> None:
    monkeypatch.setattr(
        ekakushin.automation.commands.credentials.passwords, "sys", standard_streams(at_a_terminal=is_there)
    )


def test_it_is_asked_for_unless_the_environment_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch, True)

    assert way_of(None, None) == "ask"
    assert way_of(None, Secret(GOOD)) == "environment"
    assert way_of("make", Secret(GOOD)) == "make"


@pytest.mark.parametrize("way", ["ask", "make"])
def test_without_a_terminal_it_is_neither_asked_for_nor_shown(
    monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    at_a_terminal(monkeypatch, False)

    with pytest.raises(typer.BadParameter):
        way_of(way, None)  # type: ignore[arg-type]
    assert way_of(None, Secret(GOOD)) == "environment"


def test_a_made_one_has_a_hundred_bits_and_can_be_typed() -> None:
    passwords = {make_password().reveal() for _ in range(50)}

    assert len(passwords) == 50
    assert all(re.fullmatch(r"([a-km-np-z2-9]{4}-){4}[a-km-np-z2-9]{4}", each) for each in passwords)


def test_every_file_gets_its_own(typed: list[str]) -> None:
    typed += [GOOD, GOOD, GOOD * 2, GOOD * 2]

    assert len(set(passwords_for("make", ["a", "b", "c"], None))) == 3
    assert passwords_for("ask", ["a", "b"], None) == [Secret(GOOD), Secret(GOOD * 2)]


def test_one_that_is_too_short_or_typed_otherwise_is_asked_for_again(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ["short", GOOD, "other", GOOD, GOOD]

    assert passwords_for("ask", ["a"], None) == [Secret(GOOD)]
    assert capsys.readouterr().err.splitlines() == [
        "12 文字以上 255 文字以下にしてください。",
        "2回の入力が違います。",
    ]


def test_after_three_tries_it_ends(typed: list[str]) -> None:
    typed += ["short"] * 3

    with pytest.raises(typer.BadParameter):
        passwords_for("ask", ["a"], None)


def test_that_of_the_environment_opens_every_file_and_that_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert passwords_for("environment", ["a", "b"], Secret(GOOD)) == [Secret(GOOD)] * 2
    assert "--password make" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["", "short", "x" * 256])
def test_one_that_the_environment_has_wrong_is_refused_without_saying_it(value: str) -> None:
    with pytest.raises(typer.BadParameter) as raised:
        passwords_for("environment", ["a"], Secret(value))

    assert "EKAKUSHIN_EXPORT_PASSWORD" in raised.value.message
    assert not value or value not in raised.value.message
