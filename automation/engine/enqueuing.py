"""Who is put into the queue, and by whom people are taken over whose worker has died."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dbos import DBOSClient, EnqueueOptions

from ekakushin.automation.engine.orders import FIRST_COME, VERSION, WORKFLOW, Order, home_id, queue_name
from ekakushin.automation.engine.standing import Row, read_rows
from ekakushin.automation.engine.workers import hold_dead
from ekakushin.flows.models import StepName


def order_for(
    user_id: str, rows: Sequence[Row], *, steps: Sequence[StepName], mails: int, again: bool = False
) -> Order | None:
    """What to put into the queue for somebody; None for who is under way or has those steps behind them.

    `again` goes through the steps once more even then; every step looks first where the person stands.
    """
    latest = [row for row in rows if row.attempt == rows[-1].attempt]
    covered = bool(latest) and _covers(latest[0], steps, mails)
    if covered and (latest[-1].open or (_is_done(latest[-1]) and not again)):
        return None
    attempt = latest[0].attempt + 1 if latest else 1
    return Order(user_id=user_id, steps=tuple(steps), attempt=attempt, mails=mails)


def _covers(first: Row, steps: Sequence[StepName], mails: int) -> bool:
    order = first.order
    return order is not None and set(steps) <= set(order.steps) and order.mails == mails


def _is_done(row: Row) -> bool:
    return row.ending is not None and row.ending.state == "done"


def enqueue(client: DBOSClient, home: Path, orders: Iterable[Order]) -> None:
    """Put the orders into the queue, in their order. An order that is there already is not put in twice."""
    for order in orders:
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": queue_name(home),
            "workflow_id": order.identifier(home_id(home)),
            "app_version": VERSION,
            "priority": FIRST_COME,
        }
        client.enqueue(options, order)


def rows_by_worker(rows: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """What is being done now, by worker."""
    workers: dict[str, list[Row]] = {}
    for row in (row for parts in rows.values() for row in parts):
        if row.status == "PENDING":
            workers.setdefault(row.worker, []).append(row)
    return workers


def take_over(client: DBOSClient, home: Path, worker: str) -> list[str] | None:
    """Put the people of a dead worker back into the queue; the user IDs, or None if its process lives.

    Whoever works on them next asks the site first where each of them stands.
    """
    with hold_dead(home, worker, anywhere=True) as dead:
        if not dead:
            return None
        rows = rows_by_worker(read_rows(client, home_id(home), steps=False)).get(worker, [])
        client.resume_workflows([row.identifier for row in rows], queue_name=queue_name(home))
        return sorted({row.user_id for row in rows})
