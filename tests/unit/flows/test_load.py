"""How busy this PC is, and what that does to limits."""

from __future__ import annotations

import asyncio

import pytest

from ekakushin.flows.load import MOST, Load, slowness


class Clock:
    """Time on the clock and of this thread: `share` of every look's time is ours."""

    def __init__(self, share: float) -> None:
        self.share = share
        self.passed = 0.0

    def wall(self) -> float:
        self.passed += 0.001
        return self.passed

    def cpu(self) -> float:
        return self.passed * self.share


@pytest.mark.parametrize(("share", "times"), [(1.0, 1.0), (0.5, 2.0), (0.1, 10.0)])
def test_slowness_is_the_time_on_the_clock_for_each_second_of_work(share: float, times: float) -> None:
    clock = Clock(share)

    assert slowness(0.01, wall=clock.wall, cpu=clock.cpu) == pytest.approx(times, rel=0.3)


def test_a_pc_that_gives_no_time_at_all_is_as_slow_as_can_be_told() -> None:
    assert slowness(0.01, wall=Clock(1.0).wall, cpu=lambda: 0.0) == MOST


def test_a_limit_is_stretched_by_what_was_measured_in_the_last_seconds() -> None:
    load = Load()
    before = load.stretch(10.0)
    for _ in range(20):
        load.note(3.0)

    assert (before, load.stretch(10.0), load.most) == (10.0, 30.0, 3.0)


def test_no_limit_is_stretched_for_ever() -> None:
    load = Load()
    load.note(1000.0)

    assert load.factor == MOST


async def test_it_is_measured_as_long_as_the_block_lasts() -> None:
    measured: list[float] = []
    load = Load(lambda: measured.append(2.0) or 2.0)

    async with load.measure():
        await asyncio.sleep(0)  # the measuring has begun

    assert load.factor == 2.0
