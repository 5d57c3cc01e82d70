"""An act on a site, with the places at which it can be cut off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from flows.browser.tab import Tab
from flows.crash import crash_point


@contextmanager
def act(tab: Tab, name: str) -> Iterator[None]:
    """The act `name` is done inside; see `flows.crash` for its places."""
    crash_point(f"{name}.before")
    with tab.upon_answer(partial(crash_point, f"{name}.sent")):
        yield
    crash_point(f"{name}.answered")
