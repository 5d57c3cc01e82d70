"""A time axis on which hours without work are shortened, in percent of its width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

_CUT_PERCENT = 4.0
_CUTS_PERCENT = 32.0  # of the width, at most, for all cuts together
_SHORTEST_CUT = timedelta(minutes=2)
_LABEL_PERCENT = 15.0  # the room that 09:15 takes on a narrow screen
_LABEL_WITH_SECONDS_PERCENT = 24.0
_NICE_SECONDS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)


class Spell(NamedTuple):
    """A time during which somebody was at work, and where it lies on the axis, in percent."""

    began: datetime
    ended: datetime
    left: float
    width: float


class Cut(NamedTuple):
    """A time without work, shortened: where it lies in percent, and how long it was in seconds."""

    left: float
    width: float
    seconds: float


class AxisLabel(NamedTuple):
    """A clock time below the axis; `day` is filled where another day begins."""

    at: float
    time: str
    day: str


class Axis:
    """From the first moment of work to the last; a pause is cut when it is long beside the work itself."""

    def __init__(self, work: Iterable[tuple[datetime, datetime]]) -> None:
        busy = list(_unite(sorted(work)))
        self.spells = _lay_out(_join(busy)) if busy else ()

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """The pauses that were shortened."""
        return tuple(
            Cut(
                before.left + before.width,
                after.left - before.left - before.width,
                (after.began - before.ended).total_seconds(),
            )
            for before, after in pairwise(self.spells)
        )

    def at(self, moment: datetime) -> float:
        """Where a moment of work lies, in percent."""
        spell = next((each for each in self.spells if moment <= each.ended), self.spells[-1])
        share = (moment - spell.began) / _length(spell.began, spell.ended)
        return spell.left + spell.width * min(max(share, 0.0), 1.0)

    def labels(self) -> tuple[AxisLabel, ...]:
        """Clock times: the beginning of each spell of work, round times where there is room between."""
        step, room = self._step()
        moments = [each.began for each in self.spells]
        moments += [moment for each in self.spells for moment in _round_times(each, step)]
        kept: list[datetime] = []
        for moment in moments:
            if all(abs(self.at(moment) - self.at(other)) >= room for other in kept):
                kept.append(moment)
        return tuple(self._labels(sorted(kept), with_seconds=step < 60))

    def _step(self) -> tuple[int, float]:
        """Seconds from one round time to the next, and the percent that a label takes."""
        share = sum(each.width for each in self.spells) / 100
        seconds = sum((each.ended - each.began).total_seconds() for each in self.spells)
        for step in _NICE_SECONDS:
            room = _LABEL_WITH_SECONDS_PERCENT if step < 60 else _LABEL_PERCENT
            if step * share * 100 >= room * seconds:
                return step, room
        return _NICE_SECONDS[-1], _LABEL_PERCENT

    def _labels(self, moments: Sequence[datetime], *, with_seconds: bool) -> Iterator[AxisLabel]:
        day = None
        for moment in moments:
            shown = f"{moment:%H:%M:%S}" if with_seconds else f"{moment:%H:%M}"
            yield AxisLabel(
                self.at(moment), shown, "" if moment.date() == day else f"{moment.month}/{moment.day}"
            )
            day = moment.date()


def _unite(work: Sequence[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """The times during which anybody was at work, none touching another."""
    if not work:
        return
    began, ended = work[0]
    for next_began, next_ended in work[1:]:
        if next_began > ended:
            yield began, ended
            began, ended = next_began, next_ended
        ended = max(ended, next_ended)
    yield began, ended


def _join(busy: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The same without the pauses that are short beside the work."""
    work = sum((_length(began, ended) for began, ended in busy), timedelta())
    longest = max(_SHORTEST_CUT, work / 8)
    joined = [busy[0]]
    for began, ended in busy[1:]:
        if began - joined[-1][1] > longest:
            joined.append((began, ended))
        else:
            joined[-1] = (joined[-1][0], ended)
    return joined


def _lay_out(spells: Sequence[tuple[datetime, datetime]]) -> tuple[Spell, ...]:
    cuts = len(spells) - 1
    cut = min(_CUT_PERCENT, _CUTS_PERCENT / cuts) if cuts else 0.0
    lengths = [_length(began, ended) for began, ended in spells]
    share = (100 - cuts * cut) / (sum(lengths, timedelta()) / timedelta(seconds=1))
    laid, left = [], 0.0
    for (began, ended), length in zip(spells, lengths, strict=True):
        width = length.total_seconds() * share
        laid.append(Spell(began, ended, left, width))
        left += width + cut
    return tuple(laid)


def _length(began: datetime, ended: datetime) -> timedelta:
    """Never nothing: work that took no time still takes room."""
    return max(ended - began, timedelta(seconds=1))


def _round_times(spell: Spell, step: int) -> Iterator[datetime]:
    """The moments within a spell whose clock time is a multiple of `step` seconds since midnight."""
    midnight = spell.began.replace(hour=0, minute=0, second=0, microsecond=0)
    number = (spell.began - midnight) // timedelta(seconds=step) + 1
    while (moment := midnight + number * timedelta(seconds=step)) <= spell.ended:
        yield moment
        number += 1
