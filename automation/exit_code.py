"""The exit codes of the command line."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit code of a command, for the script that called it."""

    DONE = 0
    NOT_ALL = 1
    WRONG_USAGE = 2
    STOPPED = 3
