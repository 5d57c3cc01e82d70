"""The time limit of one step of one person; past it the step fails, and the error says where it stood."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from ekakushin.flows.awake import wakefulness
from ekakushin.flows.errors import FlowError, OutcomeUnknown
from ekakushin.flows.journal import latest_of
from ekakushin.flows.models import StepName
from ekakushin.flows.workplace import Workplace

T = TypeVar("T")


async def within_the_limit(
    workplace: Workplace, user_id: str, step: StepName, work: Callable[[], Awaitable[T]]
) -> T:
    """What `work` returns, unless it takes longer than a step may, and the people who lend a hand in it.

    Raises OutcomeUnknown then: ISS-004 behind 発行, otherwise TOOL-007. Every wait inside has a limit of its own,
    so this is for what nobody has thought of.
    """
    seconds = longest(workplace)
    try:
        async with wakefulness().limit(seconds) as time:
            return await work()
    except TimeoutError:
        if not time.expired():
            raise
        error = _too_long(workplace, user_id, step, seconds)
        error.person, error.step = user_id, step
        raise error from None


def longest(workplace: Workplace) -> float:
    """How many seconds a step may take; people need their own time."""
    hands = [workplace.assistant, workplace.by_hand.desk if workplace.by_hand else None]
    return workplace.site.limits.step + sum(each.seconds for each in hands if each)


def _too_long(workplace: Workplace, user_id: str, step: StepName, seconds: float) -> FlowError:
    certificates = workplace.certificates
    if step == "issue" and certificates.requested_at(user_id) and not certificates.certificates(user_id):
        return OutcomeUnknown("ISS-004")
    return OutcomeUnknown("TOOL-007", step=step, minutes=round(seconds / 60), stood=latest_of(user_id) or "-")
