"""Reads what windows show, frame by frame, and finds the frame again in which a control was read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

from ekakushin.flows.browser.answering import AnswerLimit
from ekakushin.flows.browser.controls import Control
from ekakushin.flows.browser.in_page import READ, in_page_script
from ekakushin.flows.browser.places import frame_origin, place_of
from ekakushin.flows.browser.reading import FrameReading, Reading
from ekakushin.flows.browser.translation import network_error
from ekakushin.flows.browser.windows import Windows
from ekakushin.flows.site import Site

_READINGS_KEPT = 8
_NO_ADDRESS = ("", "about:blank")


class Reader:
    """Reads the site's frames. The controls of the last few readings can be used, each as it was read."""

    def __init__(self, windows: Windows, *, site: Site, answering: AnswerLimit) -> None:
        self._windows = windows
        self._site = site
        self._answering = answering
        self._count = 0
        self._latest: list[int] = []
        self._frames: dict[int, dict[int, Frame]] = {}
        self._pages: dict[int, Page] = {}
        self._unused: list[int] = []
        self._written: dict[Page, str] = {}

    async def read(self) -> Reading | None:
        """What a person sees, with the windows behind it; None while the page is on its way to another.

        Raises Unavailable (ENV-006) if there is no window any more, ENV-014 where the browser does not answer.
        """
        self._latest = []
        unused = tuple(self._unused)
        top = await self._read_window(self._windows.top, unused)
        behind = [await self._read_window(page, unused) for page in self._windows.behind]
        if top is None:
            return None
        del self._unused[: len(unused)]
        shown = tuple(each for each in behind if each and each.settled)
        return top.model_copy(update={"behind": shown}) if shown else top

    async def _read_window(self, page: Page, unused: Sequence[int]) -> Reading | None:
        self._count += 1
        number = self._count
        self._latest.append(number)
        frames, read = [], {}
        await self._ask_for_origin(page)
        for at, frame in enumerate(self.frames(page)):
            try:
                async with self._answering.within_limit():
                    markup = await _read_frame(frame, [number, at, unused])
            except _FrameGone as error:
                if self._windows.closed:
                    raise network_error(str(error)) from None
                if frame is page.main_frame:
                    return None
                continue
            read[at] = frame
            frames.append(FrameReading.model_validate_json(markup))
        self._frames[number], self._pages[number] = read, page
        status = self._windows.status_of(page)
        return Reading(number=number, address=place_of(page.url), status=status, frames=tuple(frames))

    def frames(self, page: Page) -> list[Frame]:
        """The frames of a window that are the site's own."""
        return [frame for frame in page.frames if self.origin_of(frame) in self._site.origins]

    def origin_of(self, frame: Frame) -> str:
        """The origin of a frame's document; "" where it has none, or none that is known."""
        return frame_origin(frame) or self._written.get(frame.page, "")

    async def _ask_for_origin(self, page: Page) -> None:
        """A window without an address, which another page has written, is of that page's origin."""
        self._written.pop(page, None)
        if page.url in _NO_ADDRESS and page is not self._windows.first:
            async with self._answering.within_limit():
                with suppress(PlaywrightError):  # it is on its way to an address
                    self._written[page] = await page.evaluate("() => self.origin")

    def frame_of(self, control: Control) -> Frame | None:
        """The frame in which a control was read; None if its reading is forgotten."""
        return self._frames.get(control.reading, {}).get(control.frame)

    def page_of(self, reading: Reading) -> Page | None:
        """The window that was read; None if the reading is forgotten."""
        return self._pages.get(reading.number)

    def keep(self) -> None:
        """Somebody was given what was read last; of earlier readings only a few are kept."""
        self._forget(sorted(self._frames)[:-_READINGS_KEPT])

    def forget(self) -> None:
        """Nobody was given what was read last."""
        self._forget(self._latest)

    def _forget(self, readings: Sequence[int]) -> None:
        """Let go of the nodes of these readings, with the next one."""
        for number in readings:
            self._frames.pop(number, None)
            self._pages.pop(number, None)
            self._unused.append(number)


async def _read_frame(frame: Frame, asked: Sequence[object]) -> str:
    try:
        page: str = await frame.evaluate(READ, asked)
        if not page:
            await frame.evaluate(f"() => {{ {in_page_script()} }}")
            page = await frame.evaluate(READ, asked)
    except PlaywrightError as error:
        raise _FrameGone(error.message) from None
    return page


class _FrameGone(Exception):
    """A frame could not be read: it is on its way to another document, or has been closed."""
