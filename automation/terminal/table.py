"""What a run came to, as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ekakushin.automation.results import Result
from ekakushin.flows.models import STEPS, StepName
from ekakushin.flows.text import say

_NARROW = 76  # cells; with less, a person's steps are one sum


def print_table(results: Sequence[Result], console: Console) -> None:
    """Who reached what, and how long each step took, in seconds; where the screen is narrow, all steps together."""
    steps = STEPS if console.width >= _NARROW else ()
    table = Table(
        box=None, pad_edge=False, header_style="bold", title=say("run.unit" if steps else "run.unit_sum")
    )
    table.title_style, table.title_justify = "dim", "left"
    table.add_column(say("run.person"), overflow="fold")
    for step in steps:
        table.add_column(say(f"short.{step}"), justify="right", no_wrap=True)
    if not steps:
        table.add_column(say("run.sum"), justify="right", no_wrap=True)
    table.add_column(say("run.state"), no_wrap=True)
    for result in results:
        state = say(f"state.{result.state}")
        table.add_row(
            Text(f"{result.user_id} {result.name}"),
            *(_seconds(result, steps) if steps else [f"{sum(result.seconds.values()):.1f}"]),
            f"{state} {result.code}" if result.code else state,
        )
    console.print(table)


def _seconds(result: Result, steps: Sequence[StepName]) -> list[str]:
    return [f"{result.seconds[step]:.1f}" if step in result.seconds else "-" for step in steps]
