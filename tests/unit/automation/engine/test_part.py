"""One part of one person's order: what it remembers, how it ends, and what is left for the next one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dbos import error as engine_errors

import ekakushin.automation.engine.part
from ekakushin.automation.engine.orders import Ending, Order, Stepped
from ekakushin.automation.engine.part import Part, next_part
from ekakushin.automation.results import Stretch
from ekakushin.automation.state.alone import alone_with
from ekakushin.flows.errors import Explained, Misconfigured, NeedsPerson, Refused, Unavailable, UnderWay
from ekakushin.flows.models import STEPS, Account, Fact, Invitation, Login, StepName
from ekakushin.flows.onboarding import StepRunner
from ekakushin.flows.workplace import Workplace
from tests.support.fakes import NOW, USER, Surroundings, invitation

WORD = "TopSecret1"
UNTIL_LOGIN = STEPS[:4]


@dataclass
class Case:
    """Somebody whose steps end as `ends` says: an error, a fact, or well; each step takes a second."""

    around: Surroundings
    home: Path
    ends: dict[StepName, Any] = field(default_factory=dict)
    remembered: dict[StepName, Stepped] = field(default_factory=dict)
    done: list[StepName] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    seconds: float = 0.0
    unknown: Exception | None = None

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    async def step(self, step: StepName) -> Any:
        self.seconds += 1
        self.done.append(step)
        end = self.ends.get(step)
        if isinstance(end, BaseException):
            raise end
        return end or Fact(user_id=USER, step=step)

    async def remembering(self, step: StepName, work: Callable[[], Awaitable[Stepped]]) -> Stepped:
        return self.remembered.get(step) or await work()

    def invited(self, user_id: str) -> Invitation:
        if self.unknown:
            raise self.unknown
        return invitation(user_id)

    async def ending(self, *steps: StepName, **order: Any) -> Ending:
        """Work on a part with these steps, all of them if none is named."""
        part = Part(
            order=Order(user_id=USER, steps=steps or STEPS, **order),
            home=self.home,
            workplace=replace(self.around.workplace, clock=self.clock),
            remembering=self.remembering,
            worker="worker-1",
            began=lambda step: self.told.append(f"began {step}"),
            went=lambda stretch: self.told.append(f"went {stretch.step}"),
        )
        return await part.work(self.invited)


@pytest.fixture
def case(around: Surroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    case = Case(around, tmp_path)

    async def onboard(
        workplace: Workplace, invited: Invitation, *, once: StepRunner, steps: Sequence[StepName]
    ) -> Account:
        for step in steps:
            await once(step, lambda step=step: case.step(step))  # type: ignore[misc]
        workplace.evidence.keep(user_id=USER, step="issue", kind="last", suffix=".png", data=b"picture")
        return Account(user_id=invited.user_id, steps=tuple(steps))

    monkeypatch.setattr(ekakushin.automation.engine.part, "onboard", onboard)
    return case


def stretches(ending: Ending) -> list[tuple[str, str]]:
    return [(stretch.step, stretch.code) for stretch in ending.stretches]


def code_of(ending: Ending) -> str:
    return ending.trouble.code if ending.trouble else ""


async def test_who_went_through_all_steps_is_done(case: Case) -> None:
    ending = await case.ending()

    assert (ending.state, ending.trouble, ending.until) == ("done", None, None)
    assert stretches(ending) == [(step, "") for step in STEPS]
    assert (ending.worker, ending.evidence) == ("worker-1", ("10006/01-issue-last.png",))


async def test_a_step_s_beginning_and_seconds_are_the_clock_s(case: Case) -> None:
    ending = await case.ending("issue", "verify")

    assert ending.stretches == (
        Stretch(step="issue", began=NOW, seconds=1.0),
        Stretch(step="verify", began=NOW + timedelta(seconds=1), seconds=1.0),
    )


async def test_beginning_and_end_of_each_step_are_told(case: Case) -> None:
    await case.ending("issue", "verify")

    assert case.told == ["began issue", "went issue", "began verify", "went verify"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Refused("ACC-001", site_words="正しくありません"), "ACC-001"),
        (NeedsPerson("CRT-002", user_id=USER), "CRT-002"),
        (Unavailable("NET-003", seconds=60), "NET-003"),
        (Misconfigured("ACC-006", reason="x"), "ACC-006"),
    ],
)
async def test_an_error_ends_the_part_with_its_code_and_the_step_it_happened_in(
    case: Case, error: Explained, code: str
) -> None:
    case.ends["login"] = error

    ending = await case.ending()

    assert (ending.state, code_of(ending)) == ("failed", code)
    assert stretches(ending) == [("issue", ""), ("verify", ""), ("signup", ""), ("login", code)]
    assert case.done == list(UNTIL_LOGIN)


async def test_the_site_s_words_are_kept(case: Case) -> None:
    case.ends["login"] = Refused("ACC-001", site_words="正しくありません")

    trouble = (await case.ending()).trouble

    assert trouble
    assert (trouble.kind, trouble.site_words) == ("Refused", "正しくありません")


async def test_of_a_step_tried_several_times_the_last_error_ends_it(case: Case) -> None:
    tried: list[Exception] = [Unavailable("NET-005"), Unavailable("NET-003", seconds=60)]
    case.ends["login"] = engine_errors.DBOSMaxStepRetriesExceeded("login", 2, tried)

    ending = await case.ending()

    assert (code_of(ending), ending.evidence) == ("NET-003", ())


async def test_a_bug_leaves_a_trace_that_holds_none_of_its_words(case: Case, around: Surroundings) -> None:
    case.ends["login"] = KeyError(WORD)

    ending = await case.ending()

    trace = around.evidence.kept["10006/01-login-bug.txt"].decode()
    assert (ending.state, code_of(ending), ending.evidence) == (
        "failed",
        "TOOL-002",
        ("10006/01-login-bug.txt",),
    )
    assert "KeyError" in trace
    assert "test_part.py" in trace
    assert WORD not in f"{trace} {ending.model_dump_json()}"


async def test_an_expected_error_leaves_no_trace(case: Case, around: Surroundings) -> None:
    case.ends["login"] = Refused("ACC-001")

    await case.ending()

    assert around.evidence.kept == {}


async def test_a_trace_that_cannot_be_kept_changes_nothing(case: Case, around: Surroundings) -> None:
    around.evidence.broken = Misconfigured("ENV-004", path="evidence", reason="full")
    case.ends["login"] = KeyError(WORD)

    assert code_of(await case.ending()) == "TOOL-002"


async def test_whose_mails_are_not_there_fails_before_anything_is_done(case: Case) -> None:
    case.unknown = Misconfigured("MAIL-004", user_id=USER)

    ending = await case.ending()

    assert (ending.state, code_of(ending), case.done) == ("failed", "MAIL-004", [])


async def test_what_fails_before_any_step_fails_at_the_first_that_is_left(case: Case) -> None:
    case.unknown = Misconfigured("MAIL-004", user_id=USER)

    ending = await case.ending("signing", "pin")

    assert stretches(ending) == [("signing", "MAIL-004")]


async def test_a_service_that_is_still_at_it_is_waited_for(case: Case) -> None:
    case.ends["signing"] = UnderWay("SGN-004", wait=120)

    ending = await case.ending()

    assert (ending.state, code_of(ending)) == ("waiting", "SGN-004")
    assert ending.until == case.clock() + timedelta(seconds=120)
    assert stretches(ending)[-1] == ("signing", "SGN-004")


async def test_who_waits_has_only_the_remaining_steps_left(case: Case) -> None:
    case.ends["signing"] = UnderWay("SGN-004", wait=120)

    order = next_part(await case.ending(attempt=3, mails=2))

    assert order.steps == ("signing", "pin", "password")
    assert (order.user_id, order.attempt, order.part, order.mails) == (USER, 3, 2, 2)
    assert order.waiting_since == NOW + timedelta(seconds=4)


async def test_waiting_goes_on_since_it_began(case: Case) -> None:
    case.ends["signing"] = UnderWay("SGN-004", wait=120)
    before = NOW - timedelta(minutes=10)

    order = next_part(await case.ending("signing", part=4, waiting_since=before))

    assert (order.waiting_since, order.part, order.steps) == (before, 5, ("signing",))


@pytest.mark.parametrize(
    ("minutes", "looks", "state", "code"),
    [
        (59, 40, "waiting", "SGN-004"),
        (61, 40, "failed", "SGN-001"),
        (60 * 24, 2, "waiting", "SGN-004"),  # the clock was put forward by a day: nobody has looked since
        (-60 * 24, 40, "waiting", "SGN-004"),
        (-60 * 24, 300, "failed", "SGN-001"),  # it was put back: waiting ends all the same
    ],
)
async def test_waiting_ends_with_the_site_s_limit(
    case: Case, minutes: int, looks: int, state: str, code: str
) -> None:
    case.ends["signing"] = UnderWay("SGN-004", wait=120)

    since = NOW - timedelta(minutes=minutes)
    ending = await case.ending("signing", "pin", part=looks, waiting_since=since)

    assert (ending.state, code_of(ending)) == (state, code)
    assert stretches(ending) == [("signing", code)]


async def test_failures_are_those_that_the_login_read(case: Case) -> None:
    case.ends["login"] = Login(user_id=USER, failures=2)
    case.ends["pin"] = Refused("SGN-003")

    assert (await case.ending()).failures == 2


async def test_failures_are_unknown_where_no_page_showed_them(case: Case) -> None:
    case.ends["login"] = Login(user_id=USER)

    assert (await case.ending()).failures is None


async def test_a_step_that_was_done_before_is_not_done_again_and_keeps_its_time(case: Case) -> None:
    yesterday = Stretch(step="issue", began=NOW - timedelta(days=1), seconds=33.0)
    case.remembered["issue"] = Stepped(fact=Fact(user_id=USER, step="issue"), stretch=yesterday)

    ending = await case.ending("issue", "verify")

    assert case.done == ["verify"]
    assert ending.stretches[0] == yesterday
    assert case.told == ["went issue", "began verify", "went verify"]


async def test_failures_are_remembered_too(case: Case) -> None:
    stretch = Stretch(step="login", began=NOW, seconds=1.0)
    case.remembered["login"] = Stepped(fact=Login(user_id=USER, failures=4), stretch=stretch)

    assert (await case.ending("login", "signing")).failures == 4


async def test_whom_another_process_works_on_is_waited_for(case: Case, tmp_path: Path) -> None:
    with alone_with(USER, tmp_path):
        ending = await case.ending()

    assert (ending.state, code_of(ending), case.done) == ("waiting", "TOOL-003", [])
    assert ending.until
    assert ending.until > NOW
    assert next_part(ending).steps == STEPS


async def test_another_process_is_waited_for_however_long_the_service_has_taken(
    case: Case, tmp_path: Path
) -> None:
    with alone_with(USER, tmp_path):
        ending = await case.ending("signing", waiting_since=NOW - timedelta(hours=9))

    assert (ending.state, code_of(ending)) == ("waiting", "TOOL-003")


async def test_after_the_part_somebody_is_free_for_others(case: Case, tmp_path: Path) -> None:
    case.ends["login"] = KeyError(WORD)

    await case.ending()

    with alone_with(USER, tmp_path):
        pass


async def test_waiting_for_another_process_is_no_waiting_for_the_service(case: Case, tmp_path: Path) -> None:
    with alone_with(USER, tmp_path):
        order = next_part(await case.ending())

    assert order.waiting_since is None
