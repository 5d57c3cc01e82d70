"""What a page says: its words, and the controls with the words around them, as plain values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import product
from typing import Literal

from flows.models import Noun

# Where a field's caption may stand, the most certain first; `reading.js` names them.
_SOURCES = ("label", "row", "left", "inside", "before", "above", "placeholder", "title")


def plain(words: str) -> str:
    """Words as they are compared: without width, spaces, brackets, marks and arrows; ユーザー is ユーザ."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    letters = "".join(letter for letter in folded if unicodedata.category(letter)[0] in "LNM")
    return letters.replace("ユーザー", "ユーザ")


def parts(words: str) -> set[str]:
    """The parts of a name that marks or spaces divide, made plain: 「次へ / Next (N)」 has three."""
    return {
        plain(part) for part in re.split(r"[^\w〜ー]+", unicodedata.normalize("NFKC", words)) if plain(part)
    }


class Caption(Noun):
    """How a person would know a control: any of these words, and none of those in `never`.

    `masked` says whether a field shows dots for what is typed; None if that says nothing.
    """

    words: tuple[str, ...]
    never: tuple[str, ...] = ()
    masked: bool | None = None

    def rank(self, text: str) -> int | None:
        """0 for the very words, 1 where the text begins with them, 2 where it holds them, None otherwise."""
        found = plain(text)
        if not found or any(plain(word) in found for word in self.never):
            return None
        ranks = [_rank(plain(word), found) for word in self.words]
        return min((rank for rank in ranks if rank is not None), default=None)


def _rank(word: str, found: str) -> int | None:
    if found == word:
        return 0
    if found.startswith(word):
        return 1
    return 2 if word in found else None


def caption(*words: str, never: Iterable[str] = (), masked: bool | None = None) -> Caption:
    """A Caption of these words."""
    return Caption(words=words, never=tuple(never), masked=masked)


class Control(Noun):
    """One thing on the page that can be filled, chosen or pressed.

    `captions` are the texts around a field as (source, order, words), order 0 being the nearest of its
    source; `most` is its maxlength in characters; `form` tells the forms of a frame apart (-1: none); `shows`
    is what stands in a field that cannot be typed into. `reading`, `frame` and `index` find the node again.
    """

    reading: int = 0
    frame: int = 0
    form: int = -1
    index: int
    kind: Literal["field", "list", "button", "link"]
    type: str = ""
    name: str = ""
    captions: tuple[tuple[str, int, str], ...] = ()
    row: str = ""
    address: str = ""
    enabled: bool = True
    writable: bool = False
    options: tuple[str, ...] = ()
    chosen: str = ""
    most: int | None = None
    shows: str = ""


class Form(Noun):
    """A button and the fields that belong to it, in the order in which they were asked for."""

    button: Control
    fields: tuple[Control, ...]


class FrameReading(Noun):
    """One frame. `born` is the moment its document began (ms since 1970): another document, another moment."""

    born: float
    ready: str
    title: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    controls: tuple[Control, ...] = ()


class Reading(Noun):
    """A page with all its frames, at one moment."""

    address: str = ""
    status: int = 200
    frames: tuple[FrameReading, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether every frame has been parsed to its end."""
        return bool(self.frames) and all(frame.ready != "loading" for frame in self.frames)

    @property
    def documents(self) -> frozenset[float]:
        """The documents shown; it changes with every navigation."""
        return frozenset(frame.born for frame in self.frames)

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines of text, frame by frame."""
        return tuple(line for frame in self.frames for line in frame.lines)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """All table rows and definitions, as cells."""
        return tuple(row for frame in self.frames for row in frame.rows)

    @property
    def controls(self) -> tuple[Control, ...]:
        """All controls, frame by frame."""
        return tuple(control for frame in self.frames for control in frame.controls)

    @property
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
        best: tuple[float, Form] | None = None
        for order, pressed in enumerate(self._buttons(button)):
            near = [
                each for each in self.controls if (each.frame, each.form) == (pressed.frame, pressed.form)
            ]
            for controls, farther in ((near, 0.0), (self.controls, 40.0)):
                fit = _best_fit(wanted, controls)
                cost = fit[0] + farther + order if fit else 0.0
                if fit and (best is None or cost < best[0]):
                    best = (cost, Form(button=pressed, fields=fit[1]))
        return best[1] if best else None

    def field(self, wanted: Caption) -> Control | None:
        """The field a person would take for `wanted`, or None."""
        fit = _best_fit((wanted,), self.controls)
        return fit[1][0] if fit else None

    def choice(self, wanted: Caption) -> Control | None:
        """The list to choose from that is captioned so."""
        return min(_offers(wanted, self.controls, "list"), key=lambda offer: offer[0], default=(0, None))[1]

    def button(self, wanted: Caption, row: Caption | None = None) -> Control | None:
        """The button or link of exactly these words, or of which they are a part: 「次へ / Next」.

        With `row`, only one whose row says so. Buttons go before links, what can be pressed before what cannot.
        """
        found = self._buttons(wanted)
        if row:
            found = [control for control in found if row.rank(control.row) is not None]
        return found[0] if found else None

    def _buttons(self, wanted: Caption) -> list[Control]:
        pressable = [control for control in self.controls if control.kind in ("button", "link")]
        words = {plain(word) for word in wanted.words}
        exact = [control for control in pressable if plain(control.name) in words]
        found = exact or [control for control in pressable if _is_part(words, control.name)]
        return sorted(found, key=lambda control: (not control.enabled, control.kind != "button"))

    def values(self, wanted: Caption) -> list[str]:
        """What stands beside a caption, the likeliest first: in the next cells or a field that only shows it,
        behind a colon, on the next line, in the cell below.
        """
        found: list[tuple[int, str]] = []
        for row, below in zip(self.rows, [*self.rows[1:], ()], strict=False):
            for at, cell in enumerate(row):
                rank = wanted.rank(cell)
                if rank in (0, 1):
                    found += [(rank, each) for each in row[at + 1 :]]
                    found += [(rank + 4, each) for each in below[at : at + 1]]
        lines = [unicodedata.normalize("NFKC", line) for line in self.lines]
        for line, following in zip(lines, [*lines[1:], ""], strict=False):
            before, _, after = line.partition(":")
            if wanted.rank(before) == 0:
                found.append((2, after.strip() or following))
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


def _is_part(words: set[str], name: str) -> bool:
    """Whether one of the words is a part of the name, and the other parts only translate or number it."""
    others = parts(name) - words
    return others != parts(name) and not any(re.search(r"[ぁ-んァ-ヶ一-龠]", other) for other in others)


def _best_fit(
    wanted: tuple[Caption, ...], controls: Iterable[Control]
) -> tuple[float, tuple[Control, ...]] | None:
    """A field of its own for each caption, so that all of them together fit best, and what speaks against it."""
    offers = [_offers(each, controls, "field") for each in wanted]
    choices = [choice for choice in product(*offers) if len({id(one[1]) for one in choice}) == len(wanted)]
    if not choices:
        return None
    best = min(choices, key=lambda choice: sum(cost for cost, _ in choice))
    return sum(cost for cost, _ in best), tuple(control for _, control in best)


def _offers(wanted: Caption, controls: Iterable[Control], kind: str) -> list[tuple[float, Control]]:
    """The controls that could be meant, each with what speaks against it."""
    offers = []
    for position, control in enumerate(controls):
        if control.kind != kind or control.type in ("radio", "checkbox"):
            continue
        costs = [_cost(wanted, *each) for each in control.captions]
        known = [cost for cost in costs if cost is not None]
        if known:
            unlike = wanted.masked is not None and wanted.masked != (control.type == "password")
            offers.append((min(known) + (15 if unlike else 0) + position / 1000, control))
    return sorted(offers, key=lambda offer: offer[0])[:8]


def _cost(wanted: Caption, source: str, order: int, words: str) -> float | None:
    rank = wanted.rank(words)
    if rank is None:
        return None
    sentence = len(plain(words)) > 3 * max(len(plain(word)) for word in wanted.words) + 12
    return _SOURCES.index(source) * 10 + order * 4 + rank * 2 + (30 if sentence else 0)
