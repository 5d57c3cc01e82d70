"""Processor time by kind of process, looked at while a command runs."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bench.processes import cpu_seconds, descendants, kind

_EVERY = 0.05  # seconds; what a process uses between the last look and its end is not seen


class Kinds:
    """What was seen of the processes below one."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._kinds: dict[int, str] = {}
        self._used: dict[int, float] = {}

    @property
    def seconds(self) -> dict[str, float]:
        """Processor seconds by kind, most first."""
        sums: dict[str, float] = defaultdict(float)
        for pid, used in self._used.items():
            sums[self._kinds[pid]] += used
        return dict(sorted(sums.items(), key=lambda item: -item[1]))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look, again and again, until the end of the block."""
        ended = threading.Event()
        thread = threading.Thread(target=self._watch, args=(ended,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _watch(self, ended: threading.Event) -> None:
        while not ended.wait(_EVERY):
            for pid in descendants(self._pid):
                self._look(pid)

    def _look(self, pid: int) -> None:
        try:
            used = cpu_seconds(pid)
            # Asked anew while it is young: it is a copy of its parent before it becomes what it is for.
            if self._used.get(pid, 0.0) < 0.2 or pid not in self._kinds:
                self._kinds[pid] = kind(pid)
            self._used[pid] = used
        except (OSError, IndexError):
            return
