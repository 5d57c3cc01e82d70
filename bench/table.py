"""Measurements side by side: medians, how far they spread, and how many times the base they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.rounds import Measure
from bench.ways import BASE

_HEADINGS = ("way", "CPU s", "spread", "×raw", "wall s", "×raw", "MiB", "pages", "logins", "calls")
_LEFT, _WIDTHS = 9, (7, 11, 6, 7, 6, 6, 6, 7, 6)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One way over all rounds: medians for one person (memory: of the whole), least and most CPU, ratios to the base.

    A ratio is the median of the ratios of the same round, so that a machine that is busy for a while burdens both.
    """

    way: str
    rounds: int
    cpu: float
    cpu_least: float
    cpu_most: float
    cpu_ratio: float | None
    wall: float
    wall_ratio: float | None
    memory: float
    pages: float
    logins: float
    calls: float | None


def lines(found: Sequence[Measure], people: int) -> list[Line]:
    """One line for each way, in the order in which they first come."""
    return [_line([each for each in found if each.way == way], found, people) for way in _ways(found)]


def _ways(found: Iterable[Measure]) -> list[str]:
    return list(dict.fromkeys(each.way for each in found))


def _line(own: Sequence[Measure], found: Sequence[Measure], people: int) -> Line:
    base = {each.round: each for each in found if each.way == BASE}
    pairs = [(each, base[each.round]) for each in own if each.round in base]
    cpu = [each.cpu / people for each in own]
    calls = own[0].calls
    return Line(
        way=own[0].way,
        rounds=len(own),
        cpu=median(cpu),
        cpu_least=min(cpu),
        cpu_most=max(cpu),
        cpu_ratio=median(mine.cpu / theirs.cpu for mine, theirs in pairs) if pairs else None,
        wall=median(each.wall for each in own) / people,
        wall_ratio=median(mine.wall / theirs.wall for mine, theirs in pairs) if pairs else None,
        memory=median(each.memory for each in own),
        pages=median(each.pages for each in own) / people,
        logins=median(each.logins for each in own) / people,
        calls=None if calls is None else calls / people,
    )


def text(found: Sequence[Line]) -> str:
    """The table, 80 columns wide."""
    rows = [_row(_HEADINGS), *(_row(_cells(line)) for line in found)]
    return "\n".join(rows)


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.way,
        f"{line.cpu:.2f}",
        f"{line.cpu_least:.2f}–{line.cpu_most:.2f}",
        _times(line.cpu_ratio),
        f"{line.wall:.2f}",
        _times(line.wall_ratio),
        f"{line.memory:.0f}",
        f"{line.pages:.1f}",
        f"{line.logins:.1f}",
        "–" if line.calls is None else f"{line.calls:.0f}",
    )


def _times(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio:.2f}"


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    return first.ljust(_LEFT) + "".join(
        f" {cell:>{width}}" for cell, width in zip(others, _WIDTHS, strict=True)
    )
