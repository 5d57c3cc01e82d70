"""Which papers each kind of user must send before the mails arrive (G), and what is still missing for whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.roster import Paper, RosterRow, UserKind, read_roster, sentences
from ekakushin.automation.terminal.asking import ask_file_password
from ekakushin.automation.terminal.cells import wrap
from ekakushin.automation.terminal.console import open_console
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.models import Noun
from ekakushin.flows.text import say

Condition = Literal["", "insured", "member"]
KINDS: tuple[UserKind, ...] = tuple(kind for kind in get_args(UserKind) if kind)


class Requirement(Noun):
    """A paper that must be sent, unless the person is insured with TJK or the company is a member, as `unless` says."""

    paper: Paper
    unless: Condition = ""


class Missing(Noun):
    """A paper that was not sent. `unless` is the condition under which it is not needed, where nobody knows yet.

    `unclear` says that the roster's mark for it was not understood.
    """

    paper: Paper
    unless: Condition = ""
    unclear: bool = False


_APPLICATION = Requirement(paper=Paper.APPLICATION)
_IDENTITY = Requirement(paper=Paper.IDENTITY, unless="insured")
_REQUIRED: dict[UserKind, tuple[Requirement, ...]] = {
    "office": (_APPLICATION, _IDENTITY),
    "labour": (_APPLICATION, Requirement(paper=Paper.LICENCE)),
    "affiliate": (_APPLICATION, Requirement(paper=Paper.REGISTRY, unless="member"), _IDENTITY),
}


def papers_for(kind: UserKind) -> tuple[Requirement, ...]:
    """What this kind of user must send (G: 電子申請利用申込時必要書類一覧); for an unknown one what every kind must."""
    return _REQUIRED.get(kind, (_APPLICATION,))


def missing(row: RosterRow) -> tuple[Missing, ...]:
    """What this person must still send. A paper without a column in the roster counts as not sent."""
    return tuple(
        Missing(
            paper=each.paper,
            unless=each.unless if _holds(row, each.unless) is None else "",
            unclear=row.papers.get(each.paper) == "unclear",
        )
        for each in papers_for(row.kind)
        if not _is_settled(row, each)
    )


def _holds(row: RosterRow, condition: Condition) -> bool | None:
    """Whether the condition is met; None where the roster leaves it open."""
    return {"insured": row.insured, "member": row.member}.get(condition, False)


def _is_settled(row: RosterRow, requirement: Requirement) -> bool:
    """Whether nothing is to be sent: it was sent, the condition is met, or the roster says so and may be right."""
    holds = _holds(row, requirement.unless)
    state = row.papers.get(requirement.paper)
    return state == "sent" or holds is True or (state == "not_needed" and holds is None)


def show_documents(roster: Path | None, *, visible: bool = False, as_json_only: bool) -> ExitCode:
    """Say which papers each kind of user must send; of a roster, what is missing for whom."""
    if roster is None:
        if as_json_only:
            print(json.dumps(documents_as_json(), ensure_ascii=False))
        else:
            print_documents(open_console())
        return ExitCode.DONE
    read = read_roster(roster, visible=visible, ask=ask_file_password)
    for sentence in sentences([note for note in read.remarks if note.matters]):
        tell(sentence)
    rows = read.rows
    if as_json_only:
        print(json.dumps(missing_as_json(rows), ensure_ascii=False))
    else:
        print_missing(rows, open_console())
    return ExitCode.NOT_ALL if any(missing(row) for row in rows) else ExitCode.DONE


def print_documents(console: Console) -> None:
    """Papers by kind of user, with the conditions beneath."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("documents.paper"), overflow="fold")
    for kind in KINDS:
        table.add_column(say(f"documents.kind_{kind}"), justify="center", overflow="fold")
    for paper in Paper:
        table.add_row(say(f"documents.{paper}"), *(_mark(paper, kind) for kind in KINDS))
    console.print(table)
    console.print()
    for paper in Paper:
        console.print(Text(say(f"documents.about_{paper}")))


def _mark(paper: Paper, kind: UserKind) -> str:
    found = next((each for each in papers_for(kind) if each.paper == paper), None)
    return say(f"documents.needed_{found.unless or 'always'}") if found else ""


def print_missing(rows: Sequence[RosterRow], console: Console) -> None:
    """Who must still send what, and how many are complete."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("documents.person"), overflow="fold")
    table.add_column(say("documents.kind"), overflow="fold")
    table.add_column(say("documents.missing"), overflow="fold")
    unready = [(row, papers) for row in rows if (papers := missing(row)) or not row.kind]
    for row, papers in unready:
        table.add_row(Text(_who(row)), _kind(row), "\n".join(_paper(each) for each in papers))
    if unready:
        console.print(table)
        console.print()
    still = {each.paper for _, papers in unready for each in papers}
    if still:
        columns = say("documents.and").join(say(f"roster_field.{paper}") for paper in Paper if paper in still)
        told = wrap(say("documents.mark", columns=columns), console.width, lines=len(Paper))
        console.print(Text("\n".join(told)))
    console.print(say("documents.complete", ready=len(rows) - len(unready), people=len(rows)))
    if any(not row.kind for row in rows):
        console.print(say("documents.no_kind"))


def _who(row: RosterRow) -> str:
    return f"{row.user_id} {row.name}".strip()


def _kind(row: RosterRow) -> str:
    return say(f"documents.kind_{row.kind}") if row.kind else say("documents.unknown")


def _paper(paper: Missing) -> str:
    words = say(f"documents.{paper.paper}")
    if paper.unless:
        words = say(f"documents.unless_{paper.unless}", paper=words)
    return say("documents.unclear", paper=words) if paper.unclear else words


def documents_as_json() -> dict[str, Any]:
    """The papers by kind of user, for scripts."""
    return {"kinds": {kind: [each.model_dump(mode="json") for each in papers_for(kind)] for kind in KINDS}}


def missing_as_json(rows: Sequence[RosterRow]) -> dict[str, Any]:
    """What is missing for whom, for scripts; an unknown kind is null."""
    return {
        "people": [
            {
                "row": row.row,
                "user_id": row.user_id,
                "name": row.name,
                "kind": row.kind or None,
                "missing": [each.model_dump(mode="json") for each in missing(row)],
            }
            for row in rows
        ]
    }
