"""A browser for long runs: replaced after many contexts, and when it has died."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.errors import FlowError

CONTEXTS = 150  # about 50 people; a browser's memory is not all freed when a context closes


@dataclass
class _StartedBrowser:
    """One started browser: how many contexts it has given, and how many are open."""

    browsing: Browsing
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    given: int = 0
    open: int = 0


class LastingBrowsing:
    """Gives tabs like Browsing does, from a browser that is replaced after many contexts or when it has died.

    `start` gives a started browser as a context; `contexts` is after how many a fresh one takes over. The
    old one ends when its last tab is closed.
    """

    def __init__(
        self, start: Callable[[], AbstractAsyncContextManager[Browsing]], *, contexts: int = CONTEXTS
    ) -> None:
        self._start = start
        self._contexts = contexts
        self._shift: _StartedBrowser | None = None
        self._turn = asyncio.Lock()
        self._slowest = 1.0

    @classmethod
    @asynccontextmanager
    async def open(
        cls, start: Callable[[], AbstractAsyncContextManager[Browsing]], *, contexts: int = CONTEXTS
    ) -> AsyncIterator[LastingBrowsing]:
        """Start the first browser now, so that a missing one is told at once; end the last one at the end."""
        browsing = cls(start, contexts=contexts)
        try:
            await browsing._on_duty()
            yield browsing
        finally:
            if browsing._shift:
                await _end(browsing._shift)

    @asynccontextmanager
    async def tab(self, **options: Any) -> AsyncIterator[Tab]:
        """A tab in a context of its own; the options are those of `Browsing.tab`, whose errors are raised."""
        shift = await self._on_duty()
        shift.given += 1
        shift.open += 1
        try:
            async with shift.browsing.tab(**options) as tab:
                yield tab
        finally:
            shift.open -= 1
            if shift is not self._shift and not shift.open:
                await _end(shift)

    @asynccontextmanager
    async def blank_page(self) -> AsyncIterator[Page]:
        """An empty page from which nothing leaves, as `Browsing.blank_page` gives it."""
        shift = await self._on_duty()
        async with shift.browsing.blank_page() as page:
            yield page

    @property
    def slowest(self) -> float:
        """How many times longer than needed things have taken on this PC at its busiest."""
        return max(self._slowest, self._shift.browsing.load.most if self._shift else 1.0)

    async def _on_duty(self) -> _StartedBrowser:
        async with self._turn:
            before = self._shift
            if before and before.given < self._contexts and before.browsing.alive:
                return before
            self._slowest = self.slowest
            stack = AsyncExitStack()
            self._shift = _StartedBrowser(await stack.enter_async_context(self._start()), stack)
            if before and not before.open:
                await _end(before)
            return self._shift


async def _end(shift: _StartedBrowser) -> None:
    """End the browser; one that has died has nothing left to end, and is nobody's failure."""
    with suppress(PlaywrightError, FlowError):
        await shift.stack.aclose()
