"""Which pages one tab has shown to the flows: as which screen each was recognised, or that it was not."""

from __future__ import annotations

from typing import Any, NamedTuple

from ekakushin.flows.browser.reading import Reading


class SeenPage(NamedTuple):
    """A page and the class of the screen that it was; None where it was none of the `expected` ones."""

    reading: Reading
    screen: type[Any] | None
    expected: tuple[type[Any], ...] = ()


class SeenPages:
    """The pages that were noted, each kind of them once: as it was seen last."""

    def __init__(self) -> None:
        self._pages: dict[object, SeenPage] = {}

    def __bool__(self) -> bool:
        return bool(self._pages)

    def note(self, reading: Reading, screen: type[Any] | None, expected: tuple[type[Any], ...] = ()) -> None:
        """Remember a page. Of one screen several pages may be seen in a row, told apart by where they lie."""
        path = reading.frames[0].path if reading.frames else ""
        self._pages[screen or expected, path] = SeenPage(reading, screen, expected)

    def take(self) -> list[SeenPage]:
        """What was noted since the last time, in the order in which it was seen first."""
        pages, self._pages = list(self._pages.values()), {}
        return pages
