"""A page as it was read, as plain values: its text, its tables, and its controls with the words around them."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from ekakushin.flows.browser.controls import Control, Form
from ekakushin.flows.browser.matching import best_fit, buttons, form_of
from ekakushin.flows.browser.words import Caption, caption, plain
from ekakushin.flows.models import Noun

__all__ = ["Caption", "Control", "Form", "FrameReading", "Reading", "caption", "plain"]


_SHORT = 80  # characters of a line that may be a caption and its value


class FrameReading(Noun):
    """One frame. `born` is the moment its document began (ms since 1970): another document, another moment.

    `rows` are those of tables and definition lists, `beside` what stands side by side on the screen, `headings` the
    lines that stand out. `forms` are (method, path of the action), in the order that `Control.form` counts.
    """

    born: float
    ready: str
    title: str = ""
    path: str = ""
    headings: tuple[str, ...] = ()
    forms: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    beside: tuple[tuple[str, ...], ...] = ()
    controls: tuple[Control, ...] = ()


class Reading(Noun):
    """A page with all its frames, at one moment.

    `number` tells it from other readings of the same tab; `behind` are the site's other windows at that moment.
    """

    number: int = 0
    address: str = ""
    status: int = 200
    frames: tuple[FrameReading, ...] = ()
    behind: tuple[Reading, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether every frame has been parsed to its end."""
        return bool(self.frames) and all(frame.ready != "loading" for frame in self.frames)

    @property
    def documents(self) -> frozenset[float]:
        """The documents shown; it changes with every navigation."""
        return frozenset(frame.born for frame in self.frames)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """All lines of text, frame by frame."""
        return tuple(line for frame in self.frames for line in frame.lines)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """All table rows and definitions, as cells."""
        return tuple(row for frame in self.frames for row in frame.rows)

    @property
    def beside(self) -> tuple[tuple[str, ...], ...]:
        """What stands side by side on the screen, whatever the markup, line by line."""
        return tuple(line for frame in self.frames for line in frame.beside)

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """All controls, frame by frame."""
        return tuple(control for frame in self.frames for control in frame.controls)

    @cached_property
    def words(self) -> str:
        """The whole text, made `plain`."""
        return plain("".join(self.lines))

    def says(self, *phrases: str) -> bool:
        """Whether any of the phrases stands on the page, however it is spaced or wide."""
        return any(plain(phrase) in self.words for phrase in phrases)

    def matches(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern occurs in `words`."""
        return pattern.search(self.words) is not None

    def form(self, button: Caption, *wanted: Caption) -> Form | None:
        """The form that a person would fill and send: the fields that fit best together, each its own, and the
        button that belongs to them. None if a caption has no field or there is no such button.
        """
        pressable = buttons(button, self.controls)
        forms = [form_of(pressed, button, wanted, self.controls) for pressed in pressable]
        found = [each for each in forms if each]
        if not found:
            return None
        _, best = min(found, key=lambda each: each[0])
        return best.model_copy(update={"wanted": (button, *wanted)})

    def field(self, wanted: Caption) -> Control | None:
        """The field a person would take for `wanted`, or None."""
        fit = best_fit((wanted,), self.controls, "field")
        return fit[1][0] if fit else None

    def choices(self, *wanted: Caption) -> tuple[Control, ...]:
        """The lists to choose from that are captioned so, each its own; none if one of them is missing."""
        fit = best_fit(wanted, self.controls, "list")
        return fit[1] if fit else ()

    def choice(self, wanted: Caption) -> Control | None:
        """The list to choose from that is captioned so."""
        return next(iter(self.choices(wanted)), None)

    def button(self, wanted: Caption, row: Caption | None = None) -> Control | None:
        """The button or link of exactly these words, or of which they are a part: 「次へ / Next」.

        With `row`, only one whose row says so. Buttons go before links, what can be pressed before what cannot.
        """
        found = buttons(wanted, self.controls)
        if row:
            found = [control for control in found if row.rank(control.row) is not None]
        return found[0] if found else None

    def values(self, wanted: Caption) -> list[str]:
        """What stands beside a caption, the likeliest first: in the next cells or a field that only shows it,
        behind a colon, on the next line, in the cell below.
        """
        apart = tuple(line for each in self.beside for line in (each, ()))  # below is another matter
        found = [
            *_in_cells(wanted, self.rows),
            *((rank + 1, cell) for rank, cell in _in_cells(wanted, apart)),
        ]
        lines = [unicodedata.normalize("NFKC", line) for line in self.lines]
        for line, following in zip(lines, [*lines[1:], ""], strict=False):
            before, _, after = line.partition(":")
            if wanted.rank(before) == 0:
                found.append((2, after.strip() or following))
            found += [(3, rest) for rest in [wanted.rest(line)] if rest and len(line) <= _SHORT]
        for control in self.controls:
            ranks = [wanted.rank(words) for _, _, words in control.captions]
            if control.shows and any(rank in (0, 1) for rank in ranks):
                found.append((1, control.shows))
        return [words for _, words in sorted(found, key=lambda each: each[0]) if plain(words)]

    def value(self, wanted: Caption) -> str:
        """The likeliest of `values`; "" if there is none."""
        return next(iter(self.values(wanted)), "")

    def news_since(self, earlier: Reading) -> tuple[str, ...]:
        """The lines that `earlier` did not have: what the site says now."""
        known = {plain(line) for line in earlier.lines}
        return tuple(line for line in self.lines if plain(line) and plain(line) not in known)


def _in_cells(wanted: Caption, rows: tuple[tuple[str, ...], ...]) -> list[tuple[int, str]]:
    """What stands behind a caption in its row, or below it."""
    found: list[tuple[int, str]] = []
    for row, below in zip(rows, [*rows[1:], ()], strict=False):
        for at, cell in enumerate(row):
            rank = wanted.rank(cell)
            if rank in (0, 1):
                found += [(rank, each) for each in row[at + 1 :]]
                found += [(rank + 4, each) for each in below[at : at + 1]]
    return found
