"""What a page says: its words, and the controls with the words around them, as plain values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from flows.models import Noun

_DECORATION = re.compile(r"[\s\u200b\u00ad\[\]［］【】〔〕「」『』<>《》〈〉»«▶►▷◀→⇒・●○◎■□◆◇※*:.。、!]+")


# Where a field's caption may stand, the most certain first; `reading.js` names them.
_SOURCES = ("label", "row", "left", "before", "above", "placeholder", "title")


def plain(words: str) -> str:
    """Words without what differs between two renderings of them: width, spaces, brackets, marks, ユーザー/ユーザ."""
    folded = _DECORATION.sub("", unicodedata.normalize("NFKC", words)).casefold()
    return folded.replace("ユーザー", "ユーザ").replace("~", "〜")


class Caption(Noun):
    """How a person would know a control: any of these words, and none of those in `never`."""

    words: tuple[str, ...]
    never: tuple[str, ...] = ()

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


def caption(*words: str, never: Iterable[str] = ()) -> Caption:
    """A Caption of these words."""
    return Caption(words=words, never=tuple(never))


class Control(Noun):
    """One thing on the page that can be filled, chosen or pressed.

    `captions` are the texts around a field, best source first; `most` is its maxlength in characters.
    """

    frame: int = 0
    index: int
    kind: Literal["field", "list", "button", "link"]
    type: str = ""
    name: str = ""
    captions: tuple[tuple[str, str], ...] = ()
    row: str = ""
    address: str = ""
    enabled: bool = True
    writable: bool = False
    options: tuple[str, ...] = ()
    chosen: str = ""
    most: int | None = None


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

    def field(self, wanted: Caption) -> Control | None:
        """The field a person would take for `wanted`: the better source of its caption wins, then the closer words."""
        return self._captioned(wanted, "field")

    def list(self, wanted: Caption) -> Control | None:
        """The list to choose from that is captioned so."""
        return self._captioned(wanted, "list")

    def _captioned(self, wanted: Caption, kind: str) -> Control | None:
        found = [
            (_SOURCES.index(source), rank, order, control)
            for order, control in enumerate(self.controls)
            if control.kind == kind and control.type not in ("radio", "checkbox")
            for source, text in control.captions
            if (rank := wanted.rank(text)) is not None
        ]
        return min(found, key=lambda each: each[:3], default=(None,) * 4)[3]

    def button(self, wanted: Caption, row: Caption | None = None) -> Control | None:
        """The button or link of exactly these words; with `row`, only one whose row says so."""
        found = [
            control
            for control in self.controls
            if control.kind in ("button", "link") and wanted.rank(control.name) == 0
            if row is None or row.rank(control.row) is not None
        ]
        pressable = [control for control in found if control.enabled] or found
        return min(pressable, key=lambda control: control.kind != "button", default=None)

    def value(self, wanted: Caption) -> str:
        """What stands beside a caption: in the next cell, behind a colon, or on the next line; "" if nothing."""
        for row in self.rows:
            for at, cell in enumerate(row[:-1]):
                if wanted.rank(cell) in (0, 1):
                    return next((each for each in row[at + 1 :] if plain(each)), "")
        lines = [unicodedata.normalize("NFKC", line) for line in self.lines]
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            before, mark, after = line.partition(":")
            if wanted.rank(before) == 0:
                return after.strip() if mark and after.strip() else following
        return ""

    def news_since(self, earlier: Reading | None) -> str:
        """The lines that `earlier` did not have: what the site says now."""
        known = {plain(line) for line in earlier.lines} if earlier else set()
        fresh = [line for line in self.lines if plain(line) and plain(line) not in known]
        return " ".join(dict.fromkeys(fresh))[:400]
