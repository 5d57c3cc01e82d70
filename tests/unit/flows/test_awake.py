"""The time in which a PC sleeps is no time in which somebody did not answer."""

from __future__ import annotations

import asyncio
import time

import pytest

from ekakushin.flows import awake
from ekakushin.flows.awake import wakefulness
from ekakushin.flows.browser.answering import AnswerLimit
from ekakushin.flows.browser.waiting import Waiting
from ekakushin.flows.errors import Unavailable

SLEEP = 0.25


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A beat is short, and so is a sleep."""
    monkeypatch.setattr(awake, "_BEAT", 0.01)
    monkeypatch.setattr(awake, "_ASLEEP", 0.1)


def sleep() -> None:
    """Nothing of this process runs for a while."""
    time.sleep(SLEEP)


async def test_a_limit_is_put_off_by_the_time_asleep() -> None:
    async with wakefulness().limit(0.15):
        await asyncio.sleep(0.03)
        sleep()
        await asyncio.sleep(0.01)
    assert wakefulness().slept >= SLEEP - 0.1


async def test_a_limit_is_over_all_the_same_some_day() -> None:
    async def wait() -> None:
        async with wakefulness().limit(0.15):
            await asyncio.sleep(0.03)
            sleep()
            await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        await wait()


async def test_a_limit_is_over_while_the_pc_is_awake() -> None:
    before = wakefulness().slept
    with pytest.raises(TimeoutError):
        async with wakefulness().limit(0.02):
            await asyncio.sleep(60)
    assert wakefulness().slept == before


async def test_nothing_goes_on_when_nobody_waits() -> None:
    async with wakefulness().limit(1):
        pass
    assert wakefulness()._handle is None


async def test_a_browser_is_not_given_up_because_the_pc_slept() -> None:
    answering = AnswerLimit(0.15)
    async with answering.within_limit():
        await asyncio.sleep(0.03)
        sleep()
        await asyncio.sleep(0.01)
    assert not answering.silent


async def test_a_browser_that_never_answers_is_given_up() -> None:
    with pytest.raises(Unavailable) as raised:
        async with AnswerLimit(0.05).within_limit():
            await asyncio.sleep(60)
    assert raised.value.code == "ENV-014"


async def test_a_page_is_waited_for_as_long_as_before() -> None:
    async with wakefulness().limit(5):
        limit = Waiting().until(0.02)  # on the clock: 0.2 s
        await asyncio.sleep(0.03)
        sleep()
        await asyncio.sleep(0.01)
        assert not limit.over
