"""What counts of the time that passes while a page is waited for."""

from __future__ import annotations

import asyncio

import pytest

from ekakushin.flows.browser.waiting import Waiting
from ekakushin.flows.load import Load


class Request:
    def __init__(self, resource_type: str) -> None:
        self.resource_type = resource_type


async def waited(waiting: Waiting, times: int) -> None:
    for _ in range(times):
        waiting.listen()
        await waiting.wait_for_stir()


async def test_only_waiting_counts_and_not_the_time_in_between() -> None:
    waiting = Waiting()
    limit = waiting.until(10.0)
    await asyncio.sleep(0.02)
    before = waiting.counted
    await waited(waiting, 1)

    assert (before, limit.over) == (0.0, False)
    assert waiting.counted > 0.1


async def test_a_limit_is_over_when_so_much_was_waited() -> None:
    waiting = Waiting()
    limit = waiting.until(0.2)
    await waited(waiting, 1)

    assert limit.over


async def test_on_a_busy_pc_a_second_counts_less() -> None:
    load = Load()
    load.note(10.0)
    slow, idle = Waiting(load), Waiting()
    await waited(slow, 1)
    await waited(idle, 1)

    assert slow.counted < idle.counted / 5


async def test_what_happens_ends_the_wait() -> None:
    waiting = Waiting()
    waiting.listen()
    waiting.stir()
    await waiting.wait_for_stir()

    assert waiting.counted < 0.1


async def test_a_page_is_still_when_nothing_has_happened_for_so_long() -> None:
    waiting = Waiting()
    await waited(waiting, 1)
    before = waiting.still(0.1)
    waiting.stir()

    assert (before, waiting.still(0.1)) == (True, False)


@pytest.mark.parametrize(("kind", "still"), [("xhr", False), ("document", False), ("image", True)])
async def test_a_page_that_waits_for_an_answer_itself_is_not_still(kind: str, still: bool) -> None:
    waiting, request = Waiting(), Request(kind)
    waiting.begin(request)
    await waited(waiting, 1)
    before = waiting.still(0.1)
    waiting.end(request)

    assert (before, waiting.still(0.1)) == (still, True)


async def test_what_the_page_before_had_asked_for_is_forgotten() -> None:
    waiting = Waiting()
    waiting.begin(Request("xhr"))
    waiting.begin_anew()

    assert not waiting.loading


async def test_what_is_pressed_is_given_a_moment_to_leave_and_no_more() -> None:
    waiting = Waiting()
    waiting.expect()
    await waiting.settle()
    first = waiting.counted
    await waiting.settle()

    assert 0.05 < first < 0.25
    assert waiting.counted == first


async def test_a_page_that_has_left_already_is_looked_at_at_once() -> None:
    waiting = Waiting()
    waiting.expect()
    waiting.stir()
    await waiting.settle()

    assert waiting.counted == 0


async def test_a_page_that_asks_for_another_is_waited_for() -> None:
    waiting = Waiting()
    waiting.begin(Request("document"))
    await waiting.settle()

    assert waiting.counted > 0.2
