"""The entries of the error guide, read from the TOML files of this folder."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ekakushin.flows.text import Language, language

Who = Literal["person", "it", "society", "service", "us"]
Again = Literal["now", "later", "after", "never"]
BasisMark = Literal["G", "S", "A", "T"]

FAMILIES = (
    "issuance",
    "certificates",
    "account",
    "signing",
    "network",
    "environment",
    "mails",
    "tool",
)


_HEADING = re.compile(r"^\[([A-Z]+-\d{3})\]$", re.MULTILINE)


# Plain dataclasses: every command can end in an error, and pydantic takes as long to import as the command line itself.
# That the tables fit is the guide's own tests' affair.
@dataclass(frozen=True, kw_only=True)
class Wording:
    """The texts of an entry in one language. `sentence`, `now` and `remedy` may hold {names} of an error's values.

    `sentence` is what happened, `now` what to do about it in a sentence or two, `remedy` the same as steps;
    `when` says whether and when it is safe to try again, `basis` what the entry rests on.
    """

    title: str
    sentence: str
    symptom: str
    cause: str
    now: str
    remedy: tuple[str, ...]
    when: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One failure: its stable code, who must act, whether trying again is right, and the words for it.

    `who`: the person whose account it is, IT (whoever looks after PC and tool), the society, the service (one
    waits), or us who wrote the tool. `again`: now, later, after the remedy, or never. `mark`: G the set-up guide,
    S a sister system or a public source, A assumed, T tried here, or this tool's own doing and no fact about the
    sites. `page` is the page of the vendor's guide, "" where that is not known. `signs` are what sites, Windows
    and browsers say of it, word for word; `words` are what people call it who look for it, in both languages.
    """

    code: str
    who: Who
    again: Again
    mark: BasisMark
    page: str = ""
    signs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ja: Wording
    en: Wording

    @property
    def wording(self) -> Wording:
        """The words in the language in use."""
        return self.wording_in(language())

    def wording_in(self, in_language: Language) -> Wording:
        """The words in a language."""
        return self.en if in_language == "en" else self.ja

    @property
    def texts(self) -> Iterator[str]:
        """Everything that can be read in it, in both languages."""
        yield from (self.code, self.page, *self.signs, *self.words)
        for wording in (self.ja, self.en):
            yield from (wording.title, wording.sentence, wording.symptom, wording.cause, wording.now)
            yield from wording.remedy


@cache
def entry(code: str) -> Entry:
    """The entry of a code, written as the guide does. Raises KeyError for one that the guide does not have."""
    table = tomllib.loads(_read_entries()[code])[code]
    signs, words = tuple(table.pop("signs", ())), tuple(table.pop("words", ()))
    ja, en = _wording(table.pop("ja")), _wording(table.pop("en"))
    return Entry(code=code, signs=signs, words=words, ja=ja, en=en, **table)


def _wording(table: dict[str, Any]) -> Wording:
    return Wording(remedy=tuple(table.pop("remedy")), **table)


def codes() -> tuple[str, ...]:
    """All codes in the guide's order."""
    return tuple(_read_entries())


def entries() -> tuple[Entry, ...]:
    """All entries in the guide's order."""
    return tuple(map(entry, codes()))


# A certificate that may be lost or issued twice, then accounts that more attempts would lock, then a key that is gone.
_DANGEROUS = ("ISS-004", "ACC-002", "ACC-008", "ACC-001", "CRT-007")


def danger(code: str) -> int:
    """How far down a code stands among those with which a mistake cannot be taken back; all others come after them."""
    return _DANGEROUS.index(code) if code in _DANGEROUS else len(_DANGEROUS)


@cache
def _read_entries() -> dict[str, str]:
    """Each entry as it is written, by its code: most commands want one of them, or none."""
    written: dict[str, str] = {}
    for family in FAMILIES:
        text = Path(__file__).with_name(f"{family}.toml").read_text("utf-8")
        starts = [*(heading.start() for heading in _HEADING.finditer(text)), len(text)]
        for start, end in itertools.pairwise(starts):
            piece = text[start:end]
            written[piece[1 : piece.index("]")]] = piece
    return written
