"""What a run came to: a table for the terminal, a page for the browser."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from rich.console import Console
from rich.table import Table
from rich.text import Text

from automation.home import usable, write_durably
from automation.results import Result
from flows.models import STEPS
from flows.text import language, say


def print_table(results: Sequence[Result], console: Console) -> None:
    """Who reached what, and how long each step took, in seconds."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("run.person"), overflow="fold")
    for step in STEPS:
        table.add_column(say(f"short.{step}"), justify="right", no_wrap=True)
    table.add_column(say("run.state"), no_wrap=True)
    for result in results:
        cells = [f"{result.seconds[step]:.1f}" if step in result.seconds else "·" for step in STEPS]
        state = say(f"state.{result.state}")
        table.add_row(
            Text(f"{result.user_id} {result.name}"),
            *cells,
            f"{state} {result.code}" if result.code else state,
        )
    console.print(table)


def write_report(results: Sequence[Result], file: Path, *, site: str) -> Path:
    """Write the run as an HTML page with the last pictures beside it.

    Raises Misconfigured (ENV-004) where the file cannot be written.
    """
    pages = Environment(
        loader=PackageLoader("automation", "pages"), autoescape=True, undefined=StrictUndefined
    )
    html = pages.get_template("report.html").render(
        results=results,
        steps=STEPS,
        say=say,
        language=language(),
        site=site,
        at=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        beside=lambda path: Path(os.path.relpath(path, file.parent)).as_posix(),
    )
    with usable(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(file, html.encode())
    return file
