"""Lets a person take over on an unknown page: watches it, and presses nothing, until a known screen is shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar, Generic, Literal, Protocol, TypeVar

from ekakushin.flows.awake import wakefulness
from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.errors import FlowError, NeedsPerson, UnexpectedPage
from ekakushin.flows.hands import Answer, Assistance, ExpectedScreensPassed, HelpRequest, names_of


class KnownScreen(Protocol):
    """What is needed of a screen to recognise it; the screens import this module, never the other way round."""

    awaited: ClassVar[bool]
    reading: Reading

    def __init__(self, tab: Tab, reading: Reading) -> None: ...

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether the reading is this screen."""


S = TypeVar("S", bound=KnownScreen)

_LOOK = 0.3  # seconds between two looks
_LONGEST_LOOK = 3.0  # seconds; a page with an open message box cannot be read
_SETTLED = 1.2  # seconds that a screen must stay: whoever is still clicking is not interrupted


AttemptedAct = Literal["pressed", "missing", "opened", "filling"]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What was being done when the page turned out to be unknown."""

    act: AttemptedAct
    screen: KnownScreen | None = None
    button: str = ""


async def ask_for_help(tab: Tab, error: FlowError, to: tuple[type[S], ...], attempt: Attempt) -> S:
    """Which of the screens `to` is shown once a person has moved the page on.

    Raises `error` itself where nobody assists, where a person is of no use, and when they give up or are
    not there in time; ExpectedScreensPassed if they went further than the screens `to`.
    """
    assistance = tab.assistance
    unknown = isinstance(error, UnexpectedPage | NeedsPerson)
    if assistance is None or not unknown or not any(kind.awaited for kind in to):
        raise error from None
    return await _Watch(tab, assistance, error, to, attempt).wait_for_screen()


class _Watch(Generic[S]):
    """Watches one tab while a person has the page, until one of the screens `to` is shown for a while."""

    def __init__(
        self, tab: Tab, assistance: Assistance, error: FlowError, to: tuple[type[S], ...], attempt: Attempt
    ) -> None:
        self._tab, self._assistance, self._error = tab, assistance, error
        self._assistant = assistance.assistant
        self._to, self._attempt = to, attempt
        self._passed_by: tuple[type[KnownScreen], ...] = ()  # what the unknown page passes for already
        self._seen: tuple[object, ...] = ()
        self._since = 0.0

    async def wait_for_screen(self) -> S:
        """The screen from which to go on; see `ask_for_help`."""
        first = await self._look()
        self._passed_by = tuple(kind for kind in self._further if first and kind.is_shown(first))
        self._assistant.asks(self._help_request(first))
        try:
            async with wakefulness().limit(self._assistant.seconds), self._tab.helping.work():
                return await self._wait()
        except (TimeoutError, FlowError):  # nobody was there in time; the window was closed; given up
            self._assistant.gives_up()
            raise self._error from None

    async def _wait(self) -> S:
        while True:
            reading = await self._look()
            found = self._find(reading) if reading else None
            if self._tab.helping.has_file and self._assistance.step == "issue":
                raise self._hand_back()
            if self._tab.departure.error:  # what was to be kept before it leaves cannot be kept
                raise self._error
            if found and reading and self._stays(found, reading):
                return self._go_on(found, reading)
            self._heed(self._assistant.answer(), found)
            await asyncio.sleep(_LOOK)

    async def _look(self) -> Reading | None:
        try:
            async with asyncio.timeout(_LONGEST_LOOK):
                return await self._tab.look()
        except TimeoutError:
            return None

    def _find(self, now: Reading) -> type[KnownScreen] | None:
        expected: list[type[KnownScreen]] = [
            kind for kind in self._to if kind.is_shown(now) and self._is_new(kind, now)
        ]
        further: list[type[KnownScreen]] = [
            kind for kind in self._further if kind not in self._passed_by and kind.is_shown(now)
        ]
        return next(iter([*expected, *further]), None)

    def _is_new(self, kind: type[KnownScreen], now: Reading) -> bool:
        before = self._attempt.screen
        return before is None or kind is not type(before) or now.documents != before.reading.documents

    @property
    def _further(self) -> tuple[type[KnownScreen], ...]:
        """Going back to where the press came from is not going further."""
        came_from = type(self._attempt.screen)
        return tuple(kind for kind in self._assistance.further if kind is not came_from)

    def _stays(self, found: type[KnownScreen], now: Reading) -> bool:
        moment, seen = asyncio.get_running_loop().time(), (found, now.documents)
        if seen != self._seen:
            self._seen, self._since = seen, moment
        return moment - self._since >= _SETTLED

    def _go_on(self, found: type[KnownScreen], now: Reading) -> S:
        for kind in self._to:
            if kind is found:
                self._assistant.goes_on(kind.__name__)
                return kind(self._tab, now)
        raise self._hand_back(found.__name__)

    def _hand_back(self, screen: str = "") -> ExpectedScreensPassed:
        self._assistant.goes_on(screen)
        return ExpectedScreensPassed(screen)

    def _heed(self, answer: Answer | None, found: type[KnownScreen] | None) -> None:
        if answer is Answer.GIVE_UP:
            raise self._error
        if answer is Answer.LOOK_AGAIN:
            self._passed_by = ()  # they say that they are done: now the frame of the service counts as well
            reading = self._tab.latest
            if not (found or (reading and self._find(reading))):
                self._assistant.sees_nothing()

    def _help_request(self, now: Reading | None) -> HelpRequest:
        tab, attempt = self._tab, self._attempt
        titles = [frame.title for frame in now.frames if frame.title] if now else []
        return HelpRequest(
            user_id=self._assistance.user_id,
            step=self._assistance.step,
            screen=type(attempt.screen).__name__ if attempt.screen else "",
            act=attempt.act,
            button=attempt.button,
            expected=names_of([kind for kind in self._to if kind.awaited]),
            title=tab.without_secrets(next(iter(titles), "")),
            place=tab.place,
        )
