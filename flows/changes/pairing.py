"""Finds for each thing of an earlier page what has become of it: surely by its words, else by where it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

_ALIKE = 0.5  # share of letters in common from which on one line is another one, changed


class Pairing(NamedTuple, Generic[T]):
    """What has become of what: pairs of before and now, what is gone, and what is new."""

    pairs: list[tuple[T, T]]
    gone: list[T]
    new: list[T]


def pair(before: Iterable[T], now: Iterable[T], *ways: Callable[[T], Hashable]) -> Pairing[T]:
    """Pair what agrees in the first of the `ways`, then of what is left what agrees in the next.

    A way that answers None or "" for something says nothing about it.
    """
    pairs: list[tuple[T, T]] = []
    gone, new = list(before), list(now)
    for way in ways:
        for each in list(gone):
            wanted = way(each)
            found = next((other for other in new if wanted and way(other) == wanted), None)
            if found is not None:
                pairs.append((each, found))
                gone.remove(each)
                new.remove(found)
    return Pairing(pairs, gone, new)


def pair_by_group(found: Pairing[T], group: Callable[[T], Hashable]) -> Pairing[T]:
    """Pair in their order what is gone and what is new, in groups that have as many of the one as of the other."""
    pairs, gone, new = list(found.pairs), list(found.gone), list(found.new)
    for name in dict.fromkeys(map(group, found.gone)):
        left, right = ([each for each in some if group(each) == name] for some in (found.gone, found.new))
        if len(left) == len(right):
            pairs += zip(left, right, strict=True)
            gone = [each for each in gone if each not in left]
            new = [each for each in new if each not in right]
    return Pairing(pairs, gone, new)


def pair_alike(gone: Sequence[str], new: Sequence[str]) -> Pairing[str]:
    """Pair lines of which most is the same, the likest first."""
    ratings = sorted(
        (
            (likeness(one, other), -here, -there)
            for here, one in enumerate(gone)
            for there, other in enumerate(new)
        ),
        reverse=True,
    )
    left, right, pairs = set(range(len(gone))), set(range(len(new))), []
    for rating, here, there in ratings:
        if rating >= _ALIKE and -here in left and -there in right:
            left.remove(-here)
            right.remove(-there)
            pairs.append((gone[-here], new[-there]))
    return Pairing(pairs, [gone[at] for at in sorted(left)], [new[at] for at in sorted(right)])


def likeness(one: str, other: str) -> float:
    """0 for nothing in common, 1 for the same."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def moved(places: Sequence[int]) -> list[int]:
    """The indices of those that stand no longer where the others leave them: as few as possible.

    `places` are the places that things have now, in the order that they had before.
    """
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(places)
    for at, place in enumerate(places):
        slot = bisect_left(tails, place)
        tails[slot : slot + 1] = [place]
        ends[slot : slot + 1] = [at]
        before[at] = ends[slot - 1] if slot else -1
    staying, at = set(), ends[-1] if ends else -1
    while at >= 0:
        staying.add(at)
        at = before[at]
    return [at for at in range(len(places)) if at not in staying]
