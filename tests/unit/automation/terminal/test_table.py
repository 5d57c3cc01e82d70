"""The table on the terminal: seconds, states and codes, and names as they are."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from ekakushin.automation.results import Result, fail, finish
from ekakushin.automation.terminal.table import print_table
from ekakushin.flows.errors import Refused

DONE = finish(Result(user_id="10006", name="健保 太郎", company="TJK株式会社", seconds={"issue": 1.26}))
FAILED = fail(Result(user_id="10007", name="別の 人", step="login"), Refused("ACC-002"))


def table(*results: Result, width: int = 160) -> str:
    stream = io.StringIO()
    print_table(results, Console(file=stream, width=width))
    return stream.getvalue()


def test_the_table_tells_seconds_states_and_codes() -> None:
    shown = table(DONE, FAILED)

    first, second = (line for line in shown.splitlines() if line.startswith("1000"))
    assert "10006 健保 太郎" in first
    assert "1.3" in first
    assert "完了" in first
    assert "失敗 ACC-002" in second


def test_brackets_in_a_name_are_part_of_it() -> None:
    assert "[/x]" in table(DONE.model_copy(update={"name": "[/x]"}))


def test_a_name_in_brackets_is_not_swallowed() -> None:
    assert "[dim]" in table(DONE.model_copy(update={"name": "[dim]"}))


@pytest.mark.parametrize("width", [40, 60, 76, 80, 200])
def test_it_fits_every_width_and_no_state_is_cut(width: int) -> None:
    lines = table(DONE, FAILED, width=width).splitlines()

    assert all(cell_len(line) <= width for line in lines)
    assert any(line.rstrip().endswith("失敗 ACC-002") for line in lines)
    assert "秒数" in lines[0]
