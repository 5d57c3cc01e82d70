"""A step that does not come to an end is cut off, and what is told is where it stood."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from ekakushin.automation.engine.watchdog import longest, within_the_limit
from ekakushin.flows.errors import OutcomeUnknown
from ekakushin.flows.journal import Journal
from ekakushin.flows.models import StepName
from ekakushin.flows.site import Limits, Site
from ekakushin.flows.workplace import Workplace
from tests.support.fakes import NOW, USER, Surroundings, certificate

SOON = Site(limits=Limits(step=0.01))


@pytest.fixture
def around() -> Surroundings:
    return Surroundings()


async def never() -> Any:
    """Hangs, for all that anybody knows."""
    await asyncio.Event().wait()


async def code_of(workplace: Workplace, step: StepName) -> tuple[str, str]:
    with pytest.raises(OutcomeUnknown) as raised:
        await within_the_limit(replace(workplace, site=SOON), USER, step, never)
    return raised.value.code, str(raised.value)


async def test_what_ends_in_time_is_left_alone(around: Surroundings) -> None:
    async def work() -> int:
        return 7

    assert await within_the_limit(around.workplace, USER, "login", work) == 7


async def test_what_does_not_end_is_told_with_what_happened_last(around: Surroundings) -> None:
    Journal(USER, "login").debug("presses", control="ログイン")

    code, sentence = await code_of(around.workplace, "login")

    assert code == "TOOL-007"
    assert "login presses ログイン" in sentence


async def test_behind_the_press_that_issues_the_outcome_is_unknown(around: Surroundings) -> None:
    around.certificates.note_requested(USER, NOW)

    assert (await code_of(around.workplace, "issue"))[0] == "ISS-004"


async def test_once_the_certificate_is_there_it_is_known(around: Surroundings) -> None:
    around.certificates.note_requested(USER, NOW)
    around.certificates.known[USER] = [certificate()]

    assert (await code_of(around.workplace, "issue"))[0] == "TOOL-007"


async def test_a_time_out_of_the_step_itself_is_left_alone(around: Surroundings) -> None:
    async def fails() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await within_the_limit(around.workplace, USER, "login", fails)


def test_a_person_who_lends_a_hand_has_their_own_time(around: Surroundings) -> None:
    class Slow:
        seconds = 600.0

    alone, helped = around.workplace, replace(around.workplace, assistant=Slow())  # type: ignore[arg-type]

    assert longest(helped) == longest(alone) + 600.0
