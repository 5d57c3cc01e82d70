"""One control of a page that was read: fills it, chooses from it or presses it once, each within a time limit."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Keyboard
from playwright.async_api import TimeoutError as PlaywrightTimeout

from ekakushin.flows.awake import wakefulness
from ekakushin.flows.browser.answering import AnswerLimit
from ekakushin.flows.browser.controls import Control
from ekakushin.flows.browser.in_page import (
    BEGIN_PRESS,
    BEHIND,
    ENGINE,
    FIND,
    FINISH_PRESS,
    GONE,
    HAS_TAKEN,
)
from ekakushin.flows.errors import UnexpectedPage

_USABLE = 8.0  # seconds until a field that is there has become one that can be typed into
_CLICKABLE = 4.0  # seconds until something that cannot be clicked is pressed by script
_CLICKABLE_AGAIN = 0.8  # likewise, once something on these pages could not be clicked
# Seconds for a question that asks nothing; a page that takes longer is kept busy by its own script.
_BUSY = 1.0


class Element:
    """The node of a control in its frame. `place` is the address that errors may show."""

    def __init__(self, frame: Frame, control: Control, *, answering: AnswerLimit, place: str) -> None:
        self._frame = frame
        self._known: list[Any] = [control.reading, control.index]
        self._selector = f"{ENGINE}={control.reading}:{control.index}"
        self._answering = answering
        self._place = place

    async def reach(self, keyboard: Keyboard, *, to_press: bool = False) -> None:
        """Make sure that it is there and can be used. Raises UnexpectedPage (TOOL-001) if it is gone."""
        async with self._answering.within_limit():
            found = await self._frame.evaluate(BEGIN_PRESS if to_press else FIND, self._known)
            if found == BEHIND:
                await keyboard.press("Escape")
        if found == GONE:
            raise self._gone()

    async def type(self, text: str, *, opens: bool = False) -> None:
        """Put `text` in the place of what is in it; `opens`: it can be typed into only once it was clicked.

        Raises UnexpectedPage (TOOL-001) if it does not take it: what a page keeps back or changes must not be
        sent, for it would count as a wrong password. The text is in no error.
        """
        async with self._answering.within_limit():
            await self._while_busy(partial(self._fill, opens=opens), text)
            if not await self._frame.evaluate(HAS_TAKEN, [*self._known, text]):
                raise self._gone()

    async def _fill(self, text: str, *, opens: bool) -> None:
        timeout = self._answering.load.stretch(_USABLE) * 1000
        if opens and not await self._frame.is_editable(self._selector, timeout=timeout):
            await self._frame.click(self._selector, timeout=timeout)
        await self._frame.fill(self._selector, text, timeout=timeout)

    async def choose(self, index: int) -> None:
        """Choose an option of a list. Raises UnexpectedPage (TOOL-001) if that cannot be done."""
        async with self._answering.within_limit():
            await self._while_busy(self._select, index)

    async def _select(self, index: int) -> None:
        timeout = self._answering.load.stretch(_USABLE) * 1000
        await self._frame.select_option(self._selector, index=index, timeout=timeout)

    async def _while_busy(self, act: Any, value: Any) -> None:
        """Do what may be done twice, again if the page was too busy to let it be done."""
        while True:
            slept = wakefulness().slept
            try:
                await act(value)
            except PlaywrightTimeout:
                if slept == wakefulness().slept and not await self._is_busy():
                    raise self._gone() from None
            else:
                return

    async def _is_busy(self) -> bool:
        begins = asyncio.get_running_loop().time()
        await self._frame.evaluate("() => 0")
        return asyncio.get_running_loop().time() - begins > self._answering.load.stretch(_BUSY)

    async def press(self, *, covered: bool = False) -> bool:
        """Click it once; `covered` is whether something lay over what was pressed before. Whether it does here.

        The page was told by `reach`: it counts the clicks that reach it and lets one through. A click that is late
        may still come: only if none has reached the element by the time the page answers, it is pressed by script,
        and the late one stopped. A page that has gone meanwhile is not pressed again.
        """
        seconds = _CLICKABLE_AGAIN if covered else _CLICKABLE
        async with self._answering.within_limit():
            try:
                timeout = self._answering.load.stretch(seconds) * 1000
                await self._frame.click(self._selector, timeout=timeout, no_wait_after=True)
            except PlaywrightTimeout:
                # Late, covered, or without a place of its own (a map's area).
                with suppress(PlaywrightError):  # the document is gone, and with it what could be pressed
                    return bool(await self._frame.evaluate(FINISH_PRESS, self._known))
        return covered

    def _gone(self) -> UnexpectedPage:
        return UnexpectedPage("TOOL-001", address=self._place)
