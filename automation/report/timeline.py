"""The run as a picture: a row a person, a bar a piece of work, marks where it broke off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from ekakushin.automation.report.findings import began, end, local, standing
from ekakushin.automation.report.time_axis import Axis
from ekakushin.automation.results import Result, State, Stretch
from ekakushin.flows.models import STEPS, StepName

TimelineMark = Literal["", "failed", "waiting", "running", "again"]

ROWS_HEIGHT = 900  # pixels for all rows: what fits on a sheet of A4
_TALLEST, _LOWEST = 22, 2
_NAME_HEIGHT = 12  # a row lower than this has no room for a name
_LAST_MARKS: dict[State, TimelineMark] = {"failed": "failed", "waiting": "waiting", "running": "running"}
_NUMBER_PERCENT = 3.5  # a bar narrower than this has no room for its step's number


class Bar(NamedTuple):
    """One piece of work; `number` is the step's, 0 where it has no room. Lengths in percent of the width."""

    left: float
    width: float
    step: StepName
    number: int
    mark: TimelineMark


class TimelineRow(NamedTuple):
    """One person's work; `label_y` is 0 where the row goes without a name. Heights in pixels."""

    result: Result
    y: float
    left: float
    right: float
    bars: tuple[Bar, ...]
    label_y: float


class Timeline(NamedTuple):
    """The chart's contents, as the template draws them. Heights in pixels."""

    axis: Axis
    began: datetime
    ended: datetime
    row_height: float
    rows: tuple[TimelineRow, ...]
    height: float

    @property
    def thin(self) -> bool:
        """The rows are too low for names and numbers."""
        return self.row_height < _NAME_HEIGHT


def timeline(results: Sequence[Result]) -> Timeline | None:
    """The picture of everybody whose work is recorded, who began first on top; None if nobody's is."""
    worked = [(moment, each) for each in results if (moment := began(each))]
    if not worked:
        return None
    people = [each for _, each in sorted(worked, key=lambda pair: pair[0])]
    axis = Axis((local(stretch.began), end(stretch)) for each in people for stretch in each.timeline)
    height = min(max(ROWS_HEIGHT // len(people), _LOWEST), _TALLEST)
    return Timeline(
        axis=axis,
        began=axis.spells[0].began,
        ended=axis.spells[-1].ended,
        row_height=height,
        rows=_rows(axis, people, height),
        height=height * len(people),
    )


def _rows(axis: Axis, people: Sequence[Result], height: float) -> tuple[TimelineRow, ...]:
    rows, lowest = [], 0.0
    for number, each in enumerate(people):
        y = number * height
        label_y = _label_y(each, y, height, lowest)
        lowest = label_y or lowest
        rows.append(_row(axis, each, y, label_y))
    return tuple(rows)


def _label_y(result: Result, y: float, height: float, lowest: float) -> float:
    """The base line of the name. In low rows those who failed have one, as far as names do not overlap."""
    if height >= _NAME_HEIGHT:
        return y + height / 2 + 4
    wanted = y + height / 2 + 4
    return wanted if result.state == "failed" and wanted - lowest >= _NAME_HEIGHT else 0


def _row(axis: Axis, result: Result, y: float, label_y: float) -> TimelineRow:
    work = sorted(result.timeline, key=lambda stretch: local(stretch.began))
    bars = [
        _bar(axis, each, _mark(result, each, after))
        for each, after in zip(work, [*work[1:], None], strict=True)
    ]
    right = _round(max(bar.left + bar.width for bar in bars))
    return TimelineRow(result, y, bars[0].left, right, tuple(bars), label_y)


def _bar(axis: Axis, stretch: Stretch, mark: TimelineMark) -> Bar:
    left, right = axis.at(local(stretch.began)), axis.at(end(stretch))
    number = STEPS.index(stretch.step) + 1 if right - left >= _NUMBER_PERCENT else 0
    return Bar(_round(left), _round(right - left), stretch.step, number, mark)


def _mark(result: Result, stretch: Stretch, after: Stretch | None) -> TimelineMark:
    """What the last piece of work came to, or that a piece broke off and was tried again.

    Where the same is looked at again and again, as the signing certificate is, only the last look counts.
    """
    if after:
        return "again" if stretch.code and after.code != stretch.code else ""
    return _LAST_MARKS.get(standing(result), "again" if stretch.code else "")


def _round(percent: float) -> float:
    return round(percent, 2)
