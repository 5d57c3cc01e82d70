"""A screen as it was seen once: its description without what is personal, and what the flows miss on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import Field

from ekakushin.flows.browser.reading import Reading, plain
from ekakushin.flows.changes.volatile import personal_values, strike_out
from ekakushin.flows.models import Noun
from ekakushin.flows.redaction import redact
from ekakushin.flows.screens.description import ScreenDescription, describe
from ekakushin.flows.screens.done import DoneScreen
from ekakushin.flows.screens.home import HomeScreen, LoggedOutScreen
from ekakushin.flows.screens.issue import ArchiveScreen
from ekakushin.flows.screens.nearest import ScreenPart, find_part
from ekakushin.flows.screens.recognition import SCREENS, recognise
from ekakushin.flows.screens.screen import Screen

_BY_NAME = {kind.__name__: kind for kind in SCREENS}


class ScreenSight(Noun):
    """One screen, seen once. `screen` is its class, "" for a page that nobody knows where one of `expected` was wanted.

    `variant` tells the states of one screen apart, which are compared each with its own. `missing` are, for the screen
    and for each expected one, the captions of its parts that the flows do not find.
    """

    screen: str
    variant: str = ""
    expected: tuple[str, ...] = ()
    missing: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    description: ScreenDescription

    @property
    def recognised(self) -> bool:
        """Whether it is a screen that the flows know."""
        return bool(self.screen)

    @property
    def name(self) -> str:
        """The screen; the one that was wanted where nobody knows the page."""
        return self.screen or next(iter(self.expected), "")

    @property
    def key(self) -> str:
        """Under which name it is kept and compared: its screen and the state of that."""
        return f"{self.name}/{self.variant}" if self.variant else self.name


def sight_of(
    reading: Reading,
    kind: type[Screen] | None,
    expected: Sequence[type[Screen]] = (),
    *,
    personal: Iterable[str] = (),
) -> ScreenSight:
    """The sight of a reading that is the screen `kind`, or none of the `expected`; `personal` words are struck out."""
    own = _own_kind(kind, reading) if kind else None
    variant = own.variant(reading) if own else ""
    wanted = [each for each in map(_concrete, expected) if each.parts]
    return ScreenSight(
        screen=own.__name__ if own else "",
        variant=variant,
        expected=tuple(dict.fromkeys(each.__name__ for each in map(_concrete, expected))),
        missing={each.__name__: _missing(reading, each, variant) for each in ([own] if own else wanted)},
        description=_without_personal(
            reading, own, tuple(personal), holds_a_pin=ArchiveScreen in (own, *expected)
        ),
    )


def parts_of(screen: str, variant: str = "") -> tuple[ScreenPart, ...]:
    """What the flows need of a screen, by the name of its class; () where that is not known."""
    return _BY_NAME[screen].parts_in(variant) if screen in _BY_NAME else ()


def _own_kind(kind: type[Screen], reading: Reading) -> type[Screen]:
    """Every page behind the login is a HomeScreen: which one it is says more."""
    found = _concrete(kind)
    return (recognise(reading) or found) if found is HomeScreen else found


def _concrete(kind: type[Screen]) -> type[Screen]:
    """The screen itself, of which a flow may have asked for one state."""
    base: Any = kind.__mro__[1]
    return kind if base is Screen or not issubclass(base, Screen) else _concrete(base)


def _missing(reading: Reading, kind: type[Screen], variant: str) -> tuple[str, ...]:
    return tuple(part.caption.words[0] for part in kind.parts_in(variant) if find_part(reading, part) is None)


def _without_personal(
    reading: Reading, kind: type[Screen] | None, personal: tuple[str, ...], *, holds_a_pin: bool
) -> ScreenDescription:
    """The description; of a page on which a PIN is or may be shown nothing but title, fields and buttons."""
    found = describe(reading, screen=kind.__name__ if kind else "")
    values = personal_values(reading)

    def safe(words: str) -> str:
        return redact(strike_out(words, personal))

    def all_safe(lines: Iterable[str]) -> tuple[str, ...]:
        if holds_a_pin:
            return ()
        left = (values.get(plain(line), line) for line in lines)
        return tuple(safe(line) for line in left if line)

    controls = (each.model_copy(update={"captions": all_safe(each.captions)}) for each in found.controls)
    buttons = (each.model_copy(update={"words": safe(each.words)}) for each in found.buttons)
    return found.model_copy(
        update={
            "title": safe(found.title),
            "headings": all_safe(found.headings),
            "texts": all_safe(found.texts),
            "controls": tuple(controls),
            "buttons": tuple(buttons),
        }
    )


def key_of_screen(name: str, *, state: str = "", path: str = "") -> str:
    """Under which key the sights of a screen are kept, by the name of its class or of one that is a state of it."""
    kinds = {kind.__name__.lstrip("_"): kind for kind in _below(Screen)}
    kind = kinds.get(name.lstrip("_"))
    if kind is None:
        return name
    own = _concrete(kind)
    variant = path if own in (DoneScreen, LoggedOutScreen) else state
    return f"{own.__name__}/{variant}" if variant else own.__name__


def _below(kind: type[Screen]) -> Iterator[type[Screen]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
