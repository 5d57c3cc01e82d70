"""The numbers of a run: who is done, how fast, how long still."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekakushin.automation.results import Result, fail, finish, pending
from ekakushin.automation.terminal.pace import Course, Pace
from ekakushin.flows.errors import Refused
from ekakushin.flows.models import STEPS, StepName
from tests.support.stopwatch import START, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


def run_of(total: int, clock: Clock) -> Pace:
    return Pace(total, clock=clock, now=clock.now)


def behind(user_id: str, *steps: StepName) -> Result:
    """Somebody who has these steps behind from before."""
    return pending(user_id).model_copy(update={"seconds": dict.fromkeys(steps, 1.0)})


def take(pace: Pace, clock: Clock, user_id: str, *steps: StepName, each: float = 10) -> Result:
    """Take somebody through some steps, `each` of so many seconds."""
    result = pending(user_id)
    for step in steps:
        pace.began(result, step)
        clock.pass_(each)
        result = result.model_copy(update={"seconds": {**result.seconds, step: each}})
        pace.went(result, step)
    return result


def onboard(pace: Pace, clock: Clock, user_id: str, *, each: float = 10) -> None:
    pace.ended(finish(take(pace, clock, user_id, *STEPS, each=each)))


def waiting(user_id: str, seconds: float) -> Result:
    until = START + timedelta(seconds=seconds)
    return pending(user_id).model_copy(update={"state": "waiting", "until": until})


def test_a_run_begins_with_nobody_done_and_nothing_known(clock: Clock) -> None:
    numbers = run_of(3, clock).numbers()

    assert (numbers.done, numbers.people, numbers.steps_done, numbers.steps_all) == (0, 3, 0, 21)
    assert (numbers.speed, numbers.left) == (None, None)


def test_people_and_steps_are_counted(clock: Clock) -> None:
    pace = run_of(3, clock)

    onboard(pace, clock, "10006")
    pace.ended(fail(take(pace, clock, "10007", "issue", "verify"), Refused("ACC-001")))

    numbers = pace.numbers()
    assert (numbers.done, numbers.stuck, numbers.steps_done, numbers.elapsed) == (1, 1, 9, 90)


def test_who_waits_is_counted_until_the_next_step_begins(clock: Clock) -> None:
    pace = run_of(3, clock)
    pace.waits(waiting("10006", 600))
    pace.waits(waiting("10007", 300))
    during = pace.numbers()

    pace.began(pending("10007"), "signing")

    assert (during.waiting, during.next_at) == (2, START + timedelta(seconds=300))
    assert (pace.numbers().waiting, pace.numbers().next_at) == (1, START + timedelta(seconds=600))


def test_a_wait_without_an_end_is_a_wait(clock: Clock) -> None:
    pace = run_of(1, clock)

    pace.waits(pending("10006"))

    assert (pace.numbers().waiting, pace.numbers().next_at) == (1, None)


def test_who_failed_and_is_tried_again_is_no_longer_stuck(clock: Clock) -> None:
    pace = run_of(1, clock)
    pace.ended(fail(take(pace, clock, "10006", "issue"), Refused("ACC-001")))

    onboard(pace, clock, "10006")

    assert (pace.numbers().stuck, pace.numbers().done) == (0, 1)


def test_the_speed_is_people_a_minute(clock: Clock) -> None:
    pace = run_of(10, clock)

    for each in range(4):
        onboard(pace, clock, str(each), each=60 / 7 / 2)

    assert pace.numbers().speed == pytest.approx(2)


def test_the_speed_is_that_of_the_last_minutes(clock: Clock) -> None:
    pace = run_of(100, clock)
    for each in range(10):
        onboard(pace, clock, str(each), each=60)

    for each in range(10, 20):
        onboard(pace, clock, str(each), each=30 / 7)

    assert pace.numbers().speed == pytest.approx(2, rel=0.01)


def test_the_first_seconds_give_no_speed(clock: Clock) -> None:
    pace = run_of(10, clock)

    take(pace, clock, "10006", "issue", "verify", "signup", each=2)

    assert pace.numbers().speed is None


def test_steps_alone_give_a_speed(clock: Clock) -> None:
    pace = run_of(10, clock)

    take(pace, clock, "10006", "issue", "verify", "signup")

    assert pace.numbers().speed == pytest.approx(3 / 7 * 2)


def test_time_in_which_everybody_waits_does_not_slow_the_speed(clock: Clock) -> None:
    pace = run_of(10, clock)
    onboard(pace, clock, "10006")
    pace.waits(waiting("10007", 3600))
    before = pace.numbers().speed

    clock.pass_(3600)

    assert before is not None
    assert pace.numbers().speed == before


def test_what_was_done_before_is_no_speed(clock: Clock) -> None:
    pace = run_of(200, clock)
    for each in range(100):
        pace.ended(finish(behind(str(each), *STEPS)))

    onboard(pace, clock, "10006", each=60 / 7)

    assert pace.numbers().done == 101
    assert pace.numbers().speed == pytest.approx(1)


def test_who_goes_on_from_the_middle_is_only_the_rest_of_a_person(clock: Clock) -> None:
    pace = run_of(2, clock)
    half = behind("10006", "issue", "verify", "signup", "login")
    for step in ("signing", "pin", "password"):
        pace.began(half, step)
        clock.pass_(20)
        pace.went(half, step)

    assert pace.numbers().steps_done == 7
    assert pace.numbers().speed == pytest.approx(3 / 7)


def test_time_left_is_the_missing_people_at_this_speed(clock: Clock) -> None:
    pace = run_of(5, clock)

    onboard(pace, clock, "10006", each=60 / 7)

    assert pace.numbers().left == pytest.approx(240)


def test_who_is_stuck_takes_no_more_time(clock: Clock) -> None:
    pace = run_of(5, clock)
    onboard(pace, clock, "10006", each=60 / 7)

    pace.ended(fail(pending("10007"), Refused("ACC-001")))

    assert pace.numbers().left == pytest.approx(180)


def test_it_takes_at_least_as_long_as_somebody_waits(clock: Clock) -> None:
    pace = run_of(3, clock)
    onboard(pace, clock, "10006", each=10)
    pace.began(pending("10008"), "issue")

    pace.waits(waiting("10007", 70 + 900))

    assert pace.numbers().left == 900


def test_while_everybody_waits_the_work_comes_after_the_wait(clock: Clock) -> None:
    pace = run_of(3, clock)
    onboard(pace, clock, "10006", each=60 / 7)
    pace.waits(waiting("10007", 60 + 30))
    pace.waits(waiting("10008", 60 + 40))

    assert pace.numbers().left == pytest.approx(30 + 120)


def test_a_moment_without_a_zone_is_this_pc_s(clock: Clock) -> None:
    pace = run_of(3, clock)
    onboard(pace, clock, "10006", each=10)
    pace.began(pending("10008"), "issue")
    until = (clock.now() + timedelta(seconds=900)).astimezone().replace(tzinfo=None)

    pace.waits(pending("10007").model_copy(update={"until": until}))

    assert pace.numbers().left == 900


def test_nothing_is_left_when_everybody_has_ended(clock: Clock) -> None:
    pace = run_of(1, clock)

    onboard(pace, clock, "10006")

    assert pace.numbers().left is None


def test_without_a_total_those_who_came_are_all_and_the_end_is_not_known(clock: Clock) -> None:
    pace = run_of(0, clock)

    onboard(pace, clock, "10006")
    take(pace, clock, "10007", "issue")

    assert (pace.numbers().people, pace.numbers().left) == (2, None)


def test_only_the_steps_of_the_run_count(clock: Clock) -> None:
    pace = Pace(1, course=Course(("login",)), clock=clock, now=clock.now)

    pace.began(behind("10006", "issue", "verify"), "login")

    assert (pace.numbers().steps_done, pace.numbers().steps_all) == (0, 1)
