"""The base of all screens: recognised by their words; pressing something returns the screen that follows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar, Generic, Literal, TypeVar

from ekakushin.flows.browser.departure import Departure
from ekakushin.flows.browser.matching import match_of
from ekakushin.flows.browser.reading import Caption, Control, Form, Reading
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.errors import FlowError, OutcomeUnknown, Refused, Unavailable, UnexpectedPage
from ekakushin.flows.screens.assistance import Attempt, AttemptedAct, ask_for_help
from ekakushin.flows.screens.language import way_to_japanese
from ekakushin.flows.screens.nearest import ScreenPart, tell_nearest
from ekakushin.flows.screens.sentences import words_of
from ekakushin.flows.screens.verdict import refusal, under_way, verdict
from ekakushin.flows.secret import Secret

_GRACE = 6.0  # seconds that an unknown page may take to become a known one
_LANGUAGE_GRACE = 1.5  # seconds that an unknown page in English may take, where it can be had in Japanese
_SILENT_GRACE = 12.0  # seconds after a message box without any other answer


class Screen:
    """A screen as it was read. Its intents return the next screen or raise a FlowError."""

    refused: ClassVar[str] = ""  # the guide's code when the site says no here; "" where it has no reason to
    owner: ClassVar[Literal["issuance", "service"]] = "service"  # whose secrets are typed here
    asks: ClassVar[bool] = False  # whether it has fields to fill: being shown again then means no
    parts: ClassVar[tuple[ScreenPart, ...]] = ()  # what a person would miss first if it were gone
    awaited: ClassVar[bool] = True  # whether it is worth asking a person to bring the browser there

    def __init__(self, tab: Tab, reading: Reading) -> None:
        self.tab = tab
        self.reading = reading

    @classmethod
    def is_shown(cls, reading: Reading) -> bool:
        """Whether the reading is this screen."""
        raise NotImplementedError

    @classmethod
    def parts_in(cls, variant: str) -> tuple[ScreenPart, ...]:
        """What a flow needs of the screen in that state."""
        return cls.parts

    @classmethod
    def variant(cls, reading: Reading) -> str:
        """Which of its states the screen is in, where they look different; "" where it has but one."""
        return ""

    @classmethod
    def in_japanese(cls, reading: Reading) -> Control | None:
        """What shows an unknown page behind this screen in Japanese; None where pressing it might lose something."""
        return None

    async def send(self, form: Form | None, *to: type[S], values: tuple[Secret | str, ...]) -> S:
        """Type the values into the form's fields and press its button; raises as `press` does."""
        try:
            button = await self._fill(form, values)
        except FlowError as error:
            return await ask_for_help(self.tab, error, to, Attempt(act="filling", screen=self))
        return await self.press(button, *to)

    async def _fill(self, form: Form | None, values: tuple[Secret | str, ...]) -> Control:
        if form is None:
            raise UnexpectedPage("TOOL-001", address=self.tab.place)
        for wanted, control in zip(form.wanted, (form.button, *form.fields), strict=False):
            self._note(wanted, control)
        for field, value in zip(form.fields, values, strict=True):
            if isinstance(value, Secret):
                await self.tab.fill_secret(field, value, owner=getattr(self.tab.site, self.owner))
            else:
                await self.tab.fill(field, value)
        if form.fields and not form.button.enabled:
            await self.tab.leave_field()
        return form.button

    async def press(
        self,
        button: Control | Caption | None,
        *to: type[S],
        row: Caption | None = None,
        seconds: float | None = None,
    ) -> S:
        """Press the button (or the one of these words) and return which of the screens `to` follows.

        Raises Refused with this screen's code, Unavailable or UnexpectedPage when none of them does.
        """
        words = button.words[0] if isinstance(button, Caption) else button.name if button else ""
        found = self.reading.button(button, row) if isinstance(button, Caption) else button
        if isinstance(button, Caption) and found:
            self._note(button, found)
        return await self.follow(
            lambda: self.tab.press(self._present(found)), *to, seconds=seconds, button=words
        )

    async def press_for_file(self, button: Control, *, seconds: float) -> bytes:
        """Press the button and return the file that the site sends.

        Raises as `press` does about a page that comes in its place, Unavailable (NET-003) if nothing comes.
        """
        turn = _Turn[Screen](self, (), silence=max(_SILENT_GRACE, seconds / 3))
        try:
            return await self.tab.download(
                lambda: self.tab.press(button), unless=turn.outcome, seconds=seconds
            )
        except FlowError as error:
            raise turn.trouble or _late(error, turn.strange) from None

    async def follow(
        self, act: Callable[[], Awaitable[None]], *to: type[S], seconds: float | None = None, button: str = ""
    ) -> S:
        """Do `act`, which presses `button`, and return which of the screens `to` follows; raises as `press` does."""
        turn = _Turn(self, to, silence=max(_SILENT_GRACE, (seconds or 0) / 3))
        departure = self.tab.departure
        limit = seconds or self.tab.site.limits.page
        done = False
        try:
            await act()
            done = True
            return await _note_screen(await _in_japanese(self.tab, turn.outcome, seconds=limit))
        except FlowError as error:
            act_done: AttemptedAct = "pressed" if done else "missing"
            attempt = Attempt(act=act_done, screen=self, button=button)
            trouble = _unsent(turn.trouble or _late(error, turn.strange), departure, self)
            await _note_unknown(self.tab, trouble, to)
            return await ask_for_help(self.tab, trouble, to, attempt)

    def _note(self, wanted: Caption, control: Control) -> None:
        self.tab.note(match_of(type(self).__name__, wanted, control))

    def _find_and_note(self, wanted: Caption, control: Control | None) -> Control:
        """The control, present, once it is noted how it was found."""
        found = self._present(control)
        self._note(wanted, found)
        return found

    def _present(self, control: Control | None) -> Control:
        if control is None:
            raise UnexpectedPage("TOOL-001", address=self.tab.place)
        return control


S = TypeVar("S", bound=Screen)


async def arrival(tab: Tab, reading: Reading, among: tuple[type[S], ...], *, refused: str) -> S:
    """Which of the screens `among` is shown after an address was opened.

    An unknown page in English is looked at in Japanese, once. Raises Refused (code `refused`), Unavailable
    or UnexpectedPage when it is none of them.
    """
    try:
        return await _arrive(tab, reading, among, refused=refused)
    except FlowError as error:
        await _note_unknown(tab, error, among)
        return await ask_for_help(tab, error, among, Attempt(act="opened"))


async def _arrive(tab: Tab, reading: Reading, among: tuple[type[S], ...], *, refused: str) -> S:
    patience, switch = _Patience(tab, _GRACE), _Switch(tab)
    strange: list[FlowError] = []

    def answer(now: Reading) -> S | Control | None:
        for kind in among:
            for each in (now, *now.behind):
                if kind.is_shown(each):
                    return kind(tab, each)
        strange[:] = [verdict(now, now.lines, refused) or unknown_page(tab, now, now.lines, among)]
        way = switch.use(now, way_to_japanese(now))
        if way:
            return way
        if patience.over(now):
            raise strange[0]
        return None

    try:
        return await _note_screen(
            await _in_japanese(tab, answer, answer(reading), seconds=tab.site.limits.page)
        )
    except Unavailable as error:
        raise _late(error, next(iter(strange), None)) from None


async def _note_screen(screen: S) -> S:
    screen.tab.go_on_in(screen.reading)
    screen.tab.seen.note(screen.reading, type(screen))
    screen.tab.journal.debug("recognised", screen=type(screen).__name__)
    if screen.tab.watch:
        await screen.tab.watch(screen)
    return screen


async def _note_unknown(tab: Tab, error: FlowError, among: tuple[type[Screen], ...]) -> None:
    """Remember a page that is none of those that were expected; a watch that wants to see those too is handed it."""
    if isinstance(error, UnexpectedPage) and tab.latest and among:
        tab.seen.note(tab.latest, None, among)
        strange = getattr(tab.watch, "strange", None)
        if strange:
            await strange(Screen(tab, tab.latest))


async def _in_japanese(
    tab: Tab,
    answer: Callable[[Reading], S | Control | None],
    found: S | Control | None = None,
    *,
    seconds: float,
) -> S:
    """What `answer` is at last; what it asks for first is the way to Japanese, and is pressed."""
    while found is None or isinstance(found, Control):
        if found:
            await tab.press(found)
        found = await tab.until(answer, seconds=seconds)
    return found


def unknown_page(
    tab: Tab, now: Reading, lines: Iterable[str], among: Iterable[type[Screen]]
) -> UnexpectedPage:
    """The page that nobody knows, with its own words, and which of the screens `among` it almost is."""
    said = tab.without_secrets(words_of(lines))
    nearest = tab.without_secrets(tell_nearest(now, among))
    return UnexpectedPage("TOOL-001", address=tab.place, site_words=said, nearest=nearest)


def _late(error: FlowError, strange: FlowError | None) -> FlowError:
    """When time is over: a page that was shown all the while is what there is to tell, not the time."""
    return strange if strange and error.code == "NET-003" else error


def _unsent(error: FlowError, departure: Departure, screen: Screen) -> FlowError:
    """The same, in the light of what has left: a form that was never sent was not refused by the site."""
    if departure.held and isinstance(error, UnexpectedPage | Unavailable):
        return OutcomeUnknown("TOOL-006", site_words=error.site_words)
    if departure.counting and not departure.sent and screen.asks and isinstance(error, Refused):
        return UnexpectedPage("TOOL-001", address=screen.tab.place, site_words=error.site_words)
    return error


class _Patience:
    """Measures how long the same unexpected page has been shown. One that asks to wait is `waited_for`.

    `before` is the page on which something was pressed: what still stands there says nothing about now.
    """

    def __init__(
        self, tab: Tab, seconds: float, before: Reading | None = None, *, waited_for: bool = True
    ) -> None:
        self._waiting = tab.waiting
        self._seconds = seconds
        self._before = before.words if before else None
        self._waited_for = waited_for
        self._since = 0.0
        self._words: str | None = None

    def over(self, now: Reading) -> bool:
        """Whether nothing has changed for longer than the grace."""
        moment = self._waiting.counted
        waiting = self._waited_for and now.words != self._before and under_way(now)
        if now.words != self._words or waiting or self._waiting.loading:
            self._since, self._words = moment, now.words
        return moment - self._since > self._seconds


class _Switch:
    """Switches the language to Japanese, once at most, and only where a page stays unknown."""

    def __init__(self, tab: Tab) -> None:
        self._patience = _Patience(tab, _LANGUAGE_GRACE, waited_for=False)
        self._used = False

    def use(self, now: Reading, way: Control | None) -> Control | None:
        """The way to Japanese, at the moment when it is to be pressed."""
        if self._used or not self._patience.over(now) or way is None:
            return None
        self._used = True
        return way


class _Turn(Generic[S]):
    """Decides, reading by reading, which screen or error a press has led to."""

    def __init__(self, screen: Screen, to: tuple[type[S], ...], *, silence: float) -> None:
        self._screen = screen
        self._to = to
        self._tab = screen.tab
        self._before = screen.reading
        self._behind = [(each.documents, each.words) for each in screen.reading.behind]
        self._dialogs = len(screen.tab.dialogs)
        self._turned = _Patience(screen.tab, _GRACE)
        self._silent = _Patience(screen.tab, silence, screen.reading)
        self._switch = _Switch(screen.tab)
        self.trouble: FlowError | None = None
        self.strange: FlowError | None = None

    def outcome(self, now: Reading) -> S | Control | None:
        """The screen that followed, what shows it in Japanese, or None while nothing can be said yet.

        Raises as Screen.press does.
        """
        turned = now.documents != self._before.documents
        if turned and self._screen.asks and self._screen.is_shown(now):
            raise self._no(now) or refusal(now, self._news(now), self._screen.refused)
        found = next(filter(None, map(self._screen_of, (now, *now.behind))), None)
        if found:
            return found
        way = self._switch.use(now, self._screen.in_japanese(now) if turned else None)
        if way is None:
            self._judge(now, turned)
        return way

    def _screen_of(self, window: Reading) -> S | None:
        """The screen that a window shows, if that was shown neither here nor behind when something was pressed."""
        turned = window.documents != self._before.documents
        if (window.documents, window.words) in self._behind:
            return None
        if turned or window.words != self._before.words:
            for kind in self._to:
                if kind.is_shown(window) and (turned or kind is not type(self._screen)):
                    return kind(self._tab, window)
        return None

    def _judge(self, now: Reading, turned: bool) -> None:
        """Nothing that was expected is shown: say what it is once it has stayed for a while."""
        if turned or now.words != self._before.words:
            self.strange = self._unknown(now, now.news_since(self._before) or now.lines)
        elif self._new_dialogs():
            self.strange = self._unknown(now, self._news(now))
        if turned:
            self.trouble = None
            if self._turned.over(now):
                raise self._no(now) or self.strange or self._unknown(now, now.lines)
            return
        # The old page is still there: the site may just be slow. Only a message box can be its answer;
        # new words on the page are remembered for the time when waiting has an end.
        self.trouble = self._no(now)
        if self._new_dialogs() and self._silent.over(now):
            raise self.trouble or refusal(now, self._news(now), self._screen.refused)

    def _unknown(self, now: Reading, lines: Iterable[str]) -> UnexpectedPage:
        return unknown_page(self._tab, now, lines, self._to)

    def _new_dialogs(self) -> tuple[str, ...]:
        return self._tab.dialogs[self._dialogs :]

    def _news(self, now: Reading) -> tuple[str, ...]:
        lines = (*self._new_dialogs(), *now.news_since(self._before))
        return tuple(self._tab.without_secrets(line) for line in lines)

    def _no(self, now: Reading) -> FlowError | None:
        return verdict(now, self._news(now), self._screen.refused)
