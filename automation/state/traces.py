"""The folder for traces as Playwright writes them: full of secrets, for the owner alone, gone with its process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ekakushin.automation.state.files import (
    FILE_MODE,
    delete_folder_patiently,
    delete_patiently,
    open_folder,
    reason,
    usable,
)
from ekakushin.automation.state.names import StateFolder
from ekakushin.flows.text import say


@contextmanager
def raw_traces(home: Path, run: str, *, wanted: bool, tell: Callable[[str], None]) -> Iterator[Path | None]:
    """A folder of this run's own, removed at the end with all that is in it; None where no traces are wanted.

    What a process that was killed has left behind is removed first. What cannot be removed is told, and tried again by
    the next run. Raises Misconfigured (ENV-004).
    """
    remove_leftovers(home, tell)
    if not wanted:
        yield None
        return
    folder = open_folder(home, StateFolder.RAW_TRACES, run)
    lock = FileLock(_lock_of(folder), mode=FILE_MODE)
    with usable(folder):
        lock.acquire()
    try:
        yield folder
    finally:
        _remove(folder, tell)
        lock.release()
        _remove_lock(folder)


def remove_leftovers(home: Path, tell: Callable[[str], None]) -> None:
    """Remove the folders whose process is gone."""
    for folder in (each for each in (home / StateFolder.RAW_TRACES).glob("*") if each.is_dir()):
        with suppress(Timeout, OSError):
            with FileLock(_lock_of(folder), timeout=0, mode=FILE_MODE):
                _remove(folder, tell)
            _remove_lock(folder)


def _remove(folder: Path, tell: Callable[[str], None]) -> None:
    try:
        delete_folder_patiently(folder)
    except OSError as error:
        tell(say("run.raw_traces_left", folder=folder, reason=reason(error)))


def _remove_lock(folder: Path) -> None:
    """Once nobody holds it: Windows deletes no file that is open. One that stays is empty."""
    with suppress(OSError):
        delete_patiently(_lock_of(folder))


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")
