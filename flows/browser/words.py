"""Compares words however they are written: width, spaces, brackets and marks make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ekakushin.flows.models import Noun

# Typed in place of the long vowel's mark: 「パスワ－ド」, 「ﾊﾟｽﾜ-ﾄﾞ」. No such mark follows ン or ッ.
_DASHES = re.compile(r"(?<=[ァ-ヶ])(?<![ンッ])[－―—─−]|(?<=[ｦ-ﾟ])(?<![ﾝｯ])[-－―—─−]")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
_LATIN = re.compile(r"[a-z0-9]")


@lru_cache(maxsize=4096)  # the same captions are compared with the same lines again and again
def plain(words: str) -> str:
    """Words as they are compared: without width, spaces, brackets, marks and arrows; ユーザー is ユーザ."""
    folded = unicodedata.normalize("NFKC", _DASHES.sub("ー", words)).casefold()
    letters = "".join(letter for letter in folded if unicodedata.category(letter)[0] in "LN")
    return letters.replace("ユーザー", "ユーザ")


def parts(words: str) -> set[str]:
    """The parts of a name that marks or spaces divide, made plain: 「次へ / Next (N)」 has three."""
    return {
        plain(part) for part in re.split(r"[^\w〜ー]+", unicodedata.normalize("NFKC", words)) if plain(part)
    }


def is_part(words: set[str], name: str) -> bool:
    """Whether one of the plain words is a part of the name, and the rest only translates or numbers it."""
    others = parts(name) - words
    if others != parts(name) and not any(_JAPANESE.search(other) for other in others):
        return True
    if plain(name).strip("0123456789") in words:
        return True
    kept = _LATIN.sub("", plain(name))
    return any(_JAPANESE.search(word) and _LATIN.sub("", word) == kept for word in words)


class Caption(Noun):
    """The words by which a control is found: any of `words`, and none of `never`.

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

    def rest(self, text: str) -> str:
        """What follows the words in a text that begins with them; "" if it does not."""
        words = {plain(word) for word in self.words}
        heads = (at for at in range(1, len(text)) if plain(text[:at]) in words)
        return text[max(heads, default=len(text)) :].strip()


def _rank(word: str, found: str) -> int | None:
    if found == word:
        return 0
    if found.startswith(word):
        return 1
    return 2 if word in found else None


def caption(*words: str, never: Iterable[str] = (), masked: bool | None = None) -> Caption:
    """A Caption of these words."""
    return Caption(words=words, never=tuple(never), masked=masked)
