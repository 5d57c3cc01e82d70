"""What is typed on standard input while something else goes on: whole lines, without ever waiting for one."""

from __future__ import annotations

import os
import select
import sys
import unicodedata
from typing import Protocol, TextIO

_MOST = 4096  # bytes at a time
_SPECIAL = ("\x00", "\xe0")  # before the code of a key that is no letter: an arrow, End, PageDown, F1


class Console(Protocol):
    """The console of Windows, as `msvcrt` has it."""

    def kbhit(self) -> bool:
        """Whether a key waits."""

    def getwch(self) -> str:
        """The key that waits."""


class Keys:
    """Lines of a stream (None: of nobody), as they come. A console of Windows gives single keys, each a line."""

    def __init__(self, stream: TextIO | None, console: Console | None = None) -> None:
        self._stream = stream
        self._console = console or _console()
        self._typed = b""
        self._over = stream is None

    def line(self) -> str | None:
        """The next line that was typed, small, without blanks, full-width letters as plain ones; None if there is
        none yet, or ever."""
        if self._over and not self._typed:
            return None
        if self._console:
            return _key(self._console)
        self._read()
        line, end, rest = self._typed.partition(b"\n")
        if not end:
            return None
        self._typed = rest
        return _plain(line.decode("utf-8", "replace"))

    def forget(self) -> None:
        """What a person typed before this moment was meant for something else; what a script wrote was not."""
        if self._stream and self._stream.isatty():
            while self.line() is not None:
                pass
            self._typed = b""

    def _read(self) -> None:
        if self._stream is None:
            return
        try:
            number = self._stream.fileno()
            while not self._over and select.select([number], [], [], 0)[0]:
                typed = os.read(number, _MOST)
                self._over = not typed
                self._typed += typed
        except (OSError, ValueError):  # closed, or no stream of the system
            self._over = True


def _key(console: Console) -> str | None:
    while console.kbhit():
        typed = console.getwch()
        if typed not in _SPECIAL:
            return _plain(typed)
        if console.kbhit():
            console.getwch()  # the code of End is that of O
    return None


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip().lower()


def _console() -> Console | None:
    if sys.platform == "win32":
        import msvcrt  # there is none elsewhere

        return msvcrt
    return None
