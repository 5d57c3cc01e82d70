"""A run over many people, with the story itself replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import ekakushin.automation.engine.part
from ekakushin.automation.engine.directly import Run
from ekakushin.automation.state.alone import alone_with
from ekakushin.flows.errors import Misconfigured, NeedsPerson, Refused, Unavailable, UnderWay
from ekakushin.flows.models import STEPS, Account, Fact, Invitation, StepName
from ekakushin.flows.onboarding import StepRunner
from ekakushin.flows.workplace import Workplace
from tests.support.engines import Listening
from tests.support.fakes import NOW, Surroundings, invitation

WORD = "TopSecret1"
IDS = ("10006", "10007", "10008")
Story = Callable[[Workplace, Invitation, StepRunner, Sequence[StepName]], Awaitable[None]]


Begin = Callable[..., tuple[Run, Listening]]


@pytest.fixture
def begin(around: Surroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """A run over these people in which the story is `story`."""

    def begun(story: Story, *ids: str) -> tuple[Run, Listening]:
        async def onboard(
            workplace: Workplace, invited: Invitation, *, once: StepRunner, steps: Sequence[StepName]
        ) -> Account:
            await story(workplace, invited, once, steps)
            return Account(user_id=invited.user_id, steps=tuple(steps))

        monkeypatch.setattr(ekakushin.automation.engine.part, "onboard", onboard)
        progress = Listening()
        people = [invitation(each) for each in ids or IDS]
        return Run(around.workplace, people, home=tmp_path, progress=progress), progress

    return begun


async def nothing() -> Fact:
    """A step that does nothing."""
    return Fact(user_id="10006", step="issue")


async def all_steps(
    workplace: Workplace, invited: Invitation, once: StepRunner, steps: Sequence[StepName]
) -> None:
    for step in steps:
        await once(step, nothing)


def failing(who: str, error: Exception, at: StepName = "login") -> Story:
    """A story that fails for one person at one step."""

    async def story(
        workplace: Workplace, invited: Invitation, once: StepRunner, steps: Sequence[StepName]
    ) -> None:
        async def work() -> Fact:
            if invited.user_id == who and step == at:
                raise error
            return await nothing()

        for step in steps:
            await once(step, work)

    return story


async def test_everybody_is_done_and_stands_in_the_order_of_the_invitations(begin: Begin) -> None:
    run, _ = begin(all_steps)

    results = await run.everybody(people=2)

    assert [(each.user_id, each.state) for each in results] == [(each, "done") for each in IDS]
    assert all(set(each.seconds) == set(STEPS) for each in results)


@pytest.mark.parametrize(
    ("error", "code", "state"),
    [
        (Refused("ACC-001", site_words="正しくありません"), "ACC-001", "failed"),
        (Unavailable("SGN-001", minutes=60), "SGN-001", "waiting"),
        (Misconfigured("ACC-006", reason="x"), "ACC-006", "failed"),
        (ZeroDivisionError(WORD), "TOOL-002", "failed"),
    ],
)
async def test_one_person_s_failure_is_theirs_alone(
    begin: Begin, error: Exception, code: str, state: str
) -> None:
    run, _ = begin(failing("10007", error))

    first, second, third = await run.everybody(people=3)

    assert (first.state, third.state) == ("done", "done")
    assert (second.state, second.code, second.step) == (state, code, "login")
    assert list(second.seconds) == ["issue", "verify", "signup"]


async def test_a_bug_leaves_a_trace_without_the_error_s_words(begin: Begin, around: Surroundings) -> None:
    run, _ = begin(failing("10006", KeyError(WORD)))

    first, *_ = await run.everybody(people=1)

    trace = around.evidence.kept["10006/01-login-bug.txt"].decode()
    assert first.evidence == ("10006/01-login-bug.txt",)
    assert "KeyError" in trace
    assert "test_directly.py" in trace
    assert WORD not in f"{trace} {first}"


async def test_a_trace_that_cannot_be_kept_ends_nobody_else_s_run(begin: Begin, around: Surroundings) -> None:
    around.evidence.broken = Misconfigured("ENV-004", path="evidence", reason="No space left on device")
    run, _ = begin(failing("10006", KeyError("x")))

    first, *others = await run.everybody(people=1)

    assert first.code == "TOOL-002"
    assert {each.state for each in others} == {"done"}


async def test_an_expected_failure_leaves_no_trace(begin: Begin, around: Surroundings) -> None:
    run, _ = begin(failing("10006", Refused("ACC-001")))

    await run.everybody(people=1)

    assert around.evidence.kept == {}


@pytest.mark.parametrize("people", [1, 2, 3, 8])
async def test_no_more_than_so_many_are_under_way_at_a_time(begin: Begin, people: int) -> None:
    inside, most = 0, 0

    async def story(*_: Any) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        inside -= 1

    run, _ = begin(story, *(str(number) for number in range(6)))
    await run.everybody(people=people)

    assert most == min(people, 6)


async def test_who_only_waits_makes_room_for_the_next(begin: Begin) -> None:
    came: list[str] = []
    other_came = asyncio.Event()

    async def story(_: Workplace, invited: Invitation, once: StepRunner, __: Sequence[StepName]) -> None:
        async def work() -> Fact:
            if invited.user_id == "10006" and not other_came.is_set():
                raise UnderWay("SGN-004", wait=60)
            return await nothing()

        await once("signing", work)
        came.append(invited.user_id)
        other_came.set()

    async def pause(seconds: float) -> None:
        await other_came.wait()

    run, _ = begin(story, "10006", "10007")
    run._workplace = replace(run._workplace, pause=pause)
    async with asyncio.timeout(5):
        await run.everybody(people=1)

    assert came == ["10007", "10006"]


async def test_only_the_steps_that_are_asked_for_are_gone_through(begin: Begin) -> None:
    run, progress = begin(all_steps, "10006")

    await run.everybody(people=1, steps=("issue", "verify"))

    assert progress.told == [
        ("10006", "began", "issue"),
        ("10006", "went", "issue"),
        ("10006", "began", "verify"),
        ("10006", "went", "verify"),
        ("10006", "ended", "done"),
    ]


async def test_a_step_that_failed_did_not_go(begin: Begin) -> None:
    run, progress = begin(failing("10006", Refused("ACC-001"), at="issue"), "10006")

    await run.everybody(people=1)

    assert progress.told == [("10006", "began", "issue"), ("10006", "ended", "failed")]


async def test_time_is_noted_in_seconds_step_by_step(begin: Begin) -> None:
    moments = iter([10.0, 11.5, 20.0, 20.25])
    run, _ = begin(all_steps, "10006")
    run._workplace = replace(run._workplace, clock=lambda: NOW + timedelta(seconds=next(moments)))

    (result,) = await run.everybody(people=1, steps=("issue", "verify"))

    assert result.seconds == {"issue": 1.5, "verify": 0.25}


async def test_a_step_s_answer_is_handed_on(begin: Begin) -> None:
    answers: list[Fact] = []
    found = Fact(user_id="10006", step="issue", already=True)

    async def work() -> Fact:
        return found

    async def story(_: Workplace, __: Invitation, once: StepRunner, ___: Sequence[StepName]) -> None:
        answers.append(await once("issue", work))

    run, _ = begin(story, "10006")
    await run.everybody(people=1)

    assert answers == [found]


async def test_who_was_not_finished_when_the_run_is_cancelled_stays_pending(begin: Begin) -> None:
    reached = asyncio.Event()

    async def for_ever() -> None:
        reached.set()
        await asyncio.Event().wait()

    async def story(_: Workplace, invited: Invitation, once: StepRunner, __: Sequence[StepName]) -> None:
        await once("issue", nothing)
        if invited.user_id == "10007":
            await once("login", for_ever)

    run, progress = begin(story)
    task = asyncio.create_task(run.everybody(people=1))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert [(each.state, each.step) for each in run.results] == [
        ("done", "issue"),
        ("pending", "login"),
        ("pending", ""),
    ]
    assert list(run.results[1].seconds) == ["issue"]
    assert ("10008", "began", "issue") not in progress.told


async def test_before_the_run_everybody_is_pending(begin: Begin) -> None:
    run, _ = begin(all_steps)

    assert {each.state for each in run.results} == {"pending"}


async def test_evidence_is_everybody_s_own(begin: Begin) -> None:
    async def story(
        workplace: Workplace, invited: Invitation, once: StepRunner, _: Sequence[StepName]
    ) -> None:
        workplace.evidence.keep(
            user_id=invited.user_id, step="issue", kind="last", suffix=".png", data=b"picture"
        )

    run, _ = begin(story)

    results = await run.everybody(people=3)

    assert all(each.last_picture.startswith(each.user_id) for each in results)


async def test_a_run_over_nobody_is_over(around: Surroundings, tmp_path: Path) -> None:
    run = Run(around.workplace, [], home=tmp_path, progress=Listening())

    assert await run.everybody(people=1) == []


class Pausing:
    """Time that moves by pauses alone."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def of(self, workplace: Workplace) -> Workplace:
        clock = lambda: NOW + timedelta(seconds=sum(self.pauses))  # noqa: E731  (it is handed in, not named)
        return replace(workplace, pause=self.pause, clock=clock)


def being_made(*waits: float) -> Story:
    """A story whose service is still at it so many times before it is done."""
    left = list(waits)

    async def work() -> Fact:
        if left:
            raise UnderWay("SGN-004", wait=left.pop(0))
        return await nothing()

    async def story(_: Workplace, __: Invitation, once: StepRunner, ___: Sequence[StepName]) -> None:
        await once("signing", work)

    return story


async def test_what_the_service_still_makes_is_looked_at_again_after_its_pause(begin: Begin) -> None:
    run, _ = begin(being_made(120, 60), "10006")
    time = Pausing()
    run._workplace = time.of(run._workplace)

    (result,) = await run.everybody(people=1)

    assert (result.state, time.pauses) == ("done", [120, 60])


async def test_a_step_that_was_waited_for_began_once_and_took_the_pauses_too(begin: Begin) -> None:
    run, progress = begin(being_made(120, 60), "10006")
    run._workplace = Pausing().of(run._workplace)

    (result,) = await run.everybody(people=1, steps=("signing",))

    assert result.seconds == {"signing": 180}
    assert progress.told == [
        ("10006", "began", "signing"),
        ("10006", "went", "signing"),
        ("10006", "ended", "done"),
    ]


async def test_whom_another_process_took_up_during_a_pause_is_left_to_it(
    begin: Begin, tmp_path: Path
) -> None:
    run, _ = begin(being_made(60), "10006")
    with ExitStack() as other:

        async def pause(_: float) -> None:
            other.enter_context(alone_with("10006", tmp_path))

        run._workplace = replace(run._workplace, pause=pause)
        (result,) = await run.everybody(people=1, steps=("signing",))

    assert (result.state, result.code, result.step) == ("failed", "TOOL-003", "signing")


async def test_what_is_wrong_with_a_step_behind_is_told_of_that_step(begin: Begin) -> None:
    async def story(_: Workplace, __: Invitation, once: StepRunner, ___: Sequence[StepName]) -> None:
        await once("pin", nothing)
        await once("password", nothing)
        error = NeedsPerson("SGN-006")
        error.step = "pin"
        raise error

    run, _ = begin(story, "10006")

    (result,) = await run.everybody(people=1)

    assert (result.code, result.step) == ("SGN-006", "pin")


async def test_evidence_of_all_parts_is_in_the_result(begin: Begin) -> None:
    made = being_made(60)

    async def story(
        workplace: Workplace, invited: Invitation, once: StepRunner, steps: Sequence[StepName]
    ) -> None:
        workplace.evidence.keep(
            user_id=invited.user_id, step="signing", kind="last", suffix=".png", data=b"picture"
        )
        await made(workplace, invited, once, steps)

    run, _ = begin(story, "10006")
    run._workplace = Pausing().of(run._workplace)

    (result,) = await run.everybody(people=1)

    assert len(result.evidence) == 2


async def test_waiting_for_the_service_ends_with_the_site_s_limit(begin: Begin) -> None:
    run, _ = begin(being_made(*[60.0] * 100), "10006")
    time = Pausing()
    run._workplace = time.of(run._workplace)

    (result,) = await run.everybody(people=1)

    assert (result.state, result.code) == ("waiting", "SGN-001")
    assert 3600 <= sum(time.pauses) <= 3720


async def test_whom_another_process_works_on_is_left_alone(begin: Begin, tmp_path: Path) -> None:
    run, progress = begin(all_steps, "10006", "10007")

    with alone_with("10006", tmp_path):
        first, second = await run.everybody(people=2)

    assert (first.state, first.code, first.step) == ("failed", "TOOL-003", "")
    assert second.state == "done"
    assert ("10006", "began", "issue") not in progress.told
