"""How busy this PC is: how many times longer our own work takes here than it needs."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

BUSY = 4.0  # times longer than needed: from here on a person is told
MOST = 20.0  # times; more patience than that helps nobody

_EVERY = 2.0  # seconds between two measurements
_WORK = 0.004  # seconds of CPU time that one measurement takes
_KEPT = 5
_LONGEST = 2.0  # seconds for one measurement, whatever comes of it


def slowness(
    work: float = _WORK,
    *,
    wall: Callable[[], float] = time.monotonic,
    cpu: Callable[[], float] = time.thread_time,
) -> float:
    """How many times longer than `work` seconds of computing take right now: 1.0 where a core is ours alone.

    Compares the CPU time of this thread with the time on the clock, so it needs no idea of how fast the PC is.
    """
    begins, done, now = wall(), cpu(), wall()
    while cpu() - done < work and now - begins < _LONGEST:
        now = wall()
    worked, passed = cpu() - done, wall() - begins
    return max(1.0, passed / worked) if worked > 0 else MOST


class Load:
    """How busy this PC has been in the last seconds; 1.0 until it has been measured."""

    def __init__(self, measure: Callable[[], float] = slowness) -> None:
        self._measure = measure
        self._measured: deque[float] = deque(maxlen=_KEPT)
        self.most = 1.0

    @property
    def factor(self) -> float:
        """How many times longer something takes here than on an idle PC: 1 to MOST."""
        if not self._measured:
            return 1.0
        return min(MOST, sum(self._measured) / len(self._measured))

    def stretch(self, seconds: float) -> float:
        """The limit for something that happens inside this PC, as long as the PC makes it."""
        return seconds * self.factor

    def note(self, slower: float) -> None:
        """Something took so many times longer than it needs."""
        self._measured.append(slower)
        self.most = max(self.most, self.factor)

    @asynccontextmanager
    async def measure(self) -> AsyncIterator[Load]:
        """Measure it every now and then for the length of the block."""
        task = asyncio.get_running_loop().create_task(self._measuring())
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _measuring(self) -> None:
        while True:
            self.note(self._measure())
            await asyncio.sleep(_EVERY)
