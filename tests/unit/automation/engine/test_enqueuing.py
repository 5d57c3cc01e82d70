"""Who is put into the queue: nobody twice, everybody of whom something new is known or wanted."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from ekakushin.automation.engine.enqueuing import order_for, rows_by_worker
from ekakushin.automation.engine.orders import Ending, Order
from ekakushin.automation.engine.standing import Row
from ekakushin.flows.models import STEPS, StepName
from tests.support.fakes import USER

UNTIL_LOGIN = STEPS[:4]
State = Literal["done", "failed", "waiting"]


def row(
    status: str = "SUCCESS",
    state: State | None = None,
    *,
    steps: tuple[StepName, ...] = STEPS,
    worker: str = "",
    user_id: str = USER,
    **where: int,
) -> Row:
    """One part of an order: as the database has it, and how it ended, if it has."""
    order = Order.model_validate({"user_id": user_id, "steps": steps, **where})
    return Row(
        user_id=user_id,
        attempt=order.attempt,
        part=order.part,
        identifier=order.identifier("home"),
        status=status,
        order=order,
        ending=Ending(order=order, state=state) if state else None,
        worker=worker,
    )


def enqueued(*rows: Row, **wish: Any) -> Order | None:
    """What is put into the queue for somebody with these rows, by default all steps with the first mails."""
    return order_for(USER, rows, **{"steps": STEPS, "mails": 0, **wish})


def test_who_is_new_is_put_into_the_queue() -> None:
    assert enqueued(mails=3) == Order(user_id=USER, steps=STEPS, attempt=1, part=1, mails=3)


@pytest.mark.parametrize("status", ["ENQUEUED", "DELAYED", "PENDING"])
def test_who_is_in_the_queue_is_not_put_into_it_twice(status: str) -> None:
    assert enqueued(row(status)) is None


def test_who_waits_for_the_service_is_not_put_into_it_twice() -> None:
    later = row("DELAYED", part=2, steps=STEPS[4:])

    assert enqueued(row(state="waiting"), later) is None


@pytest.mark.parametrize("again", [True, False])
def test_not_even_again_puts_somebody_into_it_twice(again: bool) -> None:
    assert enqueued(row("PENDING"), again=again) is None


def test_who_is_done_is_done() -> None:
    assert enqueued(row(state="done")) is None


def test_who_is_done_after_waiting_is_done() -> None:
    assert enqueued(row(state="waiting"), row(state="done", part=2, steps=STEPS[4:])) is None


def test_who_is_done_may_be_gone_through_again() -> None:
    order = enqueued(row(state="done"), again=True)

    assert order
    assert (order.attempt, order.part, order.steps) == (2, 1, STEPS)


def test_who_failed_gets_another_attempt() -> None:
    order = enqueued(row(state="failed", attempt=4))

    assert order
    assert (order.attempt, order.part) == (5, 1)


def test_who_failed_after_waiting_gets_another_attempt_at_all_steps() -> None:
    order = enqueued(row(state="waiting"), row(state="failed", part=2, steps=STEPS[4:]))

    assert order
    assert (order.attempt, order.part, order.steps) == (2, 1, STEPS)
    assert order.waiting_since is None


def test_who_was_given_up_after_crashes_gets_another_attempt() -> None:
    order = enqueued(row("MAX_RECOVERY_ATTEMPTS_EXCEEDED"))

    assert order
    assert order.attempt == 2


@pytest.mark.parametrize("state", ["done", "failed"])
def test_new_mails_are_another_attempt(state: State) -> None:
    order = enqueued(row(state=state, mails=1), mails=2)

    assert order
    assert (order.attempt, order.mails) == (2, 2)


def test_who_went_up_to_some_step_gets_another_attempt_for_the_rest() -> None:
    order = enqueued(row(state="done", steps=UNTIL_LOGIN))

    assert order
    assert (order.attempt, order.steps) == (2, STEPS)


def test_who_has_all_steps_behind_them_has_some_of_them_behind_them() -> None:
    assert enqueued(row(state="done"), steps=UNTIL_LOGIN) is None


def test_the_latest_attempt_alone_counts() -> None:
    assert enqueued(row(state="failed"), row(state="done", attempt=2)) is None
    assert enqueued(row(state="done"), row(state="failed", attempt=2)) is not None


def test_an_order_that_cannot_be_read_is_no_order_for_these_steps() -> None:
    nameless = Row(user_id=USER, attempt=1, part=1, identifier="x", status="SUCCESS", order=None, ending=None)

    order = enqueued(nameless)

    assert order
    assert order.attempt == 2


def test_what_is_being_done_is_told_by_worker() -> None:
    one, other = row("PENDING", worker="a"), row("PENDING", worker="b", user_id="10007")
    later = row("ENQUEUED", worker="a", user_id="10008")

    assert rows_by_worker({USER: [row(state="waiting"), one], "10007": [other], "10008": [later]}) == {
        "a": [one],
        "b": [other],
    }
