"""Finds entries of the guide by what somebody has seen: a code, a word, an error number, a whole sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ekakushin.flows.guide.entries import Entry, entries

# How much a find is worth, by where it was made.
_CODE, _SIGN, _WORD, _TITLE, _TOLD, _ALIKE = 100.0, 50.0, 30.0, 20.0, 5.0, 5.0
_SHORTEST_SIGN = 4  # letters below which a sign within a sentence is a coincidence
_SHORTEST_ALIKE = 4  # letters below which likeness says nothing
_SHORTEST_BEGINNING = 4  # letters from which a Latin word may be the beginning of another
_ALIKE_FROM = 0.5  # the share of letter pairs from which a text is alike


_LATIN = re.compile(r"[0-9a-z]+")
_HRESULT = re.compile(r"0x[0-9a-f]{8}")


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
    words: tuple[str, ...]
    titles: tuple[_PlainText, ...]
    told: tuple[_PlainText, ...]


class _Find(NamedTuple):
    """An entry with what speaks for it: the query's words that it holds, what of its own the query quotes, the sum."""

    entry: Entry
    hits: int
    sign: float
    word: float
    score: float

    def rank(self) -> tuple[bool, int, float]:
        """The best first: a quoted sign, then as many words as can be, then the sum."""
        return not self.sign, -(self.hits + bool(self.word)), -self.score


def search(words: str | Iterable[str]) -> tuple[Entry, ...]:
    """The entries that these words find, best first; none for no words.

    Case, spaces, marks and full or half width make no difference, and a number of Windows may be given as it is
    written anywhere: 0x80090016, 80090016, -2146893802. What sites and Windows say word for word comes before all
    else; an entry that holds all the words comes before one that holds only some; a sentence that stands nowhere
    finds what is most like it.
    """
    given = [words] if isinstance(words, str) else list(words)
    parts = [part for each in given for part in each.split()]
    query = _text(" ".join(parts))
    wanted = [letters for part in parts if (letters := plain(part))]
    found = _find_all(query, wanted, alike=False)
    if not any(one.sign for one in found):
        found = _find_all(query, wanted, alike=True)
    most = max((one.hits for one in found), default=0)
    best = [one for one in found if one.hits == most or one.score >= _WORD]
    return tuple(one.entry for one in sorted(best, key=_Find.rank))


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
            signs=tuple(form for sign in each.signs for form in _spell_sign(sign)),
            words=tuple(plain(word) for word in each.words),
            titles=(_text(each.ja.title), _text(each.en.title)),
            told=tuple(_text(text) for text in each.texts),
        )
        for each in entries()
    )


def _spell_sign(sign: str) -> tuple[str, ...]:
    """The sign, plain; an HRESULT also without its 0x, and in decimal both as scripts and as programs show it."""
    letters = plain(sign)
    if not _HRESULT.fullmatch(letters):
        return (letters,)
    number = int(letters, 16)
    return letters, letters[2:], str(2**32 - number), str(number)


def _find_all(query: _PlainText, wanted: list[str], *, alike: bool) -> list[_Find]:
    finds = (_find(each, query, wanted, alike=alike) for each in _plain_entries())
    return [one for one in finds if one.score > 0]


def _find(within: _PlainEntry, query: _PlainText, wanted: list[str], *, alike: bool) -> _Find:
    worths = [_worth(within, word) or (_likeness(within, word) if alike else 0.0) for word in wanted]
    signs = (sign for sign in within.signs if len(sign) >= _SHORTEST_SIGN and sign in query.plain)
    sign = max((_SIGN + len(sign) for sign in signs), default=0.0)
    word = max((_WORD + len(word) for word in within.words if _quotes(query, word)), default=0.0)
    return _Find(within.entry, sum(worth > 0 for worth in worths), sign, word, sum(worths) + sign + word)


def _quotes(query: _PlainText, word: str) -> bool:
    """Whether one of an entry's own words stands in the query; a short Latin one only as a word of its own."""
    short = word.isascii() and len(word) < _SHORTEST_BEGINNING
    return word in (query.latin if short else query.plain)


def _worth(within: _PlainEntry, word: str) -> float:
    """What one word is worth for one entry, by the best place where it stands."""
    if within.code in word or word in (within.code, within.code[:-3], within.code[-3:]):
        return _CODE
    times = sum(text.has(word) for text in within.told)
    return max(
        _SIGN * max((len(word) / len(sign) for sign in within.signs if word in sign), default=0.0),
        _TITLE if any(title.has(word) for title in within.titles) else 0.0,
        _TOLD + times if times else 0.0,
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
