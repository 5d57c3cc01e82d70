"""Time limits that do not count the time in which the PC slept, or this process was not let run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from weakref import WeakKeyDictionary

_BEAT = 1.0  # seconds between two looks at the clock
_ASLEEP = 5.0  # seconds by which a look is late if nothing could run meanwhile; a busy PC is seldom that late


class Wakefulness:
    """Notices, in one event loop, that nothing has run for a while, and puts off the limits by that time.

    Windows' monotonic clock goes on while a laptop sleeps: without this every limit would be over on waking, though
    nobody had the time to answer. `slept` are the seconds so far.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.slept = 0.0
        self._loop = loop
        self._limits: set[asyncio.Timeout] = set()
        self._due = 0.0
        self._handle: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def limit(self, seconds: float) -> AsyncIterator[asyncio.Timeout]:
        """As asyncio.timeout. Raises TimeoutError when so many seconds were over while the PC was awake."""
        async with asyncio.timeout(seconds) as limit:
            self._limits.add(limit)
            if self._handle is None:
                self._beat_later()
            try:
                yield limit
            finally:
                self._limits.discard(limit)
                if not self._limits and self._handle:
                    self._handle.cancel()
                    self._handle = None

    def _beat_later(self) -> None:
        self._due = self._loop.time() + _BEAT
        self._handle = self._loop.call_at(self._due, self._beat)

    def _beat(self) -> None:
        # The loop calls what is due in the order of its time, so this comes before all limits that were further away.
        late = self._loop.time() - self._due
        if late > _ASLEEP:
            self.slept += late
            for limit in self._limits:
                self._put_off(limit, late)
        self._beat_later()

    def _put_off(self, limit: asyncio.Timeout, seconds: float) -> None:
        when = limit.when()
        if when is not None:
            with suppress(RuntimeError):  # it is over already
                limit.reschedule(when + seconds)


_of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, Wakefulness] = WeakKeyDictionary()


def wakefulness() -> Wakefulness:
    """That of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _of_loops:
        _of_loops[loop] = Wakefulness(loop)
    return _of_loops[loop]
