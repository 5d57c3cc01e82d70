"""An evidence store that also keeps a list of each person's files."""

from __future__ import annotations

import traceback
from collections import defaultdict
from contextlib import suppress

from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.keeping import Evidence


class Album:
    """Passes evidence on to another store and lists the paths by person."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._paths: dict[str, list[str]] = defaultdict(list)

    def keep(self, *, user_id: str, step: str, kind: str, suffix: str, data: bytes) -> str:
        """Keep it, and remember its path. Raises what the evidence behind it raises."""
        path = self._evidence.keep(user_id=user_id, step=step, kind=kind, suffix=suffix, data=data)
        self._paths[user_id].append(path)
        return path

    def keep_trace(self, user_id: str, step: str, error: BaseException) -> None:
        """Keep where an error happened, without its own words: they might hold anything.

        A full disk is no reason to raise: that must not end the run for the others.
        """
        trace = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
        with suppress(Misconfigured):
            self.keep(user_id=user_id, step=step, kind="bug", suffix=".txt", data=trace.encode())

    def of(self, user_id: str) -> tuple[str, ...]:
        """The paths kept for this person, oldest first."""
        return tuple(self._paths[user_id])
