"""Takes one person through all steps, from the two mails to an account that can file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar

from ekakushin.flows.errors import NeedsPerson
from ekakushin.flows.hands import ExpectedScreensPassed
from ekakushin.flows.models import STEPS, Account, Fact, Invitation, Noun, StepName
from ekakushin.flows.steps.issue import issue
from ekakushin.flows.steps.login import certificate_to_prove, log_out_after, login
from ekakushin.flows.steps.password import password
from ekakushin.flows.steps.pin import pin
from ekakushin.flows.steps.signing import signing
from ekakushin.flows.steps.signup import signup
from ekakushin.flows.steps.verify import verify
from ekakushin.flows.workplace import Case, Workplace

T = TypeVar("T")


class StepRunner(Protocol):
    """Runs a step the first time and remembers its answer; every later call gives the same answer."""

    async def __call__(self, step: StepName, work: Callable[[], Awaitable[T]]) -> T: ...


async def onboard(
    workplace: Workplace, invitation: Invitation, *, once: StepRunner, steps: Sequence[StepName] = STEPS
) -> Account:
    """Take one person through the steps, which are all of them unless named.

    Running it again is safe: every step looks first where the person stands. Raises FlowError with the
    step attached, or Misconfigured. A PIN that somebody else registered is no reason to leave the rest undone:
    NeedsPerson (SGN-006) comes at the end.
    """
    facts: dict[StepName, Noun] = {}
    async with log_out_after(workplace.of(invitation)) as case:
        for step in steps:
            facts[step] = await once(step, partial(take, case, step))
    _must_be_known_here(facts, case.user_id)
    return Account(user_id=case.user_id, steps=tuple(facts))


def _must_be_known_here(facts: Mapping[StepName, Noun], user_id: str) -> None:
    for step, fact in facts.items():
        if isinstance(fact, Fact) and fact.elsewhere:
            error = NeedsPerson("SGN-006")
            error.person, error.step = user_id, step
            raise error


async def take(case: Case, step: StepName) -> Noun:
    """One step for one person, by its name; returns the step's fact.

    Where somebody who took over went further than they were asked to, the step looks anew where they stand.
    """
    while True:
        try:
            return await _STEPS[step](case)
        except ExpectedScreensPassed:  # each time it takes a person to get here
            continue


async def _verify(case: Case) -> Noun:
    return await verify(case, certificate_to_prove(case))


_STEPS: dict[StepName, Callable[[Case], Awaitable[Noun]]] = {
    "issue": issue,
    "verify": _verify,
    "signup": signup,
    "login": login,
    "signing": signing,
    "pin": pin,
    "password": password,
}
