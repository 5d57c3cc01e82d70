"""What is said at the end of a run: a table or JSON on standard output, and the reports that lie in the home."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from rich.text import Text

from ekakushin.automation.commands.status import standing_of
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.guide.card import card_of
from ekakushin.automation.office import Office
from ekakushin.automation.report import write_all
from ekakushin.automation.report.findings import problems
from ekakushin.automation.results import Drift, Result, Summary, as_json
from ekakushin.automation.state.drift import matches_in, note_ways, unaccepted_drift
from ekakushin.automation.state.files import safe_name
from ekakushin.automation.state.names import StateFolder
from ekakushin.automation.state.screens import note_sights, screens_of, sights_in
from ekakushin.automation.terminal.cells import who
from ekakushin.automation.terminal.console import open_console
from ekakushin.automation.terminal.table import print_table
from ekakushin.automation.terminal.tell import tell
from ekakushin.automation.terminal.watching import MANY, status_table
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.hands import screen_name
from ekakushin.flows.text import say

_FEW = 10  # people whose last pictures are named one by one
_CARDS = 3  # kinds of trouble that are told at length; the report tells all of them


def summary_of(office: Office, results: Sequence[Result]) -> Summary:
    """What a report is made of, with the rows of the roster that were read last."""
    return Summary(
        site=office.site.name,
        at=datetime.now().astimezone(),
        results=tuple(results),
        roster=office.people.roster(),
    )


def say_results(office: Office, results: Sequence[Result], *, as_json_only: bool) -> None:
    """Say what everybody reached, and write the reports.

    Raises Misconfigured (ENV-004, ENV-012) where they cannot be written, once all is said.
    """
    if not results:
        if as_json_only:
            print(json.dumps(as_json(results)))
        return
    drift, report, unwritable = _try_reporting(office, results)
    changed = changed_screens(office)
    if as_json_only:
        told = {"report": str(report or ""), "drift": [each.model_dump() for each in drift]}
        print(json.dumps({**as_json(results), **told, "changed_screens": changed}, ensure_ascii=False))
    else:
        _print_results(results, drift, report)
        say_changed(changed)
    if unwritable:
        raise unwritable


def _try_reporting(
    office: Office, results: Sequence[Result]
) -> tuple[tuple[Drift, ...], Path | None, Misconfigured | None]:
    """What was found in another way, where the report is, and why there is none."""
    drift: tuple[Drift, ...] = ()
    try:
        drift = drift_of(office)
        return drift, report_run(office, results, drift), None
    except Misconfigured as error:
        return drift, None, error


def _print_results(results: Sequence[Result], drift: Sequence[Drift], report: Path | None) -> None:
    if len(results) > MANY:
        open_console().print(status_table(results, at=datetime.now().astimezone()))
    else:
        print_table(results, open_console())
    _say_troubles(results)
    if drift:
        print(say("report.drift", changes="、".join(map(str, drift))))
    if report:
        print(say("run.report", path=report))
    if len(results) <= _FEW:
        for result in results:
            if result.last_picture:
                print(say("run.picture", path=result.last_picture))


def _say_troubles(results: Sequence[Result]) -> None:
    """A card for each kind of trouble, the most dangerous first, of as many kinds as can be read at once, with whom it
    has befallen."""
    troubles = problems(each for each in results if each.code)
    console = open_console(highlight=False)
    for trouble in troubles[:_CARDS]:
        befallen = trouble.results
        names = say("dry_run.and").join(map(who, befallen[:_FEW])) + (" …" if len(befallen) > _FEW else "")
        key = "run.for_whom" if trouble.state == "failed" else "run.waits_for"
        console.print(Text(f"\n{say(key, who=names)}"))
        console.print(card_of(befallen[0]))
    if len(troubles) > _CARDS:
        codes = dict.fromkeys(each.code for each in troubles[_CARDS:])
        console.print(say("run.more_troubles", codes=" ".join(codes)))
    if troubles:
        print()


def drift_of(office: Office) -> tuple[Drift, ...]:
    """What this run or an earlier one has found in a way that nobody has accepted. Raises Misconfigured (ENV-004)."""
    folder = office.home / StateFolder.EVIDENCE / safe_name(office.run_name)
    return note_ways(office.home, office.site.name, matches_in(folder))


def changed_screens(office: Office) -> list[str]:
    """Note what the screens of this run looked like; the names of those that have changed and are not accepted."""
    folder = office.home / StateFolder.EVIDENCE / safe_name(office.run_name)
    site = office.site.name
    with suppress(Misconfigured):  # what cannot be kept now is seen again by the next run
        note_sights(office.home, site, sights_in(folder), at=datetime.now().astimezone())
    records = screens_of(office.home, site)
    return list(dict.fromkeys(key.partition("/")[0] for key, record in records.items() if record.changes))


def say_changed(screens: Sequence[str]) -> None:
    """Say which screens have changed, and how to see what."""
    if screens:
        print(say("report.changed", screens="、".join(map(screen_name, screens))))


def report_run(office: Office, results: Sequence[Result], drift: Sequence[Drift] = ()) -> Path:
    """Write the reports of this run into the home; the path of the page. Raises Misconfigured (ENV-004)."""
    folder = office.home / StateFolder.REPORTS
    html = folder / f"{office.run_name}.html"
    write_all(
        summary_of(office, results).model_copy(update={"drift": tuple(drift)}),
        html=html,
        xlsx=html.with_suffix(".xlsx"),
        junit=html.with_suffix(".xml"),
        json=html.with_suffix(".json"),
    )
    return html


def write_reports(
    office: Office, *, html: Path | None, xlsx: Path | None, junit: Path | None, json_file: Path | None
) -> ExitCode:
    """Write the reports that were asked for. Raises Misconfigured (ENV-004, ENV-010)."""
    files = [each for each in (html, xlsx, junit, json_file) if each]
    if not files:
        tell(say("overview.no_file"))
        return ExitCode.WRONG_USAGE
    summary = summary_of(office, standing_of(office)).model_copy(
        update={"drift": unaccepted_drift(office.home, office.site.name)}
    )
    write_all(summary, html=html, xlsx=xlsx, junit=junit, json=json_file)
    for file in files:
        print(say("run.report", path=file))
    return ExitCode.DONE
