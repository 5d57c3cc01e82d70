"""The time limit of every call to the browser on this PC, and the error of a call that exceeds it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ekakushin.flows.awake import wakefulness
from ekakushin.flows.browser.translation import translate_errors
from ekakushin.flows.errors import Unavailable
from ekakushin.flows.load import Load

_GIVEN_UP = 1.0  # seconds for a browser that has not answered before: what is left to ask it is only evidence
_AT_MOST = 4.0  # times the limit, however busy the PC is: a browser that hangs must be found out some day


class AnswerLimit:
    """The time limit for calls to one tab or browser: `longest` seconds, and more on a busy PC.

    A page's own script may keep the browser busy as long as it likes, so a call that is late says nothing about
    what has happened. `silent` is whether one was never answered: then nobody else should use that browser.
    """

    def __init__(self, longest: float, load: Load | None = None) -> None:
        self.load = load or Load()
        self.silent = False
        self._longest = longest

    @property
    def seconds(self) -> float:
        """The limit as it is now."""
        return self._longest * min(self.load.factor, _AT_MOST)

    @asynccontextmanager
    async def within_limit(self, seconds: float = 0) -> AsyncIterator[None]:
        """What the browser is asked inside ends within the limit, or `seconds` on an idle PC if they are more.

        Playwright's own errors leave it as FlowErrors. Raises Unavailable (ENV-014) when the time is over.
        """
        limit = _GIVEN_UP if self.silent else max(self.seconds, self.load.stretch(seconds))
        try:
            async with wakefulness().limit(limit) as time:
                with translate_errors(seconds=limit):
                    yield
        except TimeoutError:
            if not time.expired():
                raise
            self.silent = True
            raise Unavailable("ENV-014", seconds=round(limit)) from None
