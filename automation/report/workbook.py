"""The report as an Excel workbook: the roster with its result columns, and the problems on a second sheet."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ekakushin.automation.report import findings
from ekakushin.automation.report.files import legal, write
from ekakushin.automation.report.wording import state_word, step_word, who_word
from ekakushin.automation.results import Result, State, Summary
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import say

Value = str | float | int | Decimal | datetime | None
RosterColumns = dict[str, Callable[[Result], Value]]

_COLOURS: dict[State, str] = {
    "done": "DFF3E4",
    "failed": "FDE3E1",
    "waiting": "FDF3D6",
    "running": "E1ECFB",
    "pending": "EEF1F4",
}
_NARROWEST, _WIDEST = 8, 48
_FONT: dict[str, Any] = {
    "name": "游ゴシック",
    "size": 11,
    "charset": 128,
}  # that of Japanese Excel
_ON_PAPER = 190  # cells across a landscape A4 in letters that can be read; more columns go to more pages
_TITLES = 4  # columns at most that every printed page repeats
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?")
_MOMENT = "yyyy-mm-dd hh:mm:ss"
_SECONDS = "0.0"


def write_workbook(summary: Summary, file: Path) -> None:
    """Write the workbook, to be filtered in Excel. Raises Misconfigured (ENV-004)."""
    people = findings.everybody(summary)
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_people(book.create_sheet(say("column.people")), summary, people)
    _write_problems(book.create_sheet(say("column.problems")), findings.problems(people))
    content = io.BytesIO()
    book.save(content)
    write(file, content.getvalue())


def _write_people(sheet: Worksheet, summary: Summary, people: Sequence[Result]) -> None:
    headings = list(dict.fromkeys(heading for row in summary.roster.values() for heading in row))
    named = any(findings.field_of(heading) == "user_id" for heading in headings)
    columns = {**({} if named else _identity_columns()), **_result_columns()}
    _write_row(sheet, 1, [*headings, *columns])
    numeric = _numeric(headings, summary.roster.values())
    state_at = len(headings) + list(columns).index(say("column.state"))
    for number, each in enumerate(people, 2):
        row = summary.roster.get(each.user_id, {})
        of_roster = [_of_roster(row, heading, each, is_number=heading in numeric) for heading in headings]
        cells = _write_row(sheet, number, [*of_roster, *_values(columns, each)])
        cells[state_at].fill = PatternFill("solid", _COLOURS[findings.standing(each)])
    _dress(sheet, titles=_title_columns([*headings, *columns]))


def _of_roster(row: Mapping[str, str], heading: str, result: Result, *, is_number: bool) -> Value:
    text = row.get(heading)
    return Decimal(text) if text and is_number else text or _identity(result, heading)


def _numeric(headings: Iterable[str], rows: Iterable[Mapping[str, str]]) -> set[str]:
    """The columns of the roster in which all that stands is a number; user IDs and zeros in front stay text."""
    written = list(rows)
    columns = {
        heading: [row[heading] for row in written if row.get(heading)]
        for heading in headings
        if not findings.field_of(heading)
    }
    return {heading for heading, texts in columns.items() if texts and all(map(_NUMBER.fullmatch, texts))}


def _title_columns(headings: Sequence[str]) -> int:
    """How many of the first columns say who somebody is."""
    at = [
        place
        for place, heading in enumerate(headings, 1)
        if findings.field_of(heading) in ("user_id", "name")
    ]
    return max((place for place in at if place <= _TITLES), default=0)


def _identity(result: Result, heading: str) -> str:
    """What is known for a column that the roster leaves blank, or for somebody who is not in it."""
    field = findings.field_of(heading)
    return str(getattr(result, field)) if field else ""


def _values(columns: RosterColumns, result: Result) -> list[Value]:
    return [value(result) for value in columns.values()]


def _identity_columns() -> RosterColumns:
    return {
        say("column.user_id"): lambda result: result.user_id,
        say("column.name"): lambda result: result.name,
        say("column.company"): lambda result: result.company,
    }


def _result_columns() -> RosterColumns:
    return {
        say("column.state"): lambda result: state_word(findings.standing(result)),
        say("column.step"): lambda result: step_word(result.step) if result.step else "",
        say("column.code"): lambda result: result.code,
        say("column.message"): lambda result: result.message,
        say("column.remedy"): lambda result: result.remedy,
        say("column.who"): lambda result: who_word(result.who),
        say("column.site_words"): lambda result: result.site_words,
        say("column.failures"): lambda result: result.failures,
        say("column.began"): lambda result: _naive(findings.began(result)),
        say("column.ended"): lambda result: _naive(findings.end_of_work(result)),
        **{say("column.seconds", step=step_word(step)): _seconds_of(step) for step in STEPS},
        say("column.total"): lambda result: sum(result.seconds.values()) or None,
    }


def _seconds_of(step: str) -> Callable[[Result], Value]:
    return lambda result: result.seconds.get(step)


def _naive(moment: datetime | None) -> datetime | None:
    """Excel knows no zones: the local clock, to the second."""
    return moment.replace(tzinfo=None, microsecond=0) if moment else None


def _write_problems(sheet: Worksheet, problems: Iterable[findings.CommonProblem]) -> None:
    names = ("state", "code", "count", "message", "remedy", "who", "people")
    _write_row(sheet, 1, [say(f"column.{name}") for name in names])
    for number, each in enumerate(problems, 2):
        cells = _write_row(sheet, number, _problem_row(each))
        cells[0].fill = PatternFill("solid", _COLOURS[each.state])
    _dress(sheet)


def _problem_row(problem: findings.CommonProblem) -> list[Value]:
    return [
        state_word(problem.state),
        problem.code,
        len(problem.results),
        problem.what,
        problem.common("remedy") or problem.results[0].remedy,
        "、".join(who_word(who) for who in problem.whos),
        "、".join(f"{each.user_id} {each.name}".strip() for each in problem.results),
    ]


def _write_row(sheet: Worksheet, row: int, values: Sequence[Value]) -> list[Cell]:
    return [_write_cell(sheet.cell(row, column), value) for column, value in enumerate(values, 1)]


def _write_cell(cell: Cell, value: Value) -> Cell:
    cell.alignment, cell.font = Alignment(vertical="top"), Font(**_FONT)
    if isinstance(value, str):
        _write_text(cell, legal(value).replace("\r\n", "\n").replace("\r", "\n"))
    else:
        cell.value = value
        cell.number_format = _format_of(value)
    return cell


def _write_text(cell: Cell, text: str) -> None:
    """Excel would calculate what begins with = + - or @: it is text, also after somebody has edited it."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.lstrip().startswith(("=", "+", "-", "@"))


def _format_of(value: Value) -> str:
    if isinstance(value, datetime):
        return _MOMENT
    return _SECONDS if isinstance(value, float) else "General"


def _dress(sheet: Worksheet, *, titles: int = 0) -> None:
    """Filter, frozen headings, widths, and a print on A4 as many pages wide as the letters can be read on; each page
    repeats the headings and the first `titles` columns."""
    sheet.auto_filter.ref = sheet.dimensions
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(**_FONT, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", "2F4B66")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for column in sheet.columns:
        _fit(sheet, column)
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    across = sum(dimension.width for dimension in sheet.column_dimensions.values())
    repeated = sum(sheet.column_dimensions[get_column_letter(at)].width for at in range(1, titles + 1))
    sheet.page_setup.fitToWidth = max(math.ceil((across - repeated) / (_ON_PAPER - repeated)), 1)
    sheet.page_setup.fitToHeight = 0
    if titles and sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = f"A:{get_column_letter(titles)}"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _fit(sheet: Worksheet, cells: Sequence[Cell]) -> None:
    """As wide as its content, within bounds; what is longer is wrapped."""
    width = max(_width(cell) for cell in cells) + 2
    sheet.column_dimensions[get_column_letter(cells[0].column)].width = min(max(width, _NARROWEST), _WIDEST)
    if width > _WIDEST:
        for cell in cells[1:]:
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def _width(cell: Cell) -> int:
    """Columns on paper: a Japanese character takes two."""
    if isinstance(cell.value, datetime):
        return len(_MOMENT)
    if isinstance(cell.value, float):
        return len(f"{cell.value:.1f}")
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in str(cell.value or ""))
