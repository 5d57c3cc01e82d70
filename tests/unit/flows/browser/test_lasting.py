"""A browser for long runs: a fresh one takes over in time, and nobody's tab is taken away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest

from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.lasting import LastingBrowsing
from ekakushin.flows.errors import BrowserMissing
from ekakushin.flows.faces import Face
from ekakushin.flows.load import Load


class FakeBrowsing:
    """A started browser that hands out its own number instead of tabs."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.alive = True
        self.load = Load()
        self.running = True
        self.asked: list[dict[str, Any]] = []

    @asynccontextmanager
    async def tab(self, **options: Any) -> AsyncIterator[int]:
        assert self.running
        self.asked.append(options)
        yield self.number


class Browsers:
    """Starts browsers, one after the other; `broken` is raised by the next start."""

    def __init__(self) -> None:
        self.started: list[FakeBrowsing] = []
        self.broken: Exception | None = None

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Browsing]:
        if self.broken:
            raise self.broken
        browser = FakeBrowsing(len(self.started) + 1)
        self.started.append(browser)
        try:
            yield cast(Browsing, browser)
        finally:
            browser.running = False

    @property
    def running(self) -> list[int]:
        """The numbers of those that were not ended."""
        return [browser.number for browser in self.started if browser.running]


@pytest.fixture
def browsers() -> Browsers:
    return Browsers()


async def number_of(browsing: LastingBrowsing, **options: Any) -> int:
    """The number of the browser that gives the next tab."""
    async with browsing.tab(**options) as tab:
        return cast(int, tab)


async def test_a_browser_is_started_at_once_and_ended_at_the_end(browsers: Browsers) -> None:
    async with LastingBrowsing.open(browsers):
        assert browsers.running == [1]

    assert browsers.running == []


async def test_a_browser_that_does_not_start_is_told_at_once(browsers: Browsers) -> None:
    browsers.broken = BrowserMissing("ENV-001", detail="none")

    with pytest.raises(BrowserMissing):
        async with LastingBrowsing.open(browsers):
            pytest.fail("opened without a browser")


async def test_tabs_are_asked_for_as_of_a_browser(browsers: Browsers) -> None:
    async with LastingBrowsing.open(browsers) as browsing:
        await number_of(browsing, face=Face.EXPLORER, offered_to=("https://x",))

    assert browsers.started[0].asked == [{"face": Face.EXPLORER, "offered_to": ("https://x",)}]


async def test_after_so_many_contexts_a_fresh_browser_takes_over(browsers: Browsers) -> None:
    async with LastingBrowsing.open(browsers, contexts=2) as browsing:
        numbers = [await number_of(browsing) for _ in range(5)]

        assert browsers.running == [3]

    assert numbers == [1, 1, 2, 2, 3]


async def test_the_old_browser_ends_when_its_last_tab_is_closed(browsers: Browsers) -> None:
    async with LastingBrowsing.open(browsers, contexts=2) as browsing:
        async with browsing.tab():
            async with browsing.tab():
                assert await number_of(browsing) == 2
                assert browsers.running == [1, 2]
            assert browsers.running == [1, 2]
        assert browsers.running == [2]


async def test_after_a_death_a_fresh_browser_takes_over(browsers: Browsers) -> None:
    async with LastingBrowsing.open(browsers) as browsing:
        browsers.started[0].alive = False

        assert await number_of(browsing) == 2
        assert browsers.running == [2]


async def test_a_tab_of_a_dead_browser_is_its_person_s_to_close(browsers: Browsers) -> None:
    async with LastingBrowsing.open(browsers) as browsing:
        async with browsing.tab():
            browsers.started[0].alive = False
            await number_of(browsing)
            assert browsers.running == [1, 2]
        assert browsers.running == [2]


async def test_an_error_in_a_tab_is_its_own_and_the_browser_goes_on(browsers: Browsers) -> None:
    async with LastingBrowsing.open(browsers) as browsing:
        with pytest.raises(ZeroDivisionError):
            async with browsing.tab():
                raise ZeroDivisionError

        assert await number_of(browsing) == 1


async def _replaced_in_a_tab_that_fails(browsing: LastingBrowsing) -> None:
    async with browsing.tab():
        await number_of(browsing)
        raise ZeroDivisionError


async def test_an_error_in_the_last_tab_of_an_old_browser_ends_it_too(browsers: Browsers) -> None:
    async with LastingBrowsing.open(browsers, contexts=1) as browsing:
        with pytest.raises(ZeroDivisionError):
            await _replaced_in_a_tab_that_fails(browsing)

        assert browsers.running == [2]


async def test_a_browser_that_cannot_be_replaced_is_tried_again_for_the_next_tab(browsers: Browsers) -> None:
    async with LastingBrowsing.open(browsers) as browsing:
        browsers.started[0].alive = False
        browsers.broken = BrowserMissing("ENV-001", detail="gone")
        with pytest.raises(BrowserMissing):
            await number_of(browsing)
        browsers.broken = None

        assert await number_of(browsing) == 2

    assert browsers.running == []
