"""A disk that fills while people are worked on: the run ends at once, and the next one goes on from there."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOS
from sqlalchemy import Engine as SqlEngine
from sqlalchemy import event

from ekakushin.automation.engine.worker import Engine
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import StepName
from tests.support.engines import LONGEST, Works, well

PEOPLE = [f"{number:05}" for number in range(40)]


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    """A home in which nobody was begun with."""
    return Works(tmp_path).impatient(monkeypatch)


class Disk:
    """The database's disk; `full` lets its file grow no more, which SQLite itself then says."""

    def __init__(self) -> None:
        self.full = False

    def before(self, connection: Any, cursor: Any, *_: object) -> None:
        if self.full:
            cursor.connection.execute("PRAGMA max_page_count = 1")  # it takes no less than there are


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk = Disk()
    event.listen(SqlEngine, "before_cursor_execute", disk.before)
    yield disk
    event.remove(SqlEngine, "before_cursor_execute", disk.before)


def test_a_disk_that_fills_ends_the_run_at_once_and_the_next_one_goes_on(works: Works, disk: Disk) -> None:
    async def fill(user_id: str, step: StepName) -> None:
        disk.full = True

    works.act = fill
    broken = works.work(*PEOPLE).broken
    done = {user_id for user_id, (state, _) in works.results().items() if state == "done"}
    disk.full, works.act = False, well
    works.work(*PEOPLE)

    assert broken
    assert broken.code == "ENV-012"
    assert len(done) < len(PEOPLE)
    assert {state for state, _ in works.results().values()} == {"done"}
    again = {user_id for (user_id, _), times in Counter(works.acts).items() if times > 1}
    assert again.isdisjoint(done)


@pytest.mark.parametrize("code", ["ENV-012", "ENV-004", "ENV-010"])
def test_what_happens_to_everybody_alike_ends_the_run_with_the_first(works: Works, code: str) -> None:
    async def act(user_id: str, step: StepName) -> None:
        raise Misconfigured(code, place="/home", path="/home", reason="-")

    works.act, works.people = act, 1
    engine = works.work(*PEOPLE)

    assert engine.broken
    assert engine.broken.code == code
    assert len(works.acts) == 1


def test_somebody_who_is_done_stays_so_where_the_streak_cannot_be_written(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwritable(self: object, code: str) -> None:
        raise Misconfigured("ENV-012", place="streak.json")

    monkeypatch.setattr("ekakushin.automation.engine.streak.Streak.note", unwritable)
    works.people = 1
    engine: Engine = works.work(*PEOPLE)

    assert engine.broken
    assert works.results()[PEOPLE[0]] == ("done", "")


def test_threads_that_hang_in_the_database_keep_no_run_from_its_end(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(user_id: str, step: StepName) -> None:
        raise Misconfigured("ENV-012", place="/home")

    free = threading.Event()
    destroy = DBOS.destroy
    monkeypatch.setattr("ekakushin.automation.engine.worker._LEAVING", 0.1)
    monkeypatch.setattr(DBOS, "destroy", lambda: free.wait(LONGEST))
    works.act = act
    try:
        engine = works.work(PEOPLE[0])
    finally:
        free.set()
        destroy()

    assert engine.broken


def test_a_bare_error_of_the_system_is_told_as_what_it_is(works: Works) -> None:
    async def act(user_id: str, step: StepName) -> None:
        raise OSError(28, "No space left on device", "/home/x")

    works.act = act
    works.work(PEOPLE[0])

    assert works.results() == {PEOPLE[0]: ("failed", "ENV-012")}
