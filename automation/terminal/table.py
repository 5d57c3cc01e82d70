"""What a run came to, as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ekakushin.automation.results import Result
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import say


def print_table(results: Sequence[Result], console: Console) -> None:
    """Who reached what, and how long each step took, in seconds."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("run.person"), overflow="fold")
    for step in STEPS:
        table.add_column(say(f"short.{step}"), justify="right", no_wrap=True)
    table.add_column(say("run.state"), no_wrap=True)
    for result in results:
        cells = [f"{result.seconds[step]:.1f}" if step in result.seconds else "-" for step in STEPS]
        state = say(f"state.{result.state}")
        table.add_row(
            Text(f"{result.user_id} {result.name}"),
            *cells,
            f"{state} {result.code}" if result.code else state,
        )
    console.print(table)
