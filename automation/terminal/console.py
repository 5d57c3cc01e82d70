"""Opens the console to draw on, without characters that take other cells there than rich counts."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TextIO, cast

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Mapping

# Windows' Japanese, Chinese and Korean code pages. In their consoles, all but Windows Terminal, the characters that
# Unicode calls ambiguous (UAX #11) take two cells each, which rich counts as one: lines overflow, columns shift, and
# a board that is drawn again leaves rubbish behind.
_WIDE_CODE_PAGES = (932, 936, 949, 950)
_NARROW = str.maketrans(
    {
        "…": "~",
        "×": "x",
        "→": ">",
        "←": "<",
        "●": "o",
        "◐": ">",
        "○": "o",
        "·": ".",
        "※": "*",
        "─": "-",
        "━": "-",
    }
)


def open_console(stream: TextIO | None = None, **options: Any) -> Console:
    """A console on the stream (standard output if none is named); `options` are those of rich's Console."""
    wanted = stream or sys.stdout
    drawn = cast("TextIO", NarrowStream(wanted)) if has_wide_ambiguous() and wanted.isatty() else wanted
    return Console(file=drawn, **options)


def has_wide_ambiguous(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this console draws ambiguous characters two cells wide."""
    return sys.platform == "win32" and "WT_SESSION" not in environment and _code_page() in _WIDE_CODE_PAGES


def _code_page() -> int:
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetConsoleOutputCP())


class NarrowStream:
    """A stream that gets characters of one cell in the place of ambiguous ones, otherwise as it was.

    Its encoding is given as one that is not Unicode, so that rich draws bars and lines with ASCII.
    """

    encoding = "ascii"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text, as many characters as it has."""
        return self._stream.write(text.translate(_NARROW))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
