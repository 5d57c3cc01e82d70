"""The sentences of a page as the eye reads them, whatever line breaks and spaces stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ekakushin.flows.browser.words import plain

# A sentence that only warns of what might happen says nothing of what has.
_ONLY_WARNS = re.compile(
    r"(する|える|れる|った|いる|ない)と.{0,24}ロック|場合|恐れ|おそれ|可能性|あと\d+回|とき(は|に)|ご注意"
)
_QUOTED = re.compile(r"[「『][^」』]*[」』]")
_FOOT = re.compile(r"\W*(copyright|©|all rights? reserved)", re.IGNORECASE)
_ENDED = re.compile(r"([。．！？!?:：;；」』)）\]】〉》]|ま(す|した|せん)|で(す|した)|ください|下さい)\s*$")
# Behind these a sentence is never over; and hardly one begins with hiragana, but for some words.
_GOES_ON = re.compile(r"[をにがはのでとへも、，,・]\s*$")
_CONTINUES = re.compile(
    r"\s*(?!もう|しばらく|この|その|また|なお|ただ|すで|あと|いま|すぐ|ご[一-龠]|お[一-龠]|よろしく|はじめ)[ぁ-んー]"
)
_WHOLE = re.compile(r"(。|ました|ません|でした)\s*$")


def sentences_in(lines: Iterable[str]) -> list[str]:
    """The sentences, made plain, without what they quote and without those that only warn of what might happen.

    Lines that are one sentence are read as one. Where nothing tells whether two lines are, they are read apart and
    together.
    """
    whole = _join_broken(part for line in lines for part in line.splitlines())
    read = [*whole, *_pairs(whole)]
    own = (_QUOTED.sub("", line) for line in read)
    parts = (plain(part) for line in own for part in re.split(r"[。！!？?]|※", line))
    return list(dict.fromkeys(said for said in parts if said and not _ONLY_WARNS.search(said)))


def words_of(lines: Iterable[str]) -> str:
    """The lines as one text of at most 400 characters, without the foot that every page has."""
    told = _join_broken(line for line in dict.fromkeys(lines) if not _FOOT.match(line))
    return " ".join(told)[:400]


def _join_broken(lines: Iterable[str]) -> list[str]:
    """The lines, those put together that a break divides in the middle of a sentence."""
    whole: list[str] = []
    for line in lines:
        if whole and _is_one(whole[-1], line):
            whole[-1] = whole[-1].rstrip() + line.lstrip()
        else:
            whole.append(line)
    return whole


def _is_one(line: str, following: str) -> bool:
    if not plain(line) or not plain(following) or _ENDED.search(line):
        return False
    return bool(_GOES_ON.search(line) or _CONTINUES.match(following))


def _pairs(lines: list[str]) -> Iterator[str]:
    """Two lines that may be one sentence: the first has no end, the second has one."""
    for line, following in pairwise(lines):
        if plain(line) and not _ENDED.search(line) and _WHOLE.search(following):
            yield line.rstrip() + following.lstrip()
