"""What takes the engine more than a moment: waiting for the service, and workers that die."""

from __future__ import annotations

from pathlib import Path

import pytest

import ekakushin.automation.state.alone
from ekakushin.automation.engine.database import Database
from ekakushin.automation.engine.enqueuing import rows_by_worker, take_over
from ekakushin.automation.engine.orders import RECOVERIES, home_id, queue_name
from ekakushin.automation.engine.standing import everybody
from ekakushin.automation.engine.worker import Engine
from ekakushin.automation.engine.workers import hold_dead, seat
from ekakushin.automation.results import pending
from ekakushin.automation.state.alone import alone_with
from ekakushin.flows.errors import Misconfigured, UnderWay
from ekakushin.flows.models import StepName
from ekakushin.flows.secret import Secret
from tests.support.engines import Gate, Works, failing, until, well

ONE, OTHER, THIRD = "10006", "10007", "10008"


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    """A home in which nobody was begun with."""
    return Works(tmp_path).impatient(monkeypatch)


def test_whoever_waits_for_the_service_holds_no_place(works: Works) -> None:
    works.people = 1
    works.act = failing(UnderWay("SGN-004", wait=2.0), times=1, who=ONE)

    works.work(ONE, OTHER)

    first = [(ONE, "issue"), (ONE, "login"), (OTHER, "issue"), (OTHER, "login")]
    assert works.acts == [*first, (ONE, "login")]
    assert works.results() == {ONE: ("done", ""), OTHER: ("done", "")}
    assert (ONE, "waits", "SGN-004") in works.progress.told


def test_whoever_waits_is_in_the_queue_with_the_moment_to_come_again(works: Works) -> None:
    works.act = failing(UnderWay("SGN-004", wait=600))
    works.enqueue(ONE)

    async def until_waiting(engine: Engine) -> None:
        await until(lambda: (ONE, "waits", "SGN-004") in works.progress.told)

    works.launched(until_waiting)

    result = works.result(ONE)
    assert (result.state, result.code, result.step) == ("waiting", "SGN-004", "login")
    assert result.until


def test_who_has_waited_comes_before_who_has_not_begun(works: Works) -> None:
    gate = Gate(OTHER, at="issue")
    works.people = 1

    async def act(user_id: str, step: StepName) -> None:
        if (user_id, step) == (ONE, "login") and works.acts.count((ONE, "login")) == 1:
            raise UnderWay("SGN-004", wait=0.1)
        await gate.act(user_id, step)

    async def waited(engine: Engine) -> None:
        await gate.reached()
        await until(lambda: works.rows()[ONE][-1].status == "ENQUEUED", every=0.1)
        gate.open()

    works.act = act
    works.work(ONE, OTHER, THIRD, meanwhile=waited)

    assert works.acts.index((THIRD, "issue")) == len(works.acts) - 2


def test_all_parts_of_an_order_together_tell_how_long_each_step_took(works: Works) -> None:
    works.act = failing(UnderWay("SGN-004", wait=0.01), times=2, who=ONE)

    works.work(ONE)

    assert len(works.rows()[ONE]) == 3
    assert list(works.result(ONE).seconds) == ["issue", "login"]
    assert [each.code for each in works.result(ONE).timeline] == ["", "SGN-004", "SGN-004", ""]


def test_somebody_whom_another_process_works_on_is_waited_for(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ekakushin.automation.state.alone, "_BUSY_WAIT", 0.05)

    async def freed(engine: Engine) -> None:
        with alone_with(ONE, works.home):
            await until(lambda: (ONE, "waits", "TOOL-003") in works.progress.told)

    works.work(ONE, meanwhile=freed)

    assert works.results() == {ONE: ("done", "")}
    assert works.acts == [(ONE, "issue"), (ONE, "login")]


def died_at(works: Works, step: StepName) -> str:
    """The name of a worker that died while it was at this step of somebody's."""
    gate = Gate(ONE, at=step)
    works.act = gate.act

    async def until_step(engine: Engine) -> None:
        await gate.reached()

    name = works.launched(until_step).name
    works.act = well
    return name


@pytest.fixture
def dead(works: Works) -> str:
    """The name of the second worker of this PC, which died while it was at somebody's login."""
    works.enqueue(ONE)
    with seat(works.home, home_id(works.home)):
        return died_at(works, "login")


def test_people_of_a_dead_worker_of_this_pc_are_gone_on_with(works: Works, dead: str) -> None:
    engine = works.work(ONE)

    assert engine.name != dead
    assert works.acts == [(ONE, "issue"), (ONE, "login"), (ONE, "login")]
    assert works.results() == {ONE: ("done", "")}


def test_people_of_a_living_worker_are_left_to_it(works: Works, dead: str) -> None:
    async def look(engine: Engine) -> None:
        with hold_dead(works.home, dead):  # somebody has this name again
            await engine.take_over_the_dead()

    works.launched(look)

    (row,) = works.rows()[ONE]
    assert (row.status, row.worker) == ("PENDING", dead)


def test_whom_a_dead_worker_held_is_not_shown_as_being_worked_on(works: Works, dead: str) -> None:
    (result,) = everybody([pending(ONE)], works.rows(), dead={dead})

    assert (result.state, result.step) == ("pending", "login")


def test_people_of_a_dead_worker_can_be_taken_over_by_command(works: Works, dead: str) -> None:
    before = rows_by_worker(works.rows())
    with works.database.client() as client:
        taken = take_over(client, works.home, dead)

    assert [row.user_id for row in before[dead]] == taken == [ONE]
    assert works.rows()[ONE][-1].status == "ENQUEUED"


@pytest.mark.parametrize("by_command", [True, False])
def test_who_is_taken_over_stays_within_the_limits_of_the_own_queue(
    works: Works, dead: str, by_command: bool
) -> None:
    async def look(engine: Engine) -> None:
        await engine.take_over_the_dead()

    with works.database.client() as client:
        if by_command:
            take_over(client, works.home, dead)
        else:
            works.launched(look)
        (status,) = client.list_workflows()

    assert status.queue_name == queue_name(works.home)


def test_people_of_a_living_worker_cannot_be_taken_over(works: Works, dead: str) -> None:
    with hold_dead(works.home, dead), works.database.client() as client:
        taken = take_over(client, works.home, dead)

    assert taken is None
    assert works.rows()[ONE][-1].status == "PENDING"


def test_who_lets_the_program_die_again_and_again_is_left_alone(works: Works) -> None:
    works.people = 1
    works.enqueue(ONE, OTHER)
    for _ in range(RECOVERIES + 1):
        died_at(works, "issue")

    works.work(ONE, OTHER)
    before = works.results()
    works.work(ONE)

    assert before == {ONE: ("failed", "TOOL-004"), OTHER: ("done", "")}
    assert works.results()[ONE] == ("done", "")


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    nowhere = Database(tmp_path, Secret("postgresql://me:TopSecret1@127.0.0.1:1/x"))

    with pytest.raises(Misconfigured) as raised:
        nowhere.prepare()
    with pytest.raises(Misconfigured) as asked, nowhere.client() as client:
        client.list_workflows()

    assert (raised.value.code, asked.value.code) == ("ENV-010", "ENV-010")
    assert "TopSecret1" not in f"{raised.value} {raised.value.values} {asked.value} {asked.value.values}"
