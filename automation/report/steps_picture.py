"""The picture of who is at which step: a bar a step, as long as there are people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from ekakushin.automation.report.findings import Crowd, crowds
from ekakushin.automation.results import Result, State

Part = Literal["passed", "running", "waiting", "failed", "pending", "to_come"]

_AT_THE_STEP: tuple[State, ...] = ("running", "waiting", "failed", "pending")
_NARROWEST = 1.2  # percent: one person of five hundred must still be seen


class Segment(NamedTuple):
    """A part of a bar, in percent of the width."""

    part: Part
    left: float
    width: float


class StepBar(NamedTuple):
    """A step with its people and its bar."""

    crowd: Crowd
    segments: tuple[Segment, ...]


def step_bars(results: Sequence[Result]) -> tuple[StepBar, ...]:
    """A bar for each step, before them one for those of whom nothing was begun if there are any; for nobody none."""
    return tuple(StepBar(crowd, _segments(crowd, len(results))) for crowd in crowds(results) if results)


def _segments(crowd: Crowd, everybody: int) -> tuple[Segment, ...]:
    here: dict[Part, int] = {state: crowd.here.get(state, 0) for state in _AT_THE_STEP if state != "done"}
    counts: dict[Part, int] = {"passed": crowd.passed, **here}
    counts["to_come"] = everybody - sum(counts.values())
    widths = {part: max(number * 100 / everybody, _NARROWEST) for part, number in counts.items() if number}
    scale, left, segments = 100 / sum(widths.values()), 0.0, []
    for part, width in widths.items():
        segments.append(Segment(part, round(left * scale, 2), round(width * scale, 2)))
        left += width
    return tuple(segments)
