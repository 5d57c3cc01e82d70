"""The timeline: a row for each person with recorded work, a bar a piece of work, a mark where it broke off."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from ekakushin.automation.report.timeline import timeline
from ekakushin.automation.results import Result, Stretch, finish, pending
from ekakushin.flows.errors import Refused, Unavailable
from ekakushin.flows.models import STEPS
from tests.support.summaries import MORNING, crowd, person, stuck


def marks(result: Result) -> list[str]:
    drawn = timeline([result])
    assert drawn
    return [bar.mark for bar in drawn.rows[0].bars]


def test_without_recorded_work_there_is_no_picture() -> None:
    assert timeline([pending("1"), Result(user_id="2", state="done")]) is None


def test_whoever_began_first_is_on_top() -> None:
    later, earlier = person(1, began=MORNING + timedelta(minutes=1)), person(2)

    drawn = timeline([later, pending("1"), earlier])

    assert drawn
    assert [row.result.user_id for row in drawn.rows] == [earlier.user_id, later.user_id]


def test_a_bar_stands_for_each_piece_of_work_in_its_order() -> None:
    drawn = timeline([finish(person(0))])

    assert drawn
    (row,) = drawn.rows
    assert [bar.step for bar in row.bars] == list(STEPS)
    assert [bar.left for bar in row.bars] == sorted(bar.left for bar in row.bars)
    assert (row.left, row.right) == (0, 100)


def test_a_wide_bar_bears_the_number_of_its_step_and_a_narrow_one_does_not() -> None:
    drawn = timeline([person(0)])

    assert drawn
    numbers = {bar.step: bar.number for bar in drawn.rows[0].bars}
    assert (numbers["issue"], numbers["verify"], numbers["pin"]) == (1, 0, 6)


def test_a_failure_is_marked_where_it_happened_and_nowhere_else() -> None:
    assert marks(stuck(person(0, until="login"), Refused("ACC-001"))) == ["", "", "", "failed"]


def test_waiting_is_marked_as_such() -> None:
    waits = stuck(person(0, until="signing"), Unavailable("SGN-001", minutes=60))

    assert marks(waits)[-1] == "waiting"


def test_what_broke_off_and_was_done_later_is_no_failure() -> None:
    done = finish(person(0))
    broken = Stretch(step="issue", began=MORNING - timedelta(minutes=1), seconds=3, code="NET-001")
    drawn = marks(done.model_copy(update={"timeline": (broken, *done.timeline)}))

    assert drawn == ["again", *[""] * 7]


def test_looking_again_and_again_is_one_mark() -> None:
    looks = tuple(
        Stretch(step="signing", began=MORNING + timedelta(minutes=minute), seconds=5, code=code)
        for minute, code in enumerate(("SGN-001", "SGN-001", "SGN-001", ""))
    )

    assert marks(Result(user_id="1", state="done", timeline=looks)) == ["", "", "again", ""]


def test_whoever_is_under_way_is_marked_at_the_end() -> None:
    assert marks(person(0, until="pin"))[-1] == "running"


def test_few_people_have_names_and_many_have_thin_rows() -> None:
    few, many = timeline(crowd(30)), timeline(crowd(500))

    assert few
    assert many
    assert all(row.label_y for row in few.rows)
    assert not few.thin
    assert many.thin
    assert many.height <= 1000


def test_in_thin_rows_only_failures_are_named_and_names_do_not_overlap() -> None:
    drawn = timeline(crowd(300))

    assert drawn
    named = [row for row in drawn.rows if row.label_y]
    assert named
    assert {row.result.state for row in named} == {"failed"}
    places = [row.label_y for row in named]
    assert all(after - before >= 12 for before, after in pairwise(places))
