"""Waiting for the site: measures the time that counts, and notices when something happens in the page."""

from __future__ import annotations

import asyncio
from typing import Protocol

from ekakushin.flows.awake import wakefulness
from ekakushin.flows.load import Load

_LOOK_AGAIN = 0.25  # seconds; a navigation or a message box wakes the wait earlier
_AT_ONCE = 0.1  # seconds in which what is pressed mostly shows whether the page leaves
_COUNTED = 0.5  # seconds of one wait that count at most: whoever is woken later was kept waiting by this PC
_AT_MOST = 10.0  # times a limit on the clock, however little of it counts
# What a page asks for that may change what it shows.
_TELLING = frozenset({"document", "xhr", "fetch", "script"})


class PageRequest(Protocol):
    """A request of the page, as far as it matters here."""

    @property
    def resource_type(self) -> str:
        """What the page wants it for, as the browser names it."""


class Waiting:
    """How long a page has been waited for. Limits are the site's: the time that this PC needs itself is left out.

    `counted` are seconds of waiting so far, less of them on a busy PC.
    """

    def __init__(self, load: Load | None = None) -> None:
        self._load = load or Load()
        self._stir = asyncio.Event()
        self._asked: set[PageRequest] = set()
        self._stirred_at = 0.0
        self._expecting = False
        self.counted = 0.0

    def until(self, seconds: float) -> Limit:
        """A limit that begins now."""
        return Limit(self, seconds)

    def begin(self, request: PageRequest) -> None:
        """The page has asked for something."""
        if request.resource_type in _TELLING:
            self._asked.add(request)

    def end(self, request: PageRequest) -> None:
        """It has got it, or will not."""
        self._asked.discard(request)

    def begin_anew(self) -> None:
        """Another page is shown: what the one before had asked for does not matter any more."""
        self._asked.clear()

    @property
    def loading(self) -> bool:
        """Whether the page waits for an answer itself."""
        return bool(self._asked)

    def expect(self) -> None:
        """Something is pressed: what is shown is probably on its way out then."""
        self._stirred_at = self.counted
        self._expecting = True

    async def settle(self) -> None:
        """Let a page that is on its way out go, if it soon does."""
        if self.loading or self._expecting:
            self.listen()
            await self.wait_for_stir(_LOOK_AGAIN if self.loading else _AT_ONCE)
        self._expecting = False

    def still(self, seconds: float) -> bool:
        """Whether nothing has happened for so long: no message box, no navigation, nothing asked for."""
        return not self.loading and self.counted - self._stirred_at > seconds

    def listen(self) -> None:
        """What happens from now on ends the next wait."""
        self._stir.clear()

    def stir(self) -> None:
        """Something has happened: look again at once."""
        self._stirred_at = self.counted
        self._expecting = False
        self._stir.set()

    async def wait_for_stir(self, at_most: float = _LOOK_AGAIN) -> None:
        """Wait until something happens, or for a moment of so many seconds."""
        begins = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(at_most):
                await self._stir.wait()
        except TimeoutError:
            pass  # look all the same: a script may change a page without a sound
        finally:
            passed = asyncio.get_running_loop().time() - begins
            self.counted += min(passed, _COUNTED) / self._load.factor


class Limit:
    """A time limit of so many counted seconds of waiting, from the moment it was made."""

    def __init__(self, waiting: Waiting, seconds: float) -> None:
        self._waiting = waiting
        self._seconds = seconds
        self._from = waiting.counted
        self._end = _time_awake() + _AT_MOST * seconds

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        counted = self._waiting.counted - self._from
        return counted >= self._seconds or _time_awake() > self._end


def _time_awake() -> float:
    return asyncio.get_running_loop().time() - wakefulness().slept
