"""The story: a straight line, and what is said at its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ekakushin.flows import onboarding
from ekakushin.flows.errors import NeedsPerson
from ekakushin.flows.models import STEPS, Fact, Noun, StepName
from ekakushin.flows.onboarding import onboard
from tests.support.fakes import USER, Surroundings, invitation


class Told:
    """A `once` that gives prepared facts and notes the steps it was asked for."""

    def __init__(self, **elsewhere: bool) -> None:
        self.asked: list[StepName] = []
        self._elsewhere = elsewhere

    async def __call__(self, step: StepName, work: Callable[[], Awaitable[Any]]) -> Any:
        self.asked.append(step)
        return self._fact(step)

    def _fact(self, step: StepName) -> Noun:
        return Fact(user_id=USER, step=step, elsewhere=self._elsewhere.get(step, False))


async def test_the_steps_are_taken_in_their_order(around: Surroundings) -> None:
    once = Told()

    account = await onboard(around.workplace, invitation(), once=once)

    assert (account.steps, tuple(once.asked)) == (STEPS, STEPS)


async def test_a_pin_that_somebody_else_set_is_told_when_all_the_rest_is_done(around: Surroundings) -> None:
    once = Told(pin=True)

    with pytest.raises(NeedsPerson) as raised:
        await onboard(around.workplace, invitation(), once=once)

    assert (raised.value.code, raised.value.step, raised.value.person) == ("SGN-006", "pin", USER)
    assert once.asked[-1] == "password"


def test_every_step_has_its_work() -> None:
    assert tuple(onboarding._STEPS) == STEPS
