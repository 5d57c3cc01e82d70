"""What a terminal of some width shows, without its colours and cursor movements."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace

from rich.console import Console, RenderableType


class Terminal(io.StringIO):
    """Text that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        """What was written, without colours and cursor movements."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.getvalue())


def terminal(*, width: int = 80, height: int = 24, **options: bool) -> tuple[Console, Terminal]:
    """A console and the terminal that it writes to; its terminal type is one that can move the cursor."""
    stream = Terminal()
    environment = {"TERM": "xterm"}
    console = Console(
        file=stream,
        force_terminal=True,
        width=width,
        height=height,
        _environ=environment,
        **{"legacy_windows": False, **options},  # rich asks the system about this process's console otherwise
    )
    return console, stream


def lines(renderable: RenderableType, *, width: int = 80, height: int = 24, **options: bool) -> list[str]:
    """The lines of `renderable`, without the blanks at their ends."""
    console, stream = terminal(width=width, height=height, **options)
    console.print(renderable)
    return [line.rstrip() for line in stream.shown.splitlines()]


def standard_streams(*, at_a_terminal: bool) -> SimpleNamespace:
    """In the place of a module's `sys`: whether somebody sits at standard input and output."""
    stream = SimpleNamespace(isatty=lambda: at_a_terminal)
    return SimpleNamespace(stdin=stream, stdout=stream, stderr=io.StringIO())
