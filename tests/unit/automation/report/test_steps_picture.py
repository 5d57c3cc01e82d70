"""The bars of the steps: as wide as there are people, everybody in each."""

from __future__ import annotations

import pytest

from ekakushin.automation.report.page import step_bars
from ekakushin.automation.results import Result, pending
from ekakushin.flows.models import STEPS
from tests.support.summaries import crowd


def test_each_bar_is_full_and_has_no_gaps() -> None:
    for bar in step_bars(crowd(300)):
        ends = [segment.left + segment.width for segment in bar.segments]
        assert bar.segments[0].left == 0
        assert ends[-1] == pytest.approx(100, abs=0.05)
        assert [each.left for each in bar.segments[1:]] == pytest.approx(ends[:-1], abs=0.02)


def test_one_person_of_five_hundred_is_still_seen() -> None:
    people = [Result(user_id=str(number), state="done") for number in range(499)]

    bars = step_bars([*people, Result(user_id="x", state="failed", step="pin")])

    (failed,) = (each for each in bars[STEPS.index("pin")].segments if each.part == "failed")
    assert failed.width > 1


def test_where_everybody_is_done_every_bar_is_one_piece() -> None:
    bars = step_bars([Result(user_id="1", state="done")])

    assert [[each.part for each in bar.segments] for bar in bars] == [["passed"]] * 7


def test_where_nothing_was_begun_everybody_is_before_the_start() -> None:
    before, *rest = step_bars([pending("1")])

    assert [each.part for each in before.segments] == ["pending"]
    assert {each.part for bar in rest for each in bar.segments} == {"to_come"}
