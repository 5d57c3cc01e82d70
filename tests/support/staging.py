"""A tab that plays prepared pages: no browser, no waiting."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any, TypeVar, cast

from ekakushin.flows.browser.departure import Departure
from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.helping import Helping
from ekakushin.flows.browser.reading import Control, Reading
from ekakushin.flows.browser.seen import SeenPages
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.browser.waiting import Waiting
from ekakushin.flows.errors import Unavailable
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site
from ekakushin.flows.workplace import Workplace
from tests.support.readings import frame

T = TypeVar("T")


SILENCE: Any = None


class StagedTab(Tab):
    """Shows `pages` one after the other, each as a document of its own, and notes what is done to them.

    Where SILENCE stands among them, whoever waits for a page does so in vain.
    `says` are the message boxes that the next press raises; `sends` is whether a press makes a request leave.
    """

    def __init__(self, *pages: Reading, says: tuple[str, ...] = (), sends: bool = True) -> None:
        self.site = Site()
        self._departure = Departure(self.site)
        self._departure._watching = True
        self.waiting = Waiting()
        self._sends = sends
        self.helping = Helping()
        self.pictured = False
        self.filled: list[tuple[str, str]] = []
        self.chosen: list[str] = []
        self.pressed: list[str] = []
        self._pages = list(pages)
        self._says = says
        self._dialogs: list[str] = []
        self._console: deque[str] = deque()
        self._known = []
        self._matches = []
        self.seen = SeenPages()
        self._number = 1.0

    async def begin_session(self) -> None:
        pass

    @property
    def closed(self) -> bool:
        return False

    @property
    def place(self) -> str:
        return "https://ds.e-kakushin.com/ebunsho/Some.do"

    async def open(self, address: Secret) -> Reading:
        self.site.must_own(address.reveal())
        return self._next()

    async def until(self, answer: Callable[[Reading], T | None], *, seconds: float) -> T:
        while self._pages and self._pages[0] is not SILENCE:
            found = answer(self._next())
            if found is not None:
                return found
        del self._pages[:1]
        raise Unavailable("NET-003", seconds=round(seconds))

    def _next(self) -> Reading:
        if not self._pages:
            raise Unavailable("NET-003", seconds=round(self.site.limits.page))
        self._number += 1
        reading = self._pages.pop(0)
        frames = tuple(each.model_copy(update={"born": self._number}) for each in reading.frames)
        return reading.model_copy(update={"frames": frames or (frame(),)})

    def go_on_in(self, reading: Reading) -> None:
        pass

    async def look(self) -> Reading | None:
        if self._pages:
            self.latest = self._next()
        return self.latest

    async def fill(self, control: Control, text: str) -> None:
        self.filled.append((control.captions[0][2] if control.captions else "", text))

    async def fill_secret(self, control: Control, secret: Secret, *, owner: str) -> None:
        self.keep_to_itself(secret)
        self.filled.append((control.captions[0][2] if control.captions else "", secret.reveal()))

    async def choose(self, control: Control, option: str) -> None:
        self.chosen.append(option)

    async def press(self, control: Control) -> None:
        self.pressed.append(control.name)
        self._dialogs += self._says
        if self._sends:
            self._departure.may_leave()
            self._departure.sent += 1

    async def before_sending(
        self, note: Callable[[], None], *, when: Callable[[], bool] | None = None
    ) -> Departure:
        self._departure.await_note(note, when)
        return self._departure

    @asynccontextmanager
    async def sending_once(self) -> AsyncIterator[Departure]:
        with self._departure.once():
            yield self._departure

    @contextmanager
    def upon_answer(self, call: Callable[[], None]) -> Iterator[None]:
        yield

    async def present(self) -> Reading:
        return await self.until(lambda reading: reading, seconds=0)

    async def leave_field(self) -> None:
        pass

    async def picture(self, *, small: bool = False) -> bytes:
        return b"picture"

    async def html(self) -> Any:
        return "<html></html>"


class StagedBrowsing:
    """Browsing that hands out these tabs one after the other, and notes with what each was asked for."""

    def __init__(self, *tabs: StagedTab) -> None:
        self.asked: list[dict[str, Any]] = []
        self._tabs = list(tabs)

    @asynccontextmanager
    async def tab(self, **context: Any) -> AsyncIterator[StagedTab]:
        self.asked.append(context)
        yield self._tabs.pop(0)


def staged(workplace: Workplace, *tabs: StagedTab) -> Workplace:
    """The workplace with a browser that has these tabs."""
    return replace(workplace, browsing=cast(Browsing, StagedBrowsing(*tabs)))
