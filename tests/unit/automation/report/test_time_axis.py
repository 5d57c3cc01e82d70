"""The time axis: everything of a run in its order, hours without work shortened, labels with room."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekakushin.automation.report.time_axis import Axis
from tests.support.summaries import MORNING

Work = list[tuple[datetime, datetime]]


def work(*minutes: tuple[float, float]) -> Work:
    """Pieces of work from one minute to another, counted from 09:02:10."""
    return [(MORNING + timedelta(minutes=a), MORNING + timedelta(minutes=b)) for a, b in minutes]


def moment(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def test_work_without_a_long_pause_is_drawn_to_scale() -> None:
    axis = Axis(work((0, 10), (10.5, 40)))

    assert axis.cuts == ()
    assert [axis.at(moment(m)) for m in (0, 10, 20, 40)] == [0, 25, 50, 100]


def test_a_night_is_shortened_and_the_work_keeps_the_width() -> None:
    axis = Axis(work((0, 30), (1440, 1470)))

    (cut,) = axis.cuts
    assert cut.seconds == 1410 * 60
    assert cut.width == pytest.approx(4)
    assert axis.at(moment(30)) == pytest.approx(48)
    assert axis.at(moment(1440)) == pytest.approx(52)


def test_a_pause_that_is_short_beside_the_work_is_not_shortened() -> None:
    assert Axis(work((0, 60), (70, 130))).cuts == ()


def test_the_same_pause_is_shortened_where_the_work_is_short() -> None:
    assert len(Axis(work((0, 5), (15, 20))).cuts) == 1


def test_people_at_work_at_the_same_time_leave_no_pause() -> None:
    assert Axis(work((0, 100), (3, 4), (99, 300))).cuts == ()


def test_many_pauses_do_not_take_the_width_from_the_work() -> None:
    axis = Axis(work(*((hour * 60, hour * 60 + 1) for hour in range(50))))

    assert sum(cut.width for cut in axis.cuts) == pytest.approx(32)


def test_work_that_took_no_time_has_a_place() -> None:
    assert Axis(work((0, 0))).at(MORNING) == 0


def test_the_first_label_is_the_beginning_and_the_day_is_named_once_a_day() -> None:
    labels = Axis(work((0, 30), (1380, 1410))).labels()

    assert (labels[0].time, labels[0].day) == ("09:02", "7/24")
    assert [label.day for label in labels if label.day] == ["7/24", "7/25"]
    assert "08:02" in [label.time for label in labels]


def test_seconds_are_told_where_the_run_was_short() -> None:
    assert Axis(work((0, 0.8))).labels()[0].time == "09:02:10"


def test_round_times_stand_between() -> None:
    times = [label.time for label in Axis(work((0, 58))).labels()]

    assert times == ["09:02", "09:20", "09:30", "09:40", "09:50", "10:00"]


PIECES = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 400)).map(lambda each: (each[0], each[0] + each[1])),
    min_size=1,
    max_size=12,
)


@given(PIECES)
def test_later_is_never_further_left_and_nothing_leaves_the_axis(pieces: list[tuple[int, int]]) -> None:
    done = work(*pieces)
    axis = Axis(done)

    places = [axis.at(each) for each in sorted(moment for piece in done for moment in piece)]

    assert all(before <= after + 1e-9 for before, after in pairwise(places))
    assert all(-1e-9 <= place <= 100 + 1e-9 for place in places)


@given(PIECES)
def test_labels_never_overlap(pieces: list[tuple[int, int]]) -> None:
    labels = Axis(work(*pieces)).labels()

    assert all(after.at - before.at >= 15 - 1e-9 for before, after in pairwise(labels))
