"""The browser windows of one tab: the page that was opened, and the windows that its pages open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page, Request, Response

from ekakushin.flows.browser.places import origin_or_nothing
from ekakushin.flows.browser.redirects import is_of
from ekakushin.flows.errors import ForeignAddress
from ekakushin.flows.site import Site


class Windows:
    """The open windows of one browser context; a person sees the last one that a press has opened.

    A window that closes itself gives way to the one behind it. One that a page opens without being pressed, which
    a person's browser would block as a pop-up, stays behind. `led_to` is the origin of somebody else's page that was
    asked for last, "" where it was the site's.
    """

    def __init__(self, page: Page, site: Site) -> None:
        self.led_to = ""
        self._site = site
        self._first = page
        self._open = [page]
        self._attending: list[Callable[[Page], None]] = [self._await_close]
        self._status: dict[Page, int] = {}
        self._answers: dict[Frame, Response] = {}
        self._status_to_come = 200
        self._pressed = False
        page.context.on("page", self._add)
        self._await_close(page)

    @property
    def top(self) -> Page:
        """What a person sees; where all are closed, the one that was closed last."""
        return self._open[-1]

    @property
    def first(self) -> Page:
        """The page that was opened by us."""
        return self._first

    @property
    def behind(self) -> tuple[Page, ...]:
        """The others, those that were opened later first."""
        return tuple(reversed(self._open[:-1]))

    @property
    def closed(self) -> bool:
        """Whether none is open."""
        return self.top.is_closed()

    def status_of(self, page: Page) -> int:
        """The HTTP status of what the window shows; 200 where nothing is known of it."""
        return self._status.get(page, 200)

    def answer_of(self, frame: Frame) -> Response | None:
        """What the document of a frame came with; None where nothing is known of it."""
        return self._answers.get(frame)

    def attend(self, call: Callable[[Page], None]) -> None:
        """Call it with every window that is open, and with every one that is opened later."""
        self._attending.append(call)
        for page in self._open:
            call(page)

    def note_press(self) -> None:
        """Something is pressed: a window that opens now is what a person sees next."""
        self._pressed = True

    def note_turn(self, frame: Frame) -> None:
        """A frame shows another document, which nobody has pressed yet."""
        if frame is self.top.main_frame:
            self._pressed = False

    def note_answer(self, response: Response) -> None:
        """Remember the status of a page; Playwright knows no window of one that is only being opened."""
        page = _page_of(response.request)
        if page is None:
            self._status_to_come = response.status
            return
        self._answers[response.request.frame] = response
        if response.request.frame == page.main_frame:
            self._status[page] = response.status

    def note_failure(self, request: Request) -> None:
        """Remember the address of a page that did not come, where a person would have seen it."""
        page = _page_of(request)
        if request.is_navigation_request() and (page is None or request.frame == self.top.main_frame):
            self.led_to = "" if is_of(self._site, request.url) else origin_or_nothing(request.url)

    def must_not_be_led_away(self) -> None:
        """Raises ForeignAddress (NET-009) if the page that did not come last is not the site's."""
        if self.led_to:
            raise ForeignAddress("NET-009", origin=self.led_to, expected=", ".join(self._site.origins))

    def raise_to_top(self, page: Page) -> None:
        """Go on in this window, as a person does who finds in it what they look for."""
        if page in self._open:
            self._open.remove(page)
            self._open.append(page)

    async def close_others(self) -> None:
        """Close all but the first, wherever it stands: an address is opened there anew."""
        kept = self._first if self._first in self._open else self.top
        others = [page for page in self._open if page is not kept]
        self.raise_to_top(kept)
        for page in others:
            with suppress(PlaywrightError):  # it has closed itself meanwhile
                await page.close()

    def _add(self, page: Page) -> None:
        if page in self._open or page.is_closed():
            return
        self._status[page], self._status_to_come = self._status_to_come, 200
        self._open.insert(len(self._open) - (not self._pressed), page)
        for call in self._attending:
            call(page)

    def _await_close(self, page: Page) -> None:
        page.on("close", self._remove)

    def _remove(self, page: Page) -> None:
        self._status.pop(page, None)
        self._answers = {frame: each for frame, each in self._answers.items() if frame.page is not page}
        if len(self._open) > 1 and page in self._open:
            self._open.remove(page)


def _page_of(request: Request) -> Page | None:
    try:
        return request.frame.page
    except PlaywrightError:
        return None
