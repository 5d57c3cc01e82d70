"""Every call to the browser has a limit, and the limit a code."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Error as PlaywrightError

from ekakushin.flows.browser.answering import AnswerLimit
from ekakushin.flows.errors import FlowError
from ekakushin.flows.load import Load


async def code_of(answering: AnswerLimit) -> str:
    with pytest.raises(FlowError) as raised:
        async with answering.within_limit():
            await asyncio.Event().wait()
    return raised.value.code


async def test_a_browser_that_never_answers_is_told_with_its_code() -> None:
    answering = AnswerLimit(0.01)

    assert (await code_of(answering), answering.silent) == ("ENV-014", True)


async def test_one_that_answers_is_not_silent() -> None:
    answering = AnswerLimit(5.0)
    async with answering.within_limit():
        await asyncio.sleep(0)

    assert not answering.silent


async def test_what_playwright_says_is_translated() -> None:
    with pytest.raises(FlowError) as raised:
        async with AnswerLimit(5.0).within_limit():
            raise PlaywrightError("net::ERR_CONNECTION_REFUSED")

    assert raised.value.code == "NET-001"


async def test_a_time_out_of_somebody_else_is_left_alone() -> None:
    with pytest.raises(TimeoutError):
        async with AnswerLimit(5.0).within_limit():
            raise TimeoutError


def test_a_busy_pc_has_more_time_but_not_for_ever() -> None:
    load = Load()
    load.note(2.0)
    twice = AnswerLimit(10.0, load).seconds
    for _ in range(20):
        load.note(1000.0)

    assert (twice, AnswerLimit(10.0, load).seconds) == (20.0, 40.0)
