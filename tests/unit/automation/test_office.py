"""The state folder opened: passphrases and secrets that are asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from automation import office
from automation.office import Office
from automation.settings import Settings
from flows.errors import Misconfigured, VaultClosed
from flows.rules import Policy, Rule
from flows.secret import Secret

POLICY = Policy(minimum=8, digits=1)
RULE = Rule(length=12, alphabet="abc123")


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A person at the terminal who types these words one after the other."""

    def typed(*words: str) -> None:
        answers: Iterator[str] = iter(words)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(office.getpass, "getpass", lambda question: next(answers))

    return typed


def test_a_secret_is_made_by_rule_within_the_policy() -> None:
    made = office._maker("rule", RULE, "ask.pin")(POLICY)
    assert len(made.reveal()) == 12
    assert set(made.reveal()) <= set("abc123")


def test_a_secret_may_be_asked_for(typing: Callable[..., None]) -> None:
    typing("my-own-1")
    assert office._maker("ask", RULE, "ask.password")(POLICY) == Secret("my-own-1")


def test_what_does_not_fit_the_policy_is_asked_for_again(
    typing: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    typing("short1", "long-enough-1")
    assert office._maker("ask", RULE, "ask.password")(POLICY) == Secret("long-enough-1")
    assert "short1" not in capsys.readouterr().err


def test_asking_ends_after_three_times(typing: Callable[..., None]) -> None:
    typing("a", "b", "c")
    with pytest.raises(Misconfigured) as caught:
        office._maker("ask", RULE, "ask.password")(POLICY)
    assert caught.value.code == "ACC-006"


def test_nobody_is_asked_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(Misconfigured) as caught:
        office._maker("ask", RULE, "ask.pin")(POLICY)
    assert caught.value.code == "ACC-006"


def test_a_file_vault_without_a_passphrase_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    place = Office(Settings(home=tmp_path, vault="file", vault_passphrase=None))
    with pytest.raises(VaultClosed) as caught:
        place.vault  # noqa: B018  (opening it is the act)
    assert caught.value.code == "ENV-003"
