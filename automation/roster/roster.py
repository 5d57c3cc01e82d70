"""Reads a roster: the rows of all sheets of a file that list people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from ekakushin.automation.roster.columns import Columns, best_score, headings_of
from ekakushin.automation.roster.opening import sheets_in, unreadable
from ekakushin.automation.roster.passwords import without_passwords
from ekakushin.automation.roster.reading import SheetReading
from ekakushin.automation.roster.repeats import place, without_repeats
from ekakushin.automation.roster.rows import Roster, RosterNote, RosterRow
from ekakushin.automation.roster.sheets import Sheet
from ekakushin.flows.secret import AskPassword, ask_nobody
from ekakushin.flows.text import say


class _Listing(NamedTuple):
    sheet: Sheet
    headings: Mapping[int, Columns]

    @property
    def has_ids(self) -> bool:
        return any("user_id" in columns.fields for columns in self.headings.values())


def read_roster(path: Path, *, visible: bool = False, ask: AskPassword = ask_nobody) -> Roster:
    """The people of a workbook or of separated values (.csv, .tsv), in the file's order.

    `visible` leaves out the rows that a filter has hidden; `ask` is asked for a workbook's password.
    Every sheet with headings counts; where some have user IDs, only those. The same user ID counts once.
    Raises Misconfigured (ENV-009) for what cannot be read or has no headings.
    """
    sheets = [sheet.visible() if visible else sheet for sheet in sheets_in(path, ask)]
    listings = [_Listing(sheet, headings_of(sheet)) for sheet in sheets]
    chosen = _choose(listings)
    if not chosen:
        raise unreadable(path, say("roster.no_headings"))
    cleaned = [without_passwords(*listing) for listing in chosen]
    readings = [SheetReading(each.sheet, each.headings) for each in cleaned]
    rows, repeated, contradictory = without_repeats([row for each in readings for row in each.rows])
    return Roster(
        rows=tuple(rows),
        ignored=(
            *(note for each in readings for note in each.ignored),
            *repeated,
            *_unread(listings, chosen),
        ),
        remarks=(
            *(note for each in cleaned for note in each.notes),
            *(note for each in readings for note in each.remarks),
            *contradictory,
            *_hidden_rows(chosen, rows),
        ),
        headings=tuple(dict.fromkeys(heading for each in readings for heading in each.headings)),
    )


def _hidden_rows(chosen: Sequence[_Listing], rows: Sequence[RosterRow]) -> list[RosterNote]:
    """How many of the people stand in rows that are not shown, sheet by sheet."""
    notes = []
    for sheet, _ in chosen:
        count = sum(row.sheet == sheet.name and row.row in sheet.hidden_rows for row in rows)
        if count:
            key = "roster.hidden_row" if count == 1 else "roster.hidden_rows"
            notes.append(RosterNote(row=0, sheet=sheet.name, reason=say(key, count=count)))
    return notes


def _choose(listings: Sequence[_Listing]) -> list[_Listing]:
    """The sheets that list people. A cut of separated values is a sheet without a name: the best cut counts."""
    with_headings = [each for each in listings if each.headings]
    listing = [each for each in with_headings if not each.sheet.hidden] or with_headings
    best = max((best_score(each.headings) for each in listing), default=0)
    if listing and not listing[0].sheet.name:
        return [next(each for each in listing if best_score(each.headings) == best)]
    listing = [each for each in listing if best_score(each.headings) > 1 or best == 1]
    return [each for each in listing if each.has_ids] or listing


def _unread(listings: Sequence[_Listing], chosen: Sequence[_Listing]) -> list[RosterNote]:
    """The sheets that look like lists of people and were left aside all the same."""
    return [
        RosterNote(
            row=0,
            sheet=each.sheet.name,
            reason=say("roster.hidden" if each.sheet.hidden else "roster.no_ids"),
        )
        for each in listings
        if each not in chosen and each.sheet.name and best_score(each.headings) > 1
    ]


def sentences(notes: Sequence[RosterNote]) -> tuple[str, ...]:
    """Notes for the eye: where, then why; rows of one sheet with the same reason in one sentence."""
    ordered = sorted(notes, key=lambda note: (note.sheet, note.reason, note.row))
    groups = [list(group) for _, group in groupby(ordered, key=lambda note: (note.sheet, note.reason))]
    return tuple(
        _sentence(group) for group in sorted(groups, key=lambda group: (group[0].sheet, group[0].row))
    )


def _sentence(notes: Sequence[RosterNote]) -> str:
    where = place(notes[0])
    if len(notes) > 1:
        where = say("roster.and_more", place=where, last=notes[-1].row, count=len(notes))
    return say("roster.note", place=where, reason=notes[0].reason)
