"""What all screens share: being recognised by words, and pressing something that leads to the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar, Generic, Self, TypeVar

from flows.browser.reading import Caption, Control, Reading
from flows.browser.tab import Tab
from flows.errors import UnexpectedPage
from flows.screens.verdict import refusal, verdict
from flows.secret import Secret

_GRACE = 3.0  # seconds that an unknown page may take to become a known one


class Screen:
    """A screen as it was read. Its intents return the next screen or raise a FlowError."""

    refused: ClassVar[str] = "TOOL-001"  # the guide's code when the site says no to what was done here

    def __init__(self, tab: Tab, reading: Reading) -> None:
        self.tab = tab
        self.reading = reading

    @classmethod
    def shown(cls, reading: Reading) -> bool:
        """Whether the reading is this screen."""
        raise NotImplementedError

    @classmethod
    async def here(cls, tab: Tab, reading: Reading) -> Self:
        """This screen, which ought to be shown; raises what `arrival` raises otherwise."""
        return await arrival(tab, reading, (cls,), refused=cls.refused)

    async def fill(self, *entries: tuple[Caption, Secret | str]) -> None:
        """Type each value into the field that is captioned so. Raises UnexpectedPage if one has none."""
        fields = self.reading.fields(*(wanted for wanted, _ in entries))
        if fields is None:
            raise UnexpectedPage("TOOL-001", address=self.tab.place)
        for field, (_, value) in zip(fields, entries, strict=True):
            await self.tab.fill(field, value)

    async def press(
        self,
        wanted: Caption,
        *to: type[S],
        row: Caption | None = None,
        seconds: float | None = None,
    ) -> S:
        """Press the button of these words and return which of the screens `to` follows.

        Raises Refused with this screen's code, Unavailable or UnexpectedPage when none of them does.
        """
        button = self._present(self.reading.button(wanted, row))
        return await self.follow(lambda: self.tab.press(button), *to, seconds=seconds)

    async def follow(
        self, act: Callable[[], Awaitable[None]], *to: type[S], seconds: float | None = None
    ) -> S:
        """Do `act` and return which of the screens `to` follows; raises as `press` does."""
        turn = _Turn(self, to)
        await act()
        return await self.tab.until(turn.outcome, seconds=seconds or self.tab.site.limits.page)

    def _present(self, control: Control | None) -> Control:
        if control is None:
            raise UnexpectedPage("TOOL-001", address=self.tab.place)
        return control


S = TypeVar("S", bound=Screen)


async def arrival(tab: Tab, reading: Reading, among: tuple[type[S], ...], *, refused: str) -> S:
    """Which of the screens `among` is shown after an address was opened.

    Raises Refused (code `refused`), Unavailable or UnexpectedPage when it is none of them.
    """
    patience = _Patience()

    def answer(now: Reading) -> S | None:
        for kind in among:
            if kind.shown(now):
                return kind(tab, now)
        trouble = verdict(now, now.news_since(None), refused)
        if trouble:
            raise trouble
        if patience.over():
            raise UnexpectedPage("TOOL-001", address=tab.place)
        return None

    found = answer(reading)
    if found is not None:
        return found
    return await tab.until(answer, seconds=tab.site.limits.page)


class _Patience:
    """How long an unknown page has been shown."""

    def __init__(self) -> None:
        self._since: float | None = None

    def over(self) -> bool:
        """Whether it has been asked for longer than the grace that a page gets."""
        now = asyncio.get_running_loop().time()
        self._since = self._since or now
        return now - self._since > _GRACE


class _Turn(Generic[S]):
    """The time between a press and the screen that answers it."""

    def __init__(self, screen: Screen, to: tuple[type[S], ...]) -> None:
        self._screen = screen
        self._to = to
        self._tab = screen.tab
        self._before = screen.reading
        self._dialogs = len(screen.tab.dialogs)
        self._patience = _Patience()

    def outcome(self, now: Reading) -> S | None:
        """The screen that followed, or None while nothing can be said yet. Raises as Screen.press does."""
        turned = now.documents != self._before.documents
        if not turned and now.words == self._before.words and not self._said():
            return None
        for kind in self._to:
            if kind.shown(now) and (turned or kind is not type(self._screen)):
                return kind(self._tab, now)
        self._no(now, turned)
        return None

    def _said(self) -> str:
        return " ".join(self._tab.dialogs[self._dialogs :])

    def _no(self, now: Reading, turned: bool) -> None:
        news = self._tab.without_secrets(" ".join(filter(None, [self._said(), now.news_since(self._before)])))
        trouble = verdict(now, news, self._screen.refused)
        if trouble:
            raise trouble
        if turned and self._screen.shown(now):
            raise refusal(self._screen.refused, news)
        if self._patience.over():
            unknown = UnexpectedPage("TOOL-001", address=self._tab.place)
            raise refusal(self._screen.refused, news) if self._said() and not turned else unknown
