"""One process at a time for each person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ekakushin.automation.state.files import FILE_MODE, open_folder, safe_name, usable
from ekakushin.automation.state.holder import holder_of, noted_beside
from ekakushin.automation.state.names import StateFolder
from ekakushin.flows.errors import UnderWay

_BUSY_WAIT = 10.0  # seconds until a person whom another process works on is looked at again


@contextmanager
def alone_with(user_id: str, home: Path) -> Iterator[None]:
    """No other process works on this person meanwhile. Raises UnderWay (TOOL-003) if one does."""
    folder = open_folder(home, StateFolder.PEOPLE)
    with usable(folder):
        lock = FileLock(folder / f"{safe_name(user_id)}.lock", mode=FILE_MODE)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            who = holder_of(Path(lock.lock_file))
            raise UnderWay("TOOL-003", user_id=user_id, who=who, wait=_BUSY_WAIT) from None
    try:
        with noted_beside(Path(lock.lock_file)):
            yield
    finally:
        lock.release()
