"""Finds entries of the guide by what somebody has seen: a code, a word, an error number, a whole sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ekakushin.flows.guide.entries import Entry, entries

# How much a find is worth, by where it was made.
_CODE, _SIGN, _TITLE, _TOLD, _ALIKE = 100.0, 50.0, 20.0, 5.0, 10.0
_SHORTEST_SIGN = 4  # letters below which a sign within a sentence is a coincidence
_SHORTEST_ALIKE = 4  # letters below which likeness says nothing
_SHORTEST_BEGINNING = 4  # letters from which a Latin word may be the beginning of another
_ALIKE_FROM = 0.5  # the share of letter pairs from which a text is alike


_LATIN = re.compile(r"[0-9a-z]+")


class _PlainText(NamedTuple):
    """A text prepared for searching: its letters and digits alone, and its Latin words."""

    plain: str
    latin: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether a plain word stands in it: a Latin one from a word's beginning, any other anywhere."""
        if not word.isascii():
            return word in self.plain
        if len(word) < _SHORTEST_BEGINNING:
            return word in self.latin
        return any(each.startswith(word) for each in self.latin)


class _PlainEntry(NamedTuple):
    """One entry prepared for searching."""

    entry: Entry
    code: str
    signs: tuple[str, ...]
    titles: tuple[_PlainText, ...]
    told: tuple[_PlainText, ...]


def search(words: str | Iterable[str]) -> tuple[Entry, ...]:
    """The entries that these words find, best first; none for no words.

    Case, spaces, marks and full or half width make no difference. An entry that holds all the words comes before
    one that holds only some; a sentence that stands nowhere finds what is most like it.
    """
    given = [words] if isinstance(words, str) else list(words)
    wanted = [letters for each in given for part in each.split() if (letters := plain(part))]
    scored = [(_hits(each, wanted), _score(each, wanted), each.entry) for each in _plain_entries()]
    found = [(hits, score, entry) for hits, score, entry in scored if score > 0]
    most = max((hits for hits, _, _ in found), default=0)
    best = [one for one in found if one[0] == most or one[1] >= _SIGN]
    return tuple(entry for _, _, entry in sorted(best, key=lambda one: (-one[0], -one[1])))


def plain(text: str) -> str:
    """`text` for comparing: one width, one case, no spaces and marks."""
    return "".join(letter for letter in _fold(text) if letter.isalnum())


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _text(text: str) -> _PlainText:
    words = {*_LATIN.findall(_fold(text)), *(plain(word) for word in text.split())}
    return _PlainText(plain(text), frozenset(words))


@cache
def _plain_entries() -> tuple[_PlainEntry, ...]:
    return tuple(
        _PlainEntry(
            entry=each,
            code=plain(each.code),
            signs=tuple(plain(sign) for sign in each.signs),
            titles=(_text(each.ja.title), _text(each.en.title)),
            told=tuple(_text(text) for text in each.texts),
        )
        for each in entries()
    )


def _hits(within: _PlainEntry, wanted: list[str]) -> int:
    return sum(_worth(within, word) > 0 for word in wanted)


def _score(within: _PlainEntry, wanted: list[str]) -> float:
    whole = "".join(wanted)
    quoted = [_SIGN + len(sign) for sign in within.signs if len(sign) >= _SHORTEST_SIGN and sign in whole]
    return sum(_worth(within, word) for word in wanted) + max(quoted, default=0.0)


def _worth(within: _PlainEntry, word: str) -> float:
    """What one word is worth for one entry, by the best place where it stands."""
    if within.code in word or word in (within.code, within.code[:-3], within.code[-3:]):
        return _CODE
    times = sum(text.has(word) for text in within.told)
    return max(
        _SIGN * max((len(word) / len(sign) for sign in within.signs if word in sign), default=0.0),
        _TITLE if any(title.has(word) for title in within.titles) else 0.0,
        _TOLD + times if times else _likeness(within, word),
    )


def _likeness(within: _PlainEntry, word: str) -> float:
    """The share of the word's letter pairs in the text that has most of them, where it is worth naming."""
    if len(word) < _SHORTEST_ALIKE or word.isascii():
        return 0.0
    pairs = _pairs(word)
    share = max(len(pairs & _pairs(text.plain)) / len(pairs) for text in within.told)
    return _ALIKE * share if share >= _ALIKE_FROM else 0.0


@cache
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
