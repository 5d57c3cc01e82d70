"""Workbooks and separated values as tests need them: made in a folder, read back at once."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ekakushin.automation.roster import Roster, read_roster
from ekakushin.flows.errors import Misconfigured

Change = Callable[[Any], object]
SHEET = "xl/worksheets/sheet1.xml"


def read_book(folder: Path, rows: Sequence[Sequence[Any]], change: Change = lambda sheet: None) -> Roster:
    """The roster of a workbook with one sheet of these rows, changed by hand before it is saved."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book.active)
    book.save(folder / "roster.xlsx")
    return read_roster(folder / "roster.xlsx")


def read_text(folder: Path, text: str, encoding: str = "utf-8", name: str = "roster.csv") -> Roster:
    """The roster of a text file."""
    (folder / name).write_bytes(text.encode(encoding))
    return read_roster(folder / name)


def why_not(file: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Misconfigured) as refused:
        read_roster(file)
    assert refused.value.code == "ENV-009"
    return str(refused.value)


def rewritten(folder: Path, old: str, new: str) -> Path:
    """The workbook of `read_book` with other XML in its sheet, as Excel writes it and openpyxl would not."""
    changed = folder / "rewritten.xlsx"
    with zipfile.ZipFile(folder / "roster.xlsx") as book, zipfile.ZipFile(changed, "w") as archive:
        parts = {name: book.read(name) for name in book.namelist()}
        assert old.encode() in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old.encode(), new.encode())
        for name, part in parts.items():
            archive.writestr(name, part)
    return changed


def people(roster: Roster) -> list[tuple[str, str]]:
    """User ID and name of everybody."""
    return [(row.user_id, row.name) for row in roster.rows]
