"""The same person in several rows: put together where they agree, left aside where they cannot be one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ekakushin.automation.roster.letters import same_name, squeeze
from ekakushin.automation.roster.rows import RosterNote, RosterRow
from ekakushin.flows.text import say

_FIELDS = ("name", "company", "kind", "pc", "windows_user", "mail", "insured", "member")
_BLANK = ("", None)


def merge(first: RosterRow, later: RosterRow) -> RosterRow:
    """The first row with its blanks filled in from a later one of the same person."""
    filled: dict[str, Any] = {
        name: getattr(later, name) for name in _FIELDS if getattr(first, name) in _BLANK
    }
    papers = {
        **later.papers,
        **{paper: state for paper, state in first.papers.items() if state != "not_sent"},
    }
    cells = {**later.cells, **{heading: text for heading, text in first.cells.items() if text}}
    ordered = {heading: cells[heading] for heading in [*first.cells, *later.cells]}
    return first.model_copy(update={**filled, "papers": {**first.papers, **papers}, "cells": ordered})


def without_repeats(rows: Sequence[RosterRow]) -> tuple[list[RosterRow], list[RosterNote], list[RosterNote]]:
    """Each person once, then the rows left aside, then what the rows of one person contradict each other in.

    Rows with the same user ID and different names are all left aside: which of them is right, only a person knows.
    """
    groups: dict[object, list[RosterRow]] = {}
    for row in rows:
        groups.setdefault(_identity(row), []).append(row)
    kept, ignored, remarks = [], [], []
    for first, *others in groups.values():
        if any(not same_name(first.name, other.name) for other in others if first.name and other.name):
            ignored += [_contradictory(row, (first, *others)) for row in (first, *others)]
            continue
        person = first
        for other in others:
            remarks += _contradictions(person, other)
            ignored.append(_repeat_note(other, first))
            person = merge(person, other)
        kept.append(person)
    return kept, ignored, remarks


def _identity(row: RosterRow) -> object:
    """What makes two rows the same person: the user ID, or being alike in everything."""
    if row.user_id:
        return squeeze(row.user_id)
    return row.model_copy(update={"row": 0, "sheet": "", "cells": {}}).model_dump_json()


def place(row: RosterRow | RosterNote) -> str:
    """Where a row stands in the file, in words."""
    if not row.row:
        return say("roster.place_sheet", sheet=row.sheet)
    return (
        say("roster.place", sheet=row.sheet, row=row.row)
        if row.sheet
        else say("roster.place_row", row=row.row)
    )


def _contradictory(row: RosterRow, rows: Sequence[RosterRow]) -> RosterNote:
    others = say("roster.and").join(f"{place(each)} {each.name}" for each in rows)
    return RosterNote(
        row=row.row, sheet=row.sheet, reason=say("roster.two_names", user_id=row.user_id, rows=others)
    )


def _repeat_note(row: RosterRow, first: RosterRow) -> RosterNote:
    reason = say("roster.repeated", who=row.user_id or row.name, place=place(first))
    return RosterNote(row=row.row, sheet=row.sheet, reason=reason)


def _contradictions(person: RosterRow, other: RosterRow) -> list[RosterNote]:
    differing = [
        name
        for name in _FIELDS[1:]
        if _text_of(person, name)
        and _text_of(other, name)
        and _text_of(person, name) != _text_of(other, name)
    ]
    names = say("roster.and").join(say(f"roster_field.{name}") for name in differing)
    reason = say("roster.differ", who=person.user_id, names=names, place=place(person)) if names else ""
    return [RosterNote(row=other.row, sheet=other.sheet, reason=reason)] if reason else []


def _text_of(row: RosterRow, name: str) -> str:
    value = getattr(row, name)
    return "" if value is None else squeeze(str(value))
