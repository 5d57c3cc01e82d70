"""How often in a row the site has answered with the same code: shared by all workers, kept over restarts."""

from __future__ import annotations

import json
from pathlib import Path

from ekakushin.automation.state.files import lock, read_patiently, usable, write_durably
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.models import Noun

# One person's own affair, for which nothing was sent: they say nothing about the site or this PC.
_PERSONAL = frozenset(
    {
        *("ACC-003", "ACC-006", "ACC-008", "CRT-002", "CRT-005", "CRT-007", "ENV-008", "ISS-006", "ISS-008"),
        *("SGN-006", "TOOL-003", "TOOL-004"),
    }
)
_OF_THE_MAILS = "MAIL-"


class _Streak(Noun):
    code: str = ""
    count: int = 0
    stopped: bool = False


class Streak:
    """The streak of one state folder; at `limit` people with the same code every worker stops."""

    def __init__(self, home: Path, limit: int) -> None:
        self._file = home / StateFile.STREAK
        self._limit = limit

    def forget(self) -> None:
        """Begin anew: somebody has looked at what happened."""
        self._keep(_Streak())

    def note(self, code: str) -> None:
        """Somebody's order has ended with this code ("": well). Raises Misconfigured (ENV-004)."""
        if not _counts(code):
            return
        with usable(self._file), lock(self._file):
            before = self._read()
            count = before.count + 1 if code and code == before.code else int(bool(code))
            stopped = before.stopped or count >= self._limit
            self._write(_Streak(code=before.code if before.stopped else code, count=count, stopped=stopped))

    @property
    def stopped_by(self) -> str:
        """The code that has stopped the run, or ""."""
        with usable(self._file), lock(self._file):
            streak = self._read()
        return streak.code if streak.stopped else ""

    def _keep(self, streak: _Streak) -> None:
        with usable(self._file), lock(self._file):
            self._write(streak)

    def _write(self, streak: _Streak) -> None:
        write_durably(self._file, streak.model_dump_json().encode())

    def _read(self) -> _Streak:
        try:
            return _Streak.model_validate(json.loads(read_patiently(self._file)))
        except (FileNotFoundError, ValueError):
            return _Streak()


def _counts(code: str) -> bool:
    return code not in _PERSONAL and not code.startswith(_OF_THE_MAILS)
