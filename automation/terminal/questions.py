"""Questions that a line answers: a number, a yes or a no, or words; Enter alone takes the default."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Sequence

from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.text import say

_LEAVE = ("q", "quit", "exit")
_YES, _NO = ("y", "yes", "はい"), ("n", "no", "いいえ")


class Questions:
    """Asks on standard error and reads from the terminal. `read` answers a line, and raises EOFError at the end.

    Every method raises KeyboardInterrupt where somebody leaves: by Ctrl-C, by the end of input, or with `q` alone.
    """

    def __init__(self, read: Callable[[], str] = input) -> None:
        self._read = read

    def line(self, question: str) -> str:
        """What is typed, without the blanks around it; "" for Enter alone."""
        print(question, end=" ", file=sys.stderr, flush=True)
        try:
            typed = self._read().strip()
        except EOFError:
            raise KeyboardInterrupt from None
        except UnicodeError:  # bytes of another encoding, which a terminal may send
            tell(say("question.unreadable"))
            return self.line(question)
        if _plain(typed) in _LEAVE:
            raise KeyboardInterrupt
        return typed

    def pick(self, question: str, options: Sequence[str]) -> int:
        """Which of the options, counted from 0; the first one is the default."""
        for number, option in enumerate(options, 1):
            tell(f"  {number}. {option}")
        while True:
            typed = _plain(self.line(question))
            if not typed:
                return 0
            if typed.isdecimal() and 1 <= int(typed) <= len(options):
                return int(typed) - 1
            tell(say("question.number", most=len(options)))

    def agree(self, question: str, *, default: bool) -> bool:
        """Whether the answer is yes."""
        asked = say("question.yes" if default else "question.no", question=question)
        while True:
            typed = _plain(self.line(asked))
            if not typed:
                return default
            if typed in (*_YES, *_NO):
                return typed in _YES
            tell(say("question.yes_or_no"))


def _plain(typed: str) -> str:
    """As it would be typed without an input method: full-width letters and digits count as the narrow ones."""
    return unicodedata.normalize("NFKC", typed).strip().lower()
