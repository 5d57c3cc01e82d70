"""The nouns of a roster: its people, and what was left aside or doubtful in it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from ekakushin.flows.models import Noun

Kind = Literal["", "office", "labour", "affiliate"]
PaperState = Literal["sent", "not_sent", "not_needed", "unclear"]


class Paper(StrEnum):
    """What may have to be sent before the mails arrive (G: 電子申請利用申込時必要書類一覧)."""

    APPLICATION = "application"
    REGISTRY = "registry"
    IDENTITY = "identity"
    LICENCE = "licence"


class Note(Noun):
    """A row that was left aside, or something doubtful in one, and the sentence that tells why.

    `row` is its number in the file, 0 for a whole sheet. `matters` is False for what is part of every
    hand-made list: sections, totals, remarks.
    """

    row: int
    sheet: str = ""
    reason: str
    matters: bool = True


class RosterRow(Noun):
    """One person, as the roster writes it down. What is blank or unreadable there is blank or None here.

    `row` is the number of the row in the file, `kind` is 利用者区分 (G), `insured` says whether the person is a
    TJK被保険者, `member` whether the company is a TJK加入事業所. `papers` has only those with a column. `cells`
    are the file's own headings with the text beneath them, in their order.
    """

    row: int
    sheet: str = ""
    user_id: str = ""
    name: str = ""
    company: str = ""
    kind: Kind = ""
    pc: str = ""
    windows_user: str = ""
    mail: str = ""
    insured: bool | None = None
    member: bool | None = None
    papers: dict[Paper, PaperState] = Field(default_factory=dict)
    cells: dict[str, str] = Field(default_factory=dict)


class Roster(Noun):
    """The people of a file in its order. `ignored` are rows left aside, `remarks` doubts about those that were read."""

    rows: tuple[RosterRow, ...] = ()
    ignored: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()
    headings: tuple[str, ...] = ()
