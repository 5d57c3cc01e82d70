"""Who holds a lock: noted beside it, for whoever finds it taken."""

from __future__ import annotations

import getpass
import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ekakushin.automation.state.files import FILE_MODE
from ekakushin.flows.text import say


@contextmanager
def noted_beside(lock: Path) -> Iterator[None]:
    """For the length of the block it stands beside `lock` that this process holds it; a full disk is no obstacle."""
    file = _note(lock)
    with suppress(OSError):
        _write(file, json.dumps(_this_process()))
    try:
        yield
    finally:
        with suppress(OSError):
            file.unlink()


def holder_of(lock: Path) -> str:
    """Process, terminal, user and since when, in a few words; what stands for that where nobody has noted it."""
    try:
        told = json.loads(_note(lock).read_text())
        since = datetime.fromisoformat(told["since"]).astimezone()
        who = " ".join(filter(None, [told["terminal"], f"{told['user']}@{told['pc']}"]))
        return say("holder.known", pid=told["pid"], who=who, since=f"{since:%m-%d %H:%M}")
    except (OSError, ValueError, KeyError, TypeError):
        return say("guide.value_who")


def _write(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE), "w") as stream:
        stream.write(text)


def _note(lock: Path) -> Path:
    return lock.with_name(f"{lock.name}.holder")


def _this_process() -> dict[str, str | int]:
    return {
        "pid": os.getpid(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        "terminal": _terminal(),
        "user": _user(),
        "pc": platform.node(),
    }


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no variable says so, and no list of users knows
        return "-"


def _terminal() -> str:
    """The name of the terminal that this process is called from; Windows has none for its windows."""
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        with suppress(OSError, AttributeError, ValueError):
            return os.ttyname(stream.fileno()).removeprefix("/dev/")  # type: ignore[union-attr]  # None has no number
    return ""
