"""What is typed on standard input while something else goes on: whole lines, without ever waiting for one."""

from __future__ import annotations

import os
import select
import sys
from typing import TextIO

_MOST = 4096  # bytes at a time


class Keys:
    """Lines of a stream (None: of nobody), as they come. A console of Windows gives single keys, each a line."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._typed = b""
        self._over = stream is None

    def line(self) -> str | None:
        """The next line that was typed, made small and without blanks; None if there is none yet, or ever."""
        if self._over and not self._typed:
            return None
        if sys.platform == "win32":
            return _key_of_windows()
        self._read()
        line, end, rest = self._typed.partition(b"\n")
        if not end:
            return None
        self._typed = rest
        return line.decode("utf-8", "replace").strip().lower()

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


def _key_of_windows() -> str | None:
    if sys.platform != "win32":
        return None
    import msvcrt  # there is none elsewhere

    if not msvcrt.kbhit():
        return None
    return msvcrt.getwch().strip().lower()
