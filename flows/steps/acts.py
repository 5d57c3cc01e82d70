"""An act on a site, such as a press that sends a form: sent at most once, with crash points for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from ekakushin.flows.browser.departure import Departure
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.crash import crash_point


@asynccontextmanager
async def act(tab: Tab, name: str) -> AsyncIterator[Departure]:
    """The act `name` is done inside, by one press; see `ekakushin.flows.crash` for its places.

    What is yielded knows whether the act was sent, and lets it leave once.
    """
    crash_point(f"{name}.before")
    async with tab.sending_once() as departure:
        with tab.upon_answer(partial(crash_point, f"{name}.sent")):
            yield departure
    crash_point(f"{name}.answered")
