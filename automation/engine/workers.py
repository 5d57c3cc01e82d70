"""Who works on the queue: each worker's name in it, held by a lock as long as its process lives."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from ekakushin.automation.state.files import FILE_MODE, open_folder, safe_name, usable
from ekakushin.automation.state.holder import holder_of, noted_beside
from ekakushin.automation.state.names import StateFolder


@contextmanager
def seat(home: Path, home_id: str) -> Iterator[str]:
    """A worker's name that no other living process has: the first free one of this PC.

    The name of a process that was killed is free again, so that its work is gone on with. Raises
    Misconfigured (ENV-004).
    """
    folder = open_folder(home, StateFolder.WORKERS)
    for number in count(1):
        name = f"{home_id}-{_this_pc()}-{number}"
        with usable(folder):
            lock = _lock(folder, name)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                continue
        try:
            with noted_beside(Path(lock.lock_file)):
                yield name
        finally:
            lock.release()
        return


def who_is(home: Path, name: str) -> str:
    """Who started the worker of that name, in a few words."""
    return holder_of(Path(_lock(open_folder(home, StateFolder.WORKERS), name).lock_file))


@contextmanager
def hold_dead(home: Path, name: str, *, anywhere: bool = False) -> Iterator[bool]:
    """Whether the process of that worker is gone; if so its name is nobody else's for the length of the block.

    Of another PC's worker nothing can be said: False, unless `anywhere`, when somebody has looked after it.
    """
    if not anywhere and not is_of_this_pc(name):
        yield False
        return
    folder = open_folder(home, StateFolder.WORKERS)
    with usable(folder):
        lock = _lock(folder, name)
        with suppress(Timeout):
            lock.acquire(timeout=0)
    try:
        yield lock.is_locked
    finally:
        lock.release()


def is_of_this_pc(name: str) -> bool:
    """Whether the worker of that name ran, or runs, on this PC."""
    return name.split("-", 1)[-1].rpartition("-")[0] == _this_pc()


def _lock(folder: Path, name: str) -> FileLock:
    return FileLock(folder / f"{safe_name(name)}.lock", mode=FILE_MODE)


def _this_pc() -> str:
    return safe_name(platform.node())
