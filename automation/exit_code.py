"""What the command tells a script when it ends."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command tells a script."""

    DONE = 0
    NOT_ALL = 1
    WRONG_USAGE = 2
    STOPPED = 3
