"""What a line that is typed means."""

from __future__ import annotations

import pytest

from ekakushin.automation.terminal.questions import Questions
from tests.support.answers import Answering


@pytest.mark.parametrize(
    ("typed", "meant"), [("", 0), ("1", 0), ("2", 1), ("２", 1), (" 2 ", 1), ("3\n2", 1), ("x\n0\n1", 0)]
)
def test_an_option_is_picked_by_its_number_or_by_enter(typed: str, meant: int) -> None:
    somebody = Answering(*typed.split("\n"))

    assert somebody.pick("?", ["one", "two"]) == meant
    assert somebody.is_through


@pytest.mark.parametrize(
    ("typed", "default", "meant"),
    [
        ("", True, True),
        ("", False, False),
        ("y", False, True),
        ("Ｙ", False, True),
        ("はい", False, True),
        ("n", True, False),
        ("いいえ", True, False),
        ("maybe\nyes", False, True),
    ],
)
def test_yes_and_no_are_understood_however_they_are_typed(typed: str, default: bool, meant: bool) -> None:
    assert Answering(*typed.split("\n")).agree("?", default=default) is meant


def test_what_stands_for_enter_is_in_the_question() -> None:
    yes, no = Answering(""), Answering("")
    yes.agree("始めますか", default=True)
    no.agree("始めますか", default=False)

    assert yes.asked == ["始めますか（Enter = はい、n = いいえ）:"]
    assert no.asked == ["始めますか（y = はい、Enter = いいえ）:"]


@pytest.mark.parametrize(
    "lines", [("q",), ("Ｑ",), ("exit",), ()], ids=["q", "wide q", "exit", "end of input"]
)
def test_whoever_leaves_interrupts(lines: tuple[str, ...]) -> None:
    with pytest.raises(KeyboardInterrupt):
        Answering(*lines).line("?")


def test_bytes_that_are_no_text_are_asked_for_again(capsys: pytest.CaptureFixture[str]) -> None:
    answers = [b"\x83", b"typed"]

    assert Questions(lambda: answers.pop(0).decode()).line("?") == "typed"
    assert "もう一度入力してください" in capsys.readouterr().err
