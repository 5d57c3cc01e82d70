"""Whatever befalls a run, nothing is done twice, nobody is nearer to a lock than by one, and it ends.

`pytest tests/acceptance/test_chaos.py --chaos 100` draws a hundred times, from seeds that it prints;
`--chaos-seed N` begins with that one.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import Authority
from ekakushin.flows.browser.finding import BrowserProgram
from tests.support.chaos import Draw, survived

# Each has a blow of its own kind; one of them in the daily run, which they would make a fifth longer.
SEEDS = (1, 2, 3)
DAILY = (2,)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    count, first = metafunc.config.getoption("--chaos"), metafunc.config.getoption("--chaos-seed")
    begin = random.randrange(10**6) if first is None else first
    seeds = (
        range(begin, begin + count)
        if count or first is not None
        else SEEDS
        if metafunc.config.option.full
        else DAILY
    )
    metafunc.parametrize("seed", seeds or [begin])


def test_nothing_is_done_twice_and_it_ends(
    seed: int, tmp_path: Path, browser_program: BrowserProgram, mock_authority: Authority
) -> None:
    draw = Draw.of(seed)
    print(draw)
    wrong = survived(draw, tmp_path, browser_program.path, mock_authority)
    assert not wrong, "\n".join(wrong)
