"""What one line of a roster says of one person, field by field, and what in it is doubtful."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ekakushin.automation.roster.columns import Columns
from ekakushin.automation.roster.headings import Field
from ekakushin.automation.roster.letters import as_typed_by_machine, even, plain
from ekakushin.automation.roster.rows import (
    Paper,
    PaperState,
    RosterRow,
    UserKind,
    is_ditto,
    kind_of,
    mark_of,
    paper_state,
    says_nothing,
    truth,
)
from ekakushin.automation.roster.sheets import SheetLine
from ekakushin.flows.text import say

_USER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_SPOILT = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_DECIMAL = re.compile(r"(\d{1,15})\.0+")  # what a program makes of a number
_COURTESY = re.compile(r"(?:\s*[(（][ぁ-んァ-ヶー・\s]+[)）])?\s*(?:様|さま|殿)?$")
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_NEVER_DITTO: frozenset[Field] = frozenset({"user_id", "name", "family_name", "given_name"})
_KINDS: dict[Field, UserKind] = {
    "kind_office": "office",
    "kind_labour": "labour",
    "kind_affiliate": "affiliate",
}
_PAPERS: dict[Field, Paper] = {
    "application": Paper.APPLICATION,
    "registry": Paper.REGISTRY,
    "identity": Paper.IDENTITY,
    "licence": Paper.LICENCE,
}


@dataclass(kw_only=True)
class PersonLine:
    """Reads one line of a roster. `above` are the texts of the last person's line, which 〃 refers to."""

    line: SheetLine
    columns: Columns
    above: Mapping[int, str]
    doubts: list[str] = field(default_factory=list)

    @cached_property
    def texts(self) -> dict[int, str]:
        """The texts by column, dittos put in."""
        allowed = {self.columns.fields[each] for each in self.columns.fields.keys() - _NEVER_DITTO}
        return {
            column: self.above.get(column, "") if column in allowed and is_ditto(text) else text
            for column, text in enumerate(self.line.texts)
        }

    def row(self, sheet: str) -> RosterRow:
        """The person; `doubts` then says what was not understood."""
        self.doubts = self._troubles()
        return RosterRow(
            row=self.line.number,
            sheet=sheet,
            user_id=self._user_id(),
            name=self._name(),
            company=self._statement("company").removesuffix("御中").strip(),
            kind=self._kind(),
            pc=plain(self._statement("pc")),
            windows_user=plain(self._statement("windows_user")),
            mail=self._mail(),
            insured=self._truth("insured"),
            member=self._truth("member"),
            papers=self._papers(),
            cells=self._cells(),
        )

    def _text(self, which: Field) -> str:
        column = self.columns.fields.get(which)
        return "" if column is None else self.texts.get(column, "")

    def _statement(self, which: Field) -> str:
        text = even(self._text(which))
        return "" if says_nothing(text) else text

    def _doubt(self, key: str, which: Field) -> None:
        heading = self.columns.heading(self.columns.fields[which])
        self.doubts.append(say(key, heading=heading, text=even(self._text(which))))

    def _troubles(self) -> list[str]:
        return [
            say(
                "roster.no_value" if kind == "formula" else "roster.error_value",
                heading=self._heading(column),
            )
            for column, kind in self.line.troubles.items()
            if column in self.columns.fields.values() and kind != "struck"
        ]

    def _heading(self, column: int) -> str:
        return self.columns.heading(column)

    def _user_id(self) -> str:
        code = as_typed_by_machine(self._text("user_id"))
        if not code or says_nothing(code):
            return ""
        if _SPOILT.fullmatch(code):
            self._doubt("roster.spoilt_id", "user_id")
            return ""
        if decimal := _DECIMAL.fullmatch(code):
            self.doubts.append(say("roster.decimal_id"))
            return decimal[1]
        if not _USER_ID.fullmatch(code):
            self._doubt("roster.no_id", "user_id")
            return ""
        return code

    def _name(self) -> str:
        parts = [self._statement("name")] if "name" in self.columns.fields else []
        parts = parts or [self._statement("family_name"), self._statement("given_name")]
        name = _COURTESY.sub("", " ".join(filter(None, parts)))
        if name and not any(character.isalpha() for character in name):  # a number, a telephone number
            self._doubt("roster.nobody_named", "name" if "name" in self.columns.fields else "family_name")
            return ""
        return name

    def _kind(self) -> UserKind:
        if "kind" not in self.columns.fields:
            return self._marked_kind()
        kind = kind_of(self._text("kind"))
        if kind is None:
            self._doubt("roster.unclear", "kind")
        return kind or ""

    def _marked_kind(self) -> UserKind:
        marked = [each for each in _KINDS if mark_of(self._text(each)) == "yes"]
        if len(marked) > 1:
            self._doubt("roster.unclear", marked[1])
        return _KINDS[marked[0]] if len(marked) == 1 else ""

    def _mail(self) -> str:
        text = plain(self._statement("mail"))
        address = _ADDRESS.search(text)
        if text and not address:
            self._doubt("roster.unclear", "mail")
        return address[0] if address else ""

    def _truth(self, which: Field) -> bool | None:
        text = self._statement(which)
        if mark_of(text) == "unclear":
            self._doubt("roster.unclear", which)
        return truth(self._text(which))

    def _papers(self) -> dict[Paper, PaperState]:
        states = {}
        for which, paper in _PAPERS.items():
            if which in self.columns.fields:
                states[paper] = paper_state(self._text(which))
                if states[paper] == "unclear":
                    self._doubt("roster.unclear", which)
        return states

    def _cells(self) -> dict[str, str]:
        columns = {*self.columns.labels, *(column for column, text in enumerate(self.line.texts) if text)}
        return {self._heading(column): self.line.text(column) for column in sorted(columns)}
