"""`status` and `report`: who stands where, to look at or to hand on."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from rich.console import Console

from ekakushin.automation.commands.documents import (
    documents_as_json,
    missing,
    missing_as_json,
    print_documents,
    print_missing,
)
from ekakushin.automation.commands.summary import summary_of
from ekakushin.automation.engine.standing import standing_in
from ekakushin.automation.office import Office
from ekakushin.automation.people import Person
from ekakushin.automation.report import write_all
from ekakushin.automation.results import ExitCode, Result, as_json, pending
from ekakushin.automation.roster import read_roster
from ekakushin.automation.terminal.tell import tell
from ekakushin.automation.terminal.watching import status_table, watch
from ekakushin.flows.text import say


def standing_of(office: Office, user_ids: Collection[str] | None = None) -> list[Result]:
    """Where these people stand, or everybody who is known. Raises Misconfigured (ENV-010)."""
    people = [each for each in office.people.everybody() if user_ids is None or each.user_id in user_ids]
    return standing_in(office.database, office.home, [pending_of(each) for each in people])


def pending_of(person: Person) -> Result:
    """The result with which somebody begins."""
    return pending(person.user_id, person.name, person.company)


def show_status(office: Office, *, everybody: bool, watching: bool, as_json_only: bool) -> ExitCode:
    """Say where everybody stands, once or again and again until nobody is under way.

    Of a long list the done are only counted, unless `everybody`.
    """
    if as_json_only:
        print(json.dumps(as_json(standing_of(office)), ensure_ascii=False))
    elif watching:
        watch(lambda: standing_of(office), Console())
    else:
        Console().print(
            status_table(
                standing_of(office), at=datetime.now().astimezone(), only_open=False if everybody else None
            )
        )
    return ExitCode.DONE


def show_documents(roster: Path | None, *, as_json_only: bool) -> ExitCode:
    """Say which papers each kind of user must send; of a roster, what is missing for whom."""
    if roster is None:
        if as_json_only:
            print(json.dumps(documents_as_json(), ensure_ascii=False))
        else:
            print_documents(Console())
        return ExitCode.DONE
    rows = read_roster(roster).rows
    if as_json_only:
        print(json.dumps(missing_as_json(rows), ensure_ascii=False))
    else:
        print_missing(rows, Console())
    return ExitCode.NOT_ALL if any(missing(row) for row in rows) else ExitCode.DONE


def write_reports(
    office: Office, *, html: Path | None, xlsx: Path | None, junit: Path | None, json_file: Path | None
) -> ExitCode:
    """Write the reports that were asked for. Raises Misconfigured (ENV-004, ENV-010)."""
    files = [each for each in (html, xlsx, junit, json_file) if each]
    if not files:
        tell(say("overview.no_file"))
        return ExitCode.WRONG_USAGE
    write_all(summary_of(office, standing_of(office)), html=html, xlsx=xlsx, junit=junit, json=json_file)
    for file in files:
        print(say("run.report", path=file))
    return ExitCode.DONE
