"""The browser window that one person's steps use one after the other, as a person does who stays logged in."""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager, AsyncExitStack

from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.models import Identity


class Window:
    """At most one open tab with a client certificate. It lasts from step to step, until something goes wrong in it.

    `tab` is the open one, None where there is none; `logged_in` is whether somebody has logged in there and not
    logged out again.
    """

    def __init__(self) -> None:
        self.logged_in = False
        self.tab: Tab | None = None
        self._stack = AsyncExitStack()
        self._identity: Identity | None = None
        self._offered_to: frozenset[str] = frozenset()

    def showing(self, identity: Identity, offered_to: tuple[str, ...]) -> Tab | None:
        """The open tab, if it shows this certificate to all these origins and its browser has not died."""
        if self.tab is None or self.tab.closed:
            return None
        return self.tab if self._identity == identity and self._offered_to >= set(offered_to) else None

    async def open(
        self, opening: AbstractAsyncContextManager[Tab], identity: Identity, offered_to: tuple[str, ...]
    ) -> Tab:
        """Open another in place of what is open."""
        await self.close()
        self.tab = await self._stack.enter_async_context(opening)
        self._identity, self._offered_to = identity, frozenset(offered_to)
        return self.tab

    async def close(self) -> None:
        """Close what is open; whoever closes it because of an error is in it."""
        stack, self._stack = self._stack, AsyncExitStack()
        self.tab, self.logged_in, self._identity = None, False, None
        await stack.__aexit__(*sys.exc_info())
