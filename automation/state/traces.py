"""The folder for traces as Playwright writes them: full of secrets, for the owner alone, gone with its process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ekakushin.automation.state.files import FILE_MODE, open_folder, usable
from ekakushin.automation.state.names import StateFolder


@contextmanager
def raw_traces(home: Path, run: str, *, wanted: bool) -> Iterator[Path | None]:
    """A folder of this run's own, removed at the end with all that is in it; None where no traces are wanted.

    What a process that was killed has left behind is removed first. Raises Misconfigured (ENV-004).
    """
    remove_leftovers(home)
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
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        _lock_of(folder).unlink(missing_ok=True)


def remove_leftovers(home: Path) -> None:
    """Remove the folders whose process is gone."""
    for folder in (each for each in (home / StateFolder.RAW_TRACES).glob("*") if each.is_dir()):
        with suppress(Timeout, OSError), FileLock(_lock_of(folder), timeout=0, mode=FILE_MODE):
            shutil.rmtree(folder, ignore_errors=True)
            _lock_of(folder).unlink(missing_ok=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")
