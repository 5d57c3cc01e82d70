"""People in the queue: each is done once, whatever happens to the others, until the work is to stop."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path
from time import get_clock_info, monotonic

import pytest

from ekakushin.automation.engine.glance import glance_at
from ekakushin.automation.engine.orders import home_id
from ekakushin.automation.engine.standing import read_rows, standing_in
from ekakushin.automation.engine.worker import Engine
from ekakushin.automation.results import pending
from ekakushin.flows.errors import (
    Misconfigured,
    NeedsPerson,
    OutcomeUnknown,
    Refused,
    Unavailable,
    UnexpectedPage,
)
from ekakushin.flows.models import Login, StepName
from tests.support.engines import Gate, Works, failing, until
from tests.support.systems import MODES, posix_only

WORD = "TopSecret1"
ONE, OTHER, THIRD = "10006", "10007", "10008"
ALL = (ONE, OTHER, THIRD)
UNKNOWN = UnexpectedPage("TOOL-001", address="https://ds.e-kakushin.com/x")


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    """A home in which nobody was begun with."""
    return Works(tmp_path).impatient(monkeypatch)


async def asleep(*_: object) -> None:
    """A step that takes a moment."""
    await asyncio.sleep(0.02)


def test_everybody_in_the_queue_is_done_once(works: Works) -> None:
    works.work(*ALL)

    assert works.results() == dict.fromkeys(ALL, ("done", ""))
    assert sorted(works.acts) == [(each, step) for each in ALL for step in works.steps]


def test_who_is_done_stays_done_when_others_come(works: Works) -> None:
    works.work(ONE)

    works.work(ONE, OTHER)

    assert [each for each, step in works.acts if step == "issue"] == [ONE, OTHER]


def test_a_queue_in_which_everybody_is_done_is_no_work(works: Works) -> None:
    works.work(ONE)
    works.acts.clear()

    works.work(ONE)

    assert works.acts == []


def test_beginnings_and_ends_are_told(works: Works) -> None:
    works.work(ONE)

    assert works.progress.told == [
        (ONE, "began", "issue"),
        (ONE, "went", "issue"),
        (ONE, "began", "login"),
        (ONE, "went", "login"),
        (ONE, "ended", "done"),
    ]


def test_what_a_login_read_is_known_afterwards(works: Works) -> None:
    async def act(user_id: str, step: StepName) -> Login | None:
        return Login(user_id=user_id, failures=2) if step == "login" else None

    works.act = act
    works.work(ONE)

    assert works.result(ONE).failures == 2


def test_one_person_s_failure_is_theirs_alone(works: Works) -> None:
    works.act = failing(Refused("ACC-001", site_words="正しくありません"), who=OTHER)

    works.work(*ALL)

    assert works.results() == {ONE: ("done", ""), OTHER: ("failed", "ACC-001"), THIRD: ("done", "")}
    assert works.result(OTHER).site_words == "正しくありません"


def test_only_what_nobody_has_to_act_on_is_tried_again(works: Works) -> None:
    tried: dict[str, tuple[Exception, int]] = {
        "closed": (Unavailable("NET-005"), 4),
        "down": (Unavailable("NET-001", detail="ERR_CONNECTION_REFUSED"), 4),
        "slow": (Unavailable("NET-003", seconds=60), 3),
        "distrusted": (Unavailable("NET-002", detail="ERR_CERT_DATE_INVALID"), 1),
        "too late": (Unavailable("SGN-001", minutes=60), 1),
        "wrong": (Refused("ACC-001"), 1),
        "locked": (Refused("ACC-002"), 1),
        "unknown": (UNKNOWN, 1),
        "person": (NeedsPerson("CRT-002", user_id=ONE), 1),
        "unclear": (OutcomeUnknown("ISS-004"), 1),
        "settings": (Misconfigured("ACC-006", reason="x"), 1),
        "bug": (ZeroDivisionError(WORD), 1),
    }

    async def act(user_id: str, step: StepName) -> None:
        raise tried[user_id][0]

    works.act = act
    works.work(*tried)

    assert {each: works.acts.count((each, "issue")) for each in tried} == {
        each: times for each, (_, times) in tried.items()
    }
    assert {each: code for each, (_, code) in works.results().items()} == {
        each: getattr(error, "code", "TOOL-002") for each, (error, _) in tried.items()
    }


def test_a_site_that_is_closed_for_a_while_is_waited_for(works: Works) -> None:
    works.act = failing(Unavailable("NET-005"), times=2)

    works.work(ONE)

    assert works.results() == {ONE: ("done", "")}
    assert works.acts == [(ONE, "issue"), *[(ONE, "login")] * 3]
    assert works.progress.told.count((ONE, "waits", "NET-005")) == 2


def test_a_pause_is_seen_by_others_as_long_as_it_lasts(works: Works) -> None:
    gate = Gate(ONE, at="login")
    seen: list[tuple[str, str]] = []

    async def act(user_id: str, step: StepName) -> None:
        if works.acts == [(ONE, "issue")]:
            raise Unavailable("NET-005")
        await gate.act(user_id, step)

    async def looking(engine: Engine) -> None:
        await until(lambda: (ONE, "waits", "NET-005") in works.progress.told)
        seen.append(works.results()[ONE])
        await gate.reached()
        seen.append(works.results()[ONE])
        gate.open()

    works.limits = works.limits.model_copy(update={"closed_first": 0.2, "closed_limit": 0.5})
    works.act = act
    works.work(ONE, meanwhile=looking)

    assert seen == [("waiting", "NET-005"), ("running", "")]


def test_waiting_for_a_closed_site_ends_after_growing_pauses_with_the_limit(works: Works) -> None:
    moments: list[float] = []

    async def act(user_id: str, step: StepName) -> None:
        moments.append(monotonic())
        raise Unavailable("NET-005")

    works.act = act
    works.work(ONE)

    pauses = [after - before for before, after in pairwise(moments)]
    assert len(pauses) == 3
    tick = get_clock_info("monotonic").resolution  # 16 ms on Windows
    assert all(pause + tick >= 0.01 * 2**number for number, pause in enumerate(pauses))
    assert works.results() == {ONE: ("failed", "NET-005")}


@pytest.mark.parametrize(("here", "site", "most"), [(1, 4, 1), (4, 2, 2)])
def test_no_more_people_at_a_time_than_here_and_at_the_site_are_allowed(
    works: Works, here: int, site: int, most: int
) -> None:
    works.people = here
    works.limits = works.limits.model_copy(update={"people": site})
    works.act = asleep

    works.work(*ALL)

    assert works.most == most
    assert set(works.results().values()) == {("done", "")}


def test_limits_hold_from_the_first_look_on_whatever_they_were_before(works: Works) -> None:
    works.work(ONE)
    works.people, works.act, works.most = 1, asleep, 0

    works.work(OTHER, THIRD)

    assert works.most == 1


def test_no_more_people_are_begun_a_minute_than_the_site_allows(works: Works) -> None:
    works.limits = works.limits.model_copy(update={"starts": 2})

    async def later(engine: Engine) -> None:
        await until(lambda: len([each for each in works.progress.told if each[1] == "ended"]) == 2)
        await asyncio.sleep(0.1)
        engine.stop()

    works.work(*ALL, meanwhile=later)

    assert sorted(state for state, _ in works.results().values()) == ["done", "done", "pending"]


def test_stopping_lets_the_clicks_end_and_leaves_the_rest(works: Works) -> None:
    gate = Gate(ONE, at="issue")
    works.people, works.act = 1, gate.act

    engine = works.work(ONE, OTHER, meanwhile=gate.stopping)

    assert works.acts == [(ONE, "issue")]
    assert (ONE, "went", "issue") in works.progress.told
    assert (engine.stopping, engine.stopped_by) == (True, "")


def test_who_was_stopped_for_holds_no_place_that_another_worker_could_use(works: Works) -> None:
    gate = Gate(ONE, at="issue")
    works.people, works.act = 1, gate.act

    works.work(ONE, OTHER, meanwhile=gate.stopping)

    rows = works.rows()
    assert {row.status for parts in rows.values() for row in parts} == {"ENQUEUED"}
    assert [each.stretch.step for each in rows[ONE][-1].done] == ["issue"]


def test_the_next_worker_goes_on_where_the_last_one_stopped(works: Works) -> None:
    gate = Gate(ONE, at="issue")
    works.people, works.act = 1, gate.act

    async def stopping(engine: Engine) -> None:
        await gate.reached()
        engine.stop()
        gate.open()

    works.work(ONE, OTHER, meanwhile=stopping)
    works.acts.clear()
    works.work(ONE, OTHER)

    assert sorted(works.acts) == [(ONE, "login"), (OTHER, "issue"), (OTHER, "login")]
    assert works.results() == {ONE: ("done", ""), OTHER: ("done", "")}


def test_stopping_does_not_wait_for_a_closed_site(works: Works) -> None:
    works.limits = works.limits.model_copy(update={"closed_first": 60, "closed_limit": 3600})
    works.act = failing(Unavailable("NET-005"), times=1)

    async def stopping(engine: Engine) -> None:
        await until(lambda: (ONE, "waits", "NET-005") in works.progress.told)
        engine.stop()

    works.work(ONE, meanwhile=stopping)
    works.work(ONE)

    assert works.results() == {ONE: ("done", "")}
    assert works.acts == [(ONE, "issue"), (ONE, "login"), (ONE, "login")]


def test_so_many_people_in_a_row_with_the_same_code_stop_the_run(works: Works) -> None:
    works.people, works.stop_after = 1, 2
    works.act = failing(UNKNOWN, at="issue")

    engine = works.work(*(str(number) for number in range(6)))

    assert (engine.stopping, engine.stopped_by) == (True, "TOOL-001")
    assert len(works.acts) == 2


def test_what_has_stopped_another_worker_stops_this_one(works: Works) -> None:
    gate = Gate(ONE, at="issue")
    works.act, works.stop_after = gate.act, 1

    async def elsewhere(engine: Engine) -> None:
        await gate.reached()
        engine.streak.note("TOOL-001")
        await until(lambda: engine.stopping)
        gate.open()

    engine = works.work(ONE, OTHER, meanwhile=elsewhere)

    assert engine.stopped_by == "TOOL-001"


def test_an_interrupted_step_is_done_again_and_no_other(works: Works) -> None:
    gate = Gate(ONE, at="login")
    works.act = gate.act
    works.enqueue(ONE)

    async def until_login(engine: Engine) -> None:
        await gate.reached()

    works.launched(until_login)
    works.act = asleep
    works.work(ONE)

    assert works.acts == [(ONE, "issue"), (ONE, "login"), (ONE, "login")]
    assert works.results() == {ONE: ("done", "")}


def test_who_is_being_worked_on_is_at_the_step_that_is_left(works: Works) -> None:
    gate = Gate(ONE, at="login")
    works.act = gate.act
    works.enqueue(ONE)

    async def until_login(engine: Engine) -> None:
        await gate.reached()

    engine = works.launched(until_login)

    result = works.result(ONE)
    assert (result.state, result.step, result.worker) == ("running", "login", engine.name)
    assert list(result.seconds) == ["issue"]


def test_a_worker_may_work_for_some_people_alone(works: Works) -> None:
    works.act = Gate(OTHER, at="issue").act

    works.work(ONE, OTHER, of=[ONE])

    assert works.results()[ONE] == ("done", "")
    assert works.results()[OTHER][0] in ("pending", "running")


def test_a_worker_without_end_takes_who_comes_later(works: Works) -> None:
    async def comes_later(engine: Engine) -> None:
        working = asyncio.create_task(engine.until_stopped())
        await asyncio.to_thread(works.enqueue, ONE)
        await until(lambda: (ONE, "ended", "done") in works.progress.told)
        engine.stop()
        await working

    works.launched(comes_later)

    assert works.results() == {ONE: ("done", "")}


def test_neither_secrets_nor_foreign_words_get_into_the_home(works: Works) -> None:
    works.act = failing(ValueError(WORD), who=ONE)

    works.work(ONE, OTHER)

    written = b"".join(file.read_bytes() for file in works.home.rglob("*") if file.is_file())
    assert ONE.encode() in written
    assert not any(secret in written for secret in (WORD.encode(), b"login9012", b"auth5678", b"p2=8f3a"))


@posix_only(MODES)
def test_nobody_else_can_read_what_the_engine_writes(works: Works) -> None:
    works.work(ONE)

    modes = {file.name: file.stat().st_mode & 0o777 for file in works.home.iterdir() if file.is_file()}
    assert set(modes.values()) == {0o600}, modes


def test_the_engine_itself_says_nothing(works: Works, capfd: pytest.CaptureFixture[str]) -> None:
    works.act = failing(ValueError(WORD), who=ONE)

    works.work(ONE, OTHER)

    assert capfd.readouterr() == ("", "")


def test_a_glance_sees_what_the_engine_s_own_client_sees(works: Works) -> None:
    works.act = failing(Refused("ACC-001", site_words="正しくありません"), who="10006")
    works.work("10005", "10006")
    works.enqueue("10007")

    with glance_at(works.home / "engine.sqlite") as glance:
        seen = read_rows(glance, home_id(works.home))

    assert seen == works.rows()
    assert [len(rows) for rows in seen.values()] == [1, 1, 1]


def test_a_brief_look_tells_the_same_states_and_of_the_done_nothing_else(works: Works) -> None:
    works.act = failing(Refused("ACC-001", site_words="正しくありません"), who="10006")
    works.work("10005", "10006")
    works.enqueue("10007")
    starts = [pending(user_id) for user_id in ("10005", "10006", "10007", "10008")]

    whole = standing_in(works.database, works.home, starts)
    brief = standing_in(works.database, works.home, starts, briefly=True)

    assert (
        [each.state for each in brief]
        == [each.state for each in whole]
        == ["done", "failed", "pending", "pending"]
    )
    assert brief[0].timeline == ()
    assert brief[1:] == whole[1:]
