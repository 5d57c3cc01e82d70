"""Where everybody stands, how many of each, and which problems are behind it."""

from __future__ import annotations

import pytest

from ekakushin.automation.report.findings import (
    began,
    count,
    crowds,
    end_of_work,
    everybody,
    problems,
    standing,
    steps_behind,
)
from ekakushin.automation.results import Result, State, Summary, fail, pending
from ekakushin.flows.errors import Misconfigured, OutcomeUnknown
from ekakushin.flows.guide import entry
from ekakushin.flows.models import STEPS, StepName
from tests.support.summaries import MORNING, crowd, person, summary


def result(state: State, user_id: str = "1", **more: object) -> Result:
    return Result(user_id=user_id, state=state).model_copy(update=more)


def over(*results: Result, **roster: dict[str, str]) -> Summary:
    return Summary(site="mock", at=MORNING, results=results, roster=roster)


def test_everybody_of_the_roster_comes_in_its_order_then_everybody_else() -> None:
    people = everybody(over(result("done", "3"), result("done", "1"), **{"2": {}, "1": {}}))

    assert [each.user_id for each in people] == ["2", "1", "3"]
    assert [each.state for each in people] == ["pending", "done", "done"]


@pytest.mark.parametrize(
    "row",
    [
        {"ユーザID": "2", "氏名": "健保 太郎", "会社名": "TJK"},
        {"User ID": "2", " NAME ": "健保 太郎", "company": "TJK"},
        {"部署": "総務", "氏　名": "", "名前": "健保 太郎", "会社": "TJK"},
    ],
)
def test_whoever_has_no_result_is_named_by_the_roster(row: dict[str, str]) -> None:
    (only,) = everybody(over(**{"2": row}))

    assert (only.name, only.company) == ("健保 太郎", "TJK")


def test_a_roster_of_other_headings_names_nobody_but_loses_nobody() -> None:
    assert everybody(over(**{"2": {"Nom": "Jean"}})) == (pending("2"),)


def test_the_numbers_add_up() -> None:
    numbers = count(crowd(100))

    assert numbers.all == 100
    assert numbers.done + numbers.failed + numbers.waiting + numbers.running + numbers.pending == numbers.all
    assert sum(numbers.who.values()) == numbers.failed + numbers.waiting


def test_nobody_counts_as_nothing() -> None:
    numbers = count([])

    assert (numbers.all, numbers.done, numbers.pending, numbers.who) == (0, 0, 0, {})


def test_who_must_act_counts_stuck_people_alone() -> None:
    numbers = count(
        [result("failed", who="person"), result("waiting", who="nobody"), result("done", who="us")]
    )

    assert numbers.who == {"person": 1, "nobody": 1}


def test_whoever_was_stopped_halfway_is_under_way_and_not_unbegun() -> None:
    assert standing(result("pending")) == "pending"
    assert standing(result("pending", seconds={"issue": 1.0})) == "running"
    assert standing(result("pending", step="issue")) == "running"


def test_people_with_one_code_are_one_problem() -> None:
    found = problems(
        [result("failed", "1", code="ACC-001"), result("done"), result("failed", "2", code="ACC-001")]
    )

    assert [(each.code, [one.user_id for one in each.results]) for each in found] == [("ACC-001", ["1", "2"])]


def test_failures_come_before_waiting_and_big_problems_before_small_ones() -> None:
    found = problems(
        [
            *(result("waiting", code="SGN-001") for _ in range(5)),
            result("failed", code="ISS-001"),
            *(result("failed", code="NET-005") for _ in range(2)),
        ]
    )

    assert [each.code for each in found] == ["NET-005", "ISS-001", "SGN-001"]


def test_a_problem_tells_apart_what_all_have_in_common_and_what_differs() -> None:
    (problem,) = problems(
        [
            result("failed", code="X", message="a", remedy="r"),
            result("failed", code="X", message="b", remedy="r"),
        ]
    )

    assert (problem.common("remedy"), problem.common("message")) == ("r", "")
    assert (problem.differs("remedy"), problem.differs("message")) == (False, True)


@pytest.mark.parametrize(
    ("stands", "behind"),
    [
        (result("done"), 7),
        (result("done", step="password"), 7),
        (result("done", seconds={"issue": 1.0, "verify": 1.0}), 2),
        (result("failed", step="login"), 3),
        (result("failed", step="login", seconds={"login": 2.0}), 3),
        (result("failed"), 0),
        (result("waiting", step="signing"), 4),
        (result("pending", step="signup", seconds={"issue": 1.0, "verify": 1.0, "signup": 1.0}), 3),
        (result("pending"), 0),
        (result("running", step="pin"), 5),
    ],
)
def test_the_steps_behind_somebody_are_counted_from_where_they_stand(stands: Result, behind: int) -> None:
    assert steps_behind(stands) == behind


@pytest.mark.parametrize("step", STEPS)
def test_whoever_failed_at_a_step_stands_there_and_nowhere_else(step: StepName) -> None:
    stands = crowds([result("failed", step=step)])

    assert [each.step for each in stands if each.here] == [step]
    assert [each.passed for each in stands] == [1] * STEPS.index(step) + [0] * (7 - STEPS.index(step))


def test_whoever_was_never_begun_with_stands_before_the_first_step() -> None:
    outside, *inside = crowds([result("pending"), result("failed", code="MAIL-001"), result("done")])

    assert (outside.step, dict(outside.here), outside.passed) == ("", {"pending": 1, "failed": 1}, 1)
    assert not any(each.here for each in inside)


def test_where_everybody_was_begun_with_nothing_stands_before_the_first_step() -> None:
    assert [each.step for each in crowds([result("done")])] == list(STEPS)


def test_whoever_is_past_a_step_has_reached_the_next_one() -> None:
    people = everybody(summary(100))

    before, *steps = crowds(people)

    reached = [each.passed + sum(each.here.values()) for each in (before, *steps)]
    assert reached == [100, before.passed, *(each.passed for each in steps[:-1])]


def test_work_began_with_the_first_stretch_and_ended_with_the_last() -> None:
    worked = person(0)

    assert began(worked) == MORNING
    assert end_of_work(worked) is not None
    assert (began(pending("1")), end_of_work(pending("1"))) == (None, None)


def test_of_several_people_with_messages_of_their_own_the_guide_s_title_is_told() -> None:
    missing = [fail(pending(who), Misconfigured("MAIL-004", user_id=who)) for who in ("1", "2")]

    (several,), (one,) = problems(missing), problems(missing[:1])

    assert several.what == entry("MAIL-004").wording.title
    assert one.what == missing[0].message


def test_the_most_dangerous_problem_comes_first_however_few_have_it() -> None:
    wrong = [fail(pending(str(number)), Misconfigured("MAIL-004", user_id="x")) for number in range(9)]
    unknown = fail(pending("99"), OutcomeUnknown("ISS-004"))

    assert [each.code for each in problems([*wrong, unknown])] == ["ISS-004", "MAIL-004"]
    assert list(count([*wrong, unknown]).who) == ["society", "person"]
