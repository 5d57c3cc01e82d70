"""What is said at the end of a run: a table or JSON on standard output, and the reports that lie in the home."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console

from automation.office import Office
from automation.report import print_table, write_all
from automation.results import Result, Summary, as_json
from automation.terminal.watching import status_table
from flows.text import say

_MANY = 40  # people, of whom a table only counts those who are done
_FEW = 10  # people whose last pictures are named one by one


def tell(line: str) -> None:
    """One line for the person who watches; standard output stays free for results."""
    print(line, file=sys.stderr, flush=True)


def summary_of(office: Office, results: Sequence[Result]) -> Summary:
    """What a report is made of, with the rows of the roster that were read last."""
    return Summary(
        site=office.site.name,
        at=datetime.now().astimezone(),
        results=tuple(results),
        roster=office.people.roster(),
    )


def say_results(office: Office, results: Sequence[Result], *, as_json_only: bool) -> None:
    """Say what everybody reached, and write the reports."""
    if not results:
        if as_json_only:
            print(json.dumps(as_json(results)))
        return
    report = reported(office, results)
    if as_json_only:
        print(json.dumps({**as_json(results), "report": str(report)}, ensure_ascii=False))
        return
    if len(results) > _MANY:
        Console().print(status_table(results, at=datetime.now().astimezone()))
    else:
        print_table(results, Console())
    print(say("run.report", path=report))
    if len(results) <= _FEW:
        for result in results:
            if result.last_picture:
                print(say("run.picture", path=result.last_picture))


def reported(office: Office, results: Sequence[Result]) -> Path:
    """Write the reports of this run into the home; the path of the page. Raises Misconfigured (ENV-004)."""
    folder = office.home / "reports"
    html = folder / f"{office.run_name}.html"
    write_all(
        summary_of(office, results),
        html=html,
        xlsx=html.with_suffix(".xlsx"),
        junit=html.with_suffix(".xml"),
        json=html.with_suffix(".json"),
    )
    return html
