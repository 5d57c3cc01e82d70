"""How far each person is, read from the engine's database without launching the engine."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ekakushin.automation.engine.database import Database
from ekakushin.automation.engine.glance import Glance, Remembered, glance_at
from ekakushin.automation.engine.orders import (
    BEGUN,
    PAUSE,
    RECOVERIES,
    Ending,
    Order,
    Pause,
    Stepped,
    Trouble,
    home_id,
    place_of,
    prefix,
    user_of,
)
from ekakushin.automation.engine.values import error_of, trouble_of
from ekakushin.automation.engine.workers import hold_dead
from ekakushin.automation.results import Result, Stretch, fail, finish, waiting
from ekakushin.flows.errors import FlowError, Misconfigured
from ekakushin.flows.models import Login

if TYPE_CHECKING:
    from dbos import DBOSClient, WorkflowStatus

    Looking = DBOSClient | Glance
    Workflow = WorkflowStatus | Remembered

# What the database calls them.
_NOT_BEGUN, _LATER, _BEING_DONE, _ENDED = "ENQUEUED", "DELAYED", "PENDING", "SUCCESS"
_OPEN = (_NOT_BEGUN, _LATER, _BEING_DONE)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One part of one order, as the database has it. `done` are the steps that are behind a part being done."""

    user_id: str
    attempt: int
    part: int
    identifier: str
    status: str
    order: Order | None
    ending: Ending | None
    worker: str = ""
    begun: datetime | None = None
    until: datetime | None = None
    done: tuple[Stepped, ...] = ()
    pause: Pause | None = None
    trouble: Trouble | None = None

    @property
    def open(self) -> bool:
        """Whether there is something left to do."""
        return self.status in _OPEN


def read_rows(
    client: Looking, home_id: str, user_id: str = "", *, steps: bool = True
) -> dict[str, list[Row]]:
    """Everybody's parts, or those of the one who is named, oldest first.

    `steps` also asks for what is behind those that are being done.
    """
    people: dict[str, list[Row]] = defaultdict(list)
    for status in client.list_workflows(workflow_id_prefix=prefix(home_id, user_id)):
        done = _steps(client, status) if steps and _has_begun(status) else ()
        people[user_of(status.workflow_id)].append(_row(status, done))
    return {
        user_id: sorted(rows, key=lambda row: (row.attempt, row.part)) for user_id, rows in people.items()
    }


def _has_begun(status: Workflow) -> bool:
    left = status.status == _NOT_BEGUN and (status.attributes or {}).get(BEGUN)
    return status.status == _BEING_DONE or bool(left)


def _steps(client: Looking, status: Workflow) -> tuple[Stepped, ...]:
    outputs = [step["output"] for step in client.list_workflow_steps(status.workflow_id)]
    return tuple(output for output in outputs if isinstance(output, Stepped))


def _row(status: Workflow, done: tuple[Stepped, ...]) -> Row:
    attempt, part = place_of(status.workflow_id)
    arguments = status.input["args"] if isinstance(status.input, dict) else ()
    return Row(
        user_id=user_of(status.workflow_id),
        attempt=attempt,
        part=part,
        identifier=status.workflow_id,
        status=status.status,
        order=next((each for each in arguments if isinstance(each, Order)), None),
        ending=status.output if isinstance(status.output, Ending) else None,
        worker=status.executor_id or "",
        begun=_moment(status.dequeued_at),
        until=_moment(status.delay_until_epoch_ms),
        done=done,
        pause=_pause(status),
        trouble=trouble_of(status.error) if isinstance(status.error, Exception) else None,
    )


def _pause(status: Workflow) -> Pause | None:
    noted = (status.attributes or {}).get(PAUSE)
    return Pause.model_validate(noted) if noted and status.status == _BEING_DONE else None


def _moment(milliseconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None


def standing(start: Result, rows: Sequence[Row]) -> Result:
    """Where one person stands after all parts so far, oldest first; `start` says who it is."""
    if not rows:
        return start
    last = rows[-1]
    latest = [row for row in rows if row.attempt == last.attempt]
    everything = [stretch for row in rows for stretch in _stretches(row)]
    recent = [stretch for row in latest for stretch in _stretches(row)]
    result = start.model_copy(
        update={
            "timeline": tuple(everything),
            "seconds": _seconds(recent),
            "step": recent[-1].step if recent else "",
            "evidence": tuple(path for row in latest if row.ending for path in row.ending.evidence),
            "failures": _failures(rows),
            "worker": last.worker,
        }
    )
    return _now(result, latest)


def _stretches(row: Row) -> tuple[Stretch, ...]:
    return row.ending.stretches if row.ending else tuple(each.stretch for each in row.done)


def _seconds(stretches: Iterable[Stretch]) -> dict[str, float]:
    seconds: dict[str, float] = {}
    for stretch in stretches:
        if not stretch.code:
            seconds[stretch.step] = round(seconds.get(stretch.step, 0.0) + stretch.seconds, 3)
    return seconds


def _failures(rows: Sequence[Row]) -> int | None:
    """ログイン失敗回数, as it was last read."""
    seen: int | None = None
    for row in rows:
        facts = [each.fact for each in row.done]
        for failures in (*(fact.failures for fact in facts if isinstance(fact, Login)), _failure_count(row)):
            seen = failures if failures is not None else seen
    return seen


def _failure_count(row: Row) -> int | None:
    return row.ending.failures if row.ending else None


def _now(result: Result, latest: Sequence[Row]) -> Result:
    last, before = latest[-1], latest[-2].ending if len(latest) > 1 else None
    if last.ending:
        return after(result, last.ending.state, last.ending.trouble, until=last.ending.until)
    if last.status == _BEING_DONE:
        return _running(result, last)
    if last.open:
        trouble = before.trouble if before else None
        return after(result, "waiting", trouble, until=last.until) if before else result
    return after(result, "failed", last.trouble) if last.trouble else fail(result, _crash_error(last))


def _running(result: Result, row: Row) -> Result:
    done = {each.stretch.step for each in row.done}
    left = [step for step in (row.order.steps if row.order else ()) if step not in done]
    result = result.model_copy(update={"state": "running", "step": left[0] if left else result.step})
    return after(result, "waiting", row.pause.trouble, until=row.pause.until) if row.pause else result


def _crash_error(row: Row) -> Exception:
    """Why a part has no ending: it was given up after too many crashes."""
    return Misconfigured("TOOL-004", user_id=row.user_id, count=RECOVERIES)


def after(
    before: Result,
    state: Literal["done", "failed", "waiting"],
    trouble: Trouble | None,
    *,
    until: datetime | None = None,
) -> Result:
    """`before`, after a part that ended so."""
    error = error_of(trouble) if trouble else None
    if error is None:
        return (
            finish(before) if state == "done" else before.model_copy(update={"state": state, "until": until})
        )
    if isinstance(error, FlowError) and trouble:
        error.site_words = trouble.site_words
    return waiting(before, error, until) if state == "waiting" else fail(before, error)


def standing_in(
    database: Database, home: Path, starts: Iterable[Result], *, briefly: bool = False
) -> list[Result]:
    """Where these people stand now; `briefly`: of the done no more than that. Raises Misconfigured (ENV-010)."""
    if not database.is_there:
        return list(starts)
    done: Collection[str] = ()
    rows = None
    if database.file:
        with suppress(sqlite3.Error), glance_at(database.file) as glance:
            if briefly:
                done, rows = _rows_of_the_others(glance, home_id(home))
            else:
                rows = read_rows(glance, home_id(home))
    if rows is None:  # the engine has to be asked
        with database.client() as client:
            rows = read_rows(client, home_id(home))
    starts = [finish(start) if start.user_id in done else start for start in starts]
    workers = {row.worker for parts in rows.values() for row in parts if row.status == _BEING_DONE}
    return everybody(starts, rows, dead={each for each in workers if _is_dead(home, each)})


def _rows_of_the_others(glance: Glance, home_id: str) -> tuple[set[str], dict[str, list[Row]]]:
    """Whose last part has ended well, and the parts of everybody else."""
    last: dict[str, tuple[tuple[int, int], bool]] = {}
    for name, well in glance.list_ended_well(workflow_id_prefix=prefix(home_id)):
        user_id, place = user_of(name), place_of(name)
        if user_id not in last or place > last[user_id][0]:
            last[user_id] = place, well
    done = {user_id for user_id, (_, well) in last.items() if well}
    rows: dict[str, list[Row]] = {}
    for user_id in last.keys() - done:
        rows |= read_rows(glance, home_id, user_id)
    return done, rows


def _is_dead(home: Path, worker: str) -> bool:
    with hold_dead(home, worker) as dead:
        return dead


def everybody(
    starts: Iterable[Result], rows: Mapping[str, Sequence[Row]], *, dead: Collection[str] = ()
) -> list[Result]:
    """Where everybody stands, in the order of `starts`; whom a `dead` worker held is not being worked on."""
    results = [standing(start, rows.get(start.user_id, ())) for start in starts]
    return [
        result.model_copy(update={"state": "pending"})
        if result.state == "running" and result.worker in dead
        else result
        for result in results
    ]
