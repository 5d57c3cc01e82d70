"""One browser page and the windows it opens: open, read, fill and press, and wait for what comes next."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

from playwright.async_api import Dialog, Frame, Page, Request, Response
from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.browser.answering import AnswerLimit
from ekakushin.flows.browser.arriving import must_be_a_page, must_be_on_site
from ekakushin.flows.browser.departure import Departure
from ekakushin.flows.browser.downloads import receive_file
from ekakushin.flows.browser.elements import Element
from ekakushin.flows.browser.helping import Helping
from ekakushin.flows.browser.matching import Match
from ekakushin.flows.browser.pictures import take_picture
from ekakushin.flows.browser.places import place_of
from ekakushin.flows.browser.reader import Reader
from ekakushin.flows.browser.reading import Control, Reading
from ekakushin.flows.browser.seen import SeenPages
from ekakushin.flows.browser.waiting import Waiting
from ekakushin.flows.browser.way import Way, name_trouble
from ekakushin.flows.browser.windows import Windows
from ekakushin.flows.errors import FlowError, Unavailable, UnexpectedPage
from ekakushin.flows.hands import Assistance
from ekakushin.flows.journal import Journal
from ekakushin.flows.redaction import without_known
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site

T = TypeVar("T")

_CONSOLE_LINES = 60
_PICTURE = 8.0  # seconds for a picture; evidence is welcome, and nothing waits for it


class Tab:
    """One browser page and what can be done on it. Playwright's own errors never leave it.

    Where it opens another window, what is read and done goes on there, until that window closes.
    Whatever the browser is asked has a limit: Unavailable (ENV-014) where it does not answer. `assistance` is who
    may be asked to take over; `latest` what was read last; `way` what its connections go by; `journal` records what
    happens in it; `waiting` counts the time in which there was nothing to do but wait for the site; `seen` are the
    pages that screens were recognised on; `watch` is handed each screen that is recognised in it.
    """

    assistance: Assistance | None = None
    latest: Reading | None = None
    journal = Journal()
    waiting = Waiting()
    way: Way | None = None
    watch: Callable[[Any], Awaitable[None]] | None = None

    def __init__(
        self,
        page: Page,
        *,
        site: Site,
        departure: Departure | None = None,
        answering: AnswerLimit | None = None,
    ) -> None:
        self.site = site
        self.answering = answering or AnswerLimit(site.limits.browser)
        self.waiting = Waiting(self.answering.load)
        self.pictured = False
        self._windows = Windows(page, site)
        self._reader = Reader(self._windows, site=site, answering=self.answering)
        self.helping = Helping(self._windows)
        self._departure = departure or Departure(site)
        self._departure.free = lambda: self.helping.under_way
        self._context = page.context
        self._visited = False
        self._dialogs: list[str] = []
        self._console: deque[str] = deque(maxlen=_CONSOLE_LINES)
        self._known: list[Secret] = []
        self._matches: list[Match] = []
        self.seen = SeenPages()
        self._covered = False
        self._shown: Reading | None = None
        self._upon_answer: Callable[[], None] | None = None
        self._listen()

    def _listen(self) -> None:
        context = self._context
        context.on("dialog", self._on_dialog)
        context.on("console", lambda message: self._console.append(f"{message.type}: {message.text}"))
        context.on(
            "weberror", lambda web: self._console.append(f"pageerror: {web.error.name}: {web.error.message}")
        )
        context.on("response", self._on_response)
        context.on("request", self.waiting.begin)
        context.on("requestfinished", self.waiting.end)
        context.on("requestfailed", self._on_failure)
        self._windows.attend(self._attend)

    def _attend(self, page: Page) -> None:
        page.on("framenavigated", self._on_turn)
        for event in ("domcontentloaded", "framenavigated", "load", "close", "crash"):
            page.on(event, self._on_stir)
        self._on_stir()

    @property
    def closed(self) -> bool:
        """Whether nothing can be done in it any more."""
        return self._windows.closed or self.answering.silent

    async def begin_session(self) -> None:
        """From now on the site sees somebody who has not been here before."""
        if self._visited:
            async with self.answering.within_limit():
                await self._context.clear_cookies()

    def begin_step(self, journal: Journal) -> None:
        """From now on it is used for another step: what is kept of it is that step's."""
        if journal != self.journal:
            self.pictured = False
            self._matches.clear()
        self.journal = journal

    @property
    def dialogs(self) -> tuple[str, ...]:
        """The texts of all message boxes so far; each was answered OK."""
        return tuple(self._dialogs)

    @property
    def console(self) -> tuple[str, ...]:
        """The last lines that the pages' scripts have written or died of; they may hold secrets."""
        return tuple(self._console)

    @property
    def departure(self) -> Departure:
        """What is known of the requests that leave, since the last `before_sending`."""
        return self._departure

    @property
    def matches(self) -> tuple[Match, ...]:
        """How the screens found what they used here, each way once."""
        return tuple(dict.fromkeys(self._matches))

    def note(self, match: Match) -> None:
        """Remember how a screen found something."""
        self._matches.append(match)

    @property
    def _page(self) -> Page:
        return self._windows.top

    @property
    def place(self) -> str:
        """The address without its query, which may hold personal parts."""
        return place_of(self._page.url)

    async def open(self, address: Secret) -> Reading:
        """Go to an address of the site and read it.

        Raises ForeignAddress, Unavailable (NET-…) or Refused (CRT-001, the certificate was not accepted).
        """
        self.site.must_own(address.reveal())
        self.journal.debug("opens", address=place_of(address.reveal()))
        await self._close_other_windows()
        self._windows.led_to, self._visited, self._shown = "", True, None
        seconds = self.answering.load.stretch(self.site.limits.page)
        try:
            async with self.answering.within_limit(2 * seconds):
                await self._page.goto(address.reveal(), wait_until="domcontentloaded", timeout=seconds * 1000)
        except FlowError as error:
            self._windows.must_not_be_led_away()
            raise name_trouble(self.way, error, self.site) from None
        return await self.until(lambda reading: reading, seconds=self.site.limits.page)

    async def read(self) -> Reading | None:
        """What is shown now; None while the page is on its way to another.

        The controls of the last few readings can be used, each as it was read.
        """
        reading = await self._reader.read()
        if reading:
            self.latest = reading
        return reading

    async def look(self) -> Reading | None:
        """What is shown now, or None while nothing can be read: for watching a person, who may be anywhere.

        Raises Unavailable (ENV-006) if the window was closed.
        """
        self._shown = None
        reading = await self.read()
        if reading and reading.settled:
            self._reader.keep()
            return reading
        self._reader.forget()
        return None

    async def until(self, answer: Callable[[Reading], T | None], *, seconds: float) -> T:
        """Read again and again until `answer` returns something.

        Raises Unavailable (NET-003) after `seconds` of waiting for the site, or what the network said instead of a
        page. What this PC takes to look does not count.
        """
        until = self.waiting.until(seconds)
        await self.waiting.settle()
        while True:
            self.waiting.listen()
            must_be_on_site(self._windows, self.way, self.site)
            reading = await self.read()
            if reading and reading.settled:
                must_be_a_page(reading, self.way, self.site)
                found = answer(reading)
                if found is not None:
                    self._shown = reading
                    self._reader.keep()
                    return found
            self._reader.forget()
            if until.over:
                raise Unavailable("NET-003", seconds=round(seconds))
            await self.waiting.wait_for_stir()

    def go_on_in(self, reading: Reading) -> None:
        """From now on what is done goes on in the window that was read so, wherever it stood."""
        page = self._reader.page_of(reading)
        if page and page is not self._page:
            self._windows.raise_to_top(page)
            self._shown = None

    async def _close_other_windows(self) -> None:
        if self._windows.behind:
            async with self.answering.within_limit():
                await self._windows.close_others()

    async def present(self) -> Reading:
        """What is shown: as it was found last if nothing was done and nothing has come since, otherwise read anew."""
        if self._shown is not None and not self.waiting.loading:
            return self._shown
        return await self.until(lambda reading: reading, seconds=self.site.limits.page)

    def keep_to_itself(self, secret: Secret) -> None:
        """From now on this secret is covered in pictures and struck out of texts of this tab."""
        if secret not in self._known:
            self._known.append(secret)

    def without_secrets(self, text: str) -> str:
        """The text with every secret of this process struck out, those that were typed or read here among them."""
        return without_known(text)

    async def fill(self, control: Control, text: str) -> None:
        """Type what is no secret into a field. Raises UnexpectedPage (TOOL-001) if the field is gone."""
        element = await self._element(control)
        await element.type(text, opens=not control.writable)
        self.journal.debug("filled", field=control.known_as)

    async def fill_secret(self, control: Control, secret: Secret, *, owner: str) -> None:
        """Type a secret into a field, if its frame is a document of `owner`, the origin that may have it.

        The one place where a secret goes into a page. Raises UnexpectedPage (TOOL-001) if the field is gone,
        anybody else's or does not take it; the value is in no error.
        """
        self.keep_to_itself(secret)
        element = await self._element(control)
        frame = self._reader.frame_of(control)
        # The element belongs to the document that the frame showed when it was asked for: it ends with it.
        if frame is None or self._reader.origin_of(frame) != owner:
            raise UnexpectedPage("TOOL-001", address=self.place)
        await element.type(secret.reveal(), opens=not control.writable)
        self.journal.debug("filled", field=control.known_as)

    async def leave_field(self) -> None:
        """Go on from the field that was filled last: some pages look at it only then."""
        async with self.answering.within_limit():
            await self._page.keyboard.press("Tab")

    async def choose(self, control: Control, option: str) -> None:
        """Choose an option of a list by its text."""
        element = await self._element(control)
        await element.choose(control.options.index(option))
        self.journal.debug("chosen", field=control.known_as, option=option)

    async def press(self, control: Control) -> None:
        """Click it once, without waiting for what follows; however late the click comes, it is not done again."""
        element = await self._element(control, to_press=True)
        self.journal.debug("presses", control=control.known_as)
        self.waiting.expect()
        self._windows.note_press()
        self._covered = await element.press(covered=self._covered) or self._covered

    async def download(
        self, act: Callable[[], Awaitable[None]], *, unless: Callable[[Reading], object], seconds: float
    ) -> bytes:
        """The file that `act` makes the site send.

        Raises Unavailable (NET-003) if none came, and what `unless` raises about a page that comes in its place.
        """
        limit = self.answering.load.stretch(seconds)
        async with self.answering.within_limit(2 * limit + self.answering.seconds):
            return await receive_file(
                self._page, act, watch=lambda: self.until(unless, seconds=seconds), seconds=limit
            )

    async def before_sending(
        self, note: Callable[[], None], *, when: Callable[[], bool] | None = None
    ) -> Departure:
        """Have `note` called just before the next request that may ask the site for something leaves.

        With `when`, requests that leave while it says no are let go without the note.
        """
        await self._watch_departures()
        self._departure.await_note(note, when)
        return self._departure

    @asynccontextmanager
    async def sending_once(self) -> AsyncIterator[Departure]:
        """Inside, which is for one press, what sends something leaves at most once, whatever the page does."""
        await self._watch_departures()
        with self._departure.once():
            yield self._departure

    async def _watch_departures(self) -> None:
        async with self.answering.within_limit():
            await self._departure.watch(self._context)

    @contextmanager
    def upon_answer(self, call: Callable[[], None]) -> Iterator[None]:
        """Inside, `call` is called once when a page begins to arrive, before anybody sees it."""
        self._upon_answer = call
        try:
            yield
        finally:
            self._upon_answer = None

    async def _element(self, control: Control, *, to_press: bool = False) -> Element:
        self._shown = None
        frame = self._reader.frame_of(control)
        if frame is None:
            raise UnexpectedPage("TOOL-001", address=self.place)
        element = Element(frame, control, answering=self.answering, place=self.place)
        await element.reach(frame.page.keyboard, to_press=to_press)
        return element

    @property
    def frames(self) -> list[Frame]:
        """The frames of what is shown that are the site's own."""
        return self._reader.frames(self._page)

    def answer_of(self, frame: Frame) -> Response | None:
        """What a frame's document came with; None where nothing is known of it."""
        return self._windows.answer_of(frame)

    async def html(self) -> str:
        """The markup of all frames, for looking into it; it may hold secrets."""
        async with self.answering.within_limit():
            return "\n".join([await frame.content() for frame in self.frames])

    async def picture(self, *, small: bool = False) -> bytes:
        """A picture with every field covered: the whole page as PNG, or what is seen of it as a small JPEG."""
        seconds = self.answering.load.stretch(_PICTURE)
        async with self.answering.within_limit(seconds):
            return await take_picture(self._page, self.frames, self._known, small=small, seconds=seconds)

    async def _on_dialog(self, dialog: Dialog) -> None:
        self._dialogs.append(dialog.message)
        self._shown = None
        if self.helping.under_way:
            self.helping.leave(dialog)
            return
        self.journal.debug("message box", words=dialog.message)
        try:
            await dialog.accept()
        except PlaywrightError:
            pass  # the page went away together with its message box
        finally:
            self._on_stir()

    def _on_response(self, response: Response) -> None:
        try:
            if response.request.is_navigation_request():
                self.journal.debug("answered", status=response.status, address=place_of(response.url))
                call, self._upon_answer = self._upon_answer, None
                if call:
                    call()
                self._windows.note_answer(response)
        except PlaywrightError:
            return  # the frame is gone already

    def _on_turn(self, frame: Frame) -> None:
        self._departure.note_document()
        self._shown = None
        self._windows.note_turn(frame)
        if frame is self._page.main_frame:
            self.waiting.begin_anew()

    def _on_failure(self, request: Request) -> None:
        self.waiting.end(request)
        self.journal.debug("no answer", error=request.failure or "", address=place_of(request.url))
        self._windows.note_failure(request)

    def _on_stir(self, *_: object) -> None:
        self.waiting.stir()
