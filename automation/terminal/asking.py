"""Questions on a terminal: a heading, facts beside their labels, and a PIN that nobody sees."""

from __future__ import annotations

import getpass
import shutil
import sys
from collections.abc import Callable, Sequence

from rich.cells import cell_len

from ekakushin.automation.terminal.cells import pad, printable, wrap
from ekakushin.flows.hands import KEPT, TRIES
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

WIDTH = 78  # cells
_NARROWEST = 38
_GAP = 2  # cells between a label and its text
_LINES = 3  # for one fact


def line_width() -> int:
    """Cells of a line: 78, or fewer where the terminal is narrower."""
    return max(_NARROWEST, min(shutil.get_terminal_size().columns - 2, WIDTH))


def block(head: str, *sentences: str) -> list[str]:
    """A heading with a rule beside it, and sentences below."""
    rule = "-" * max(line_width() - cell_len(head) - 4, 0)
    return [f"-- {head} {rule}", *(line for each in sentences for line in wrap(each, line_width(), lines=5))]


def paragraph(text: str, *, mark: str = "") -> list[str]:
    """A text in lines that fit; `mark` stands before the first one, and blanks before the others."""
    room = line_width() - cell_len(mark)
    lines = wrap(text, room)
    return [(mark if number == 0 else " " * cell_len(mark)) + line for number, line in enumerate(lines)]


def rows(facts: Sequence[tuple[str, str]]) -> list[str]:
    """Labels on the left, texts beside them; a fact without a text is left out."""
    told = [(label, printable(text)) for label, text in facts if text]
    label_width = max((cell_len(label) for label, _ in told), default=0) + _GAP
    lines: list[str] = []
    for label, text in told:
        beside = wrap(text, line_width() - 2 - label_width, lines=_LINES)
        labels = [label, *[""] * (len(beside) - 1)]
        pairs = zip(labels, beside, strict=True)
        lines += [f"  {pad(left, label_width)}{right}".rstrip() for left, right in pairs]
    return lines


class PinQuestion:
    """Asks for the PIN of a .p12 file; from standard input where that is no terminal and `from_stdin` allows it."""

    def __init__(self, *, from_stdin: bool = False) -> None:
        self._from_stdin = from_stdin

    def pin(self, name: str, left: int) -> Secret | None:
        """What is typed; None for nothing, and where nobody can be asked. Standard input at its end is an empty PIN."""
        if sys.stdin.isatty():
            shown = say("by_hand.kept") if name == KEPT else printable(name)
            before = say("by_hand.arrived", name=shown) if left == TRIES else say("by_hand.wrong")
            print(before, file=sys.stderr, flush=True)
            typed = getpass.getpass(say("by_hand.pin", left=left)).strip()
            return Secret(typed) if typed else None
        line = sys.stdin.readline() if self._from_stdin else "\n"
        return Secret(line.strip()) if line.strip() or not line else None


def ask_file_password(name: str, left: int) -> Secret | None:
    """The password of a file, typed without its being seen and kept nowhere; None where nobody sits at a terminal."""
    if not sys.stdin.isatty():
        return None
    typed = getpass.getpass(say("asking.file_password", name=printable(name), left=left)).strip()
    return Secret(typed) if typed else None


def ask_secret(
    question: str, fault_of: Callable[[Secret], str], *, again: str = "", differs: str = ""
) -> tuple[Secret | None, str]:
    """A secret that somebody types without its being seen, asked for up to three times.

    `fault_of` says what is wrong with one, "" for nothing; with `again` it is typed twice, and `differs` is said where
    the two are not the same. What is wrong is told at once; the last of it comes back with None.
    """
    fault = ""
    for _ in range(TRIES):
        typed = Secret(getpass.getpass(question))
        fault = fault_of(typed)
        if not fault and again and Secret(getpass.getpass(again)) != typed:
            fault = differs
        if not fault:
            return typed, ""
        print(fault, file=sys.stderr, flush=True)
    return None, fault
