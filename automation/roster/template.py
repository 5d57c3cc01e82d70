"""The template of a roster: headings, an example, lists to choose from, and a page on how to fill it in."""

from __future__ import annotations

import csv
import io
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ekakushin.automation.roster.opening import unreadable
from ekakushin.automation.state.files import create_durably, usable, write_durably
from ekakushin.flows.text import say

LAST_ROW = 1000
_FONT: dict[str, Any] = {"name": "游ゴシック", "size": 11, "charset": 128}  # that of Japanese Excel


class _Column(NamedTuple):
    """A column of the template. `choices` is the text that holds its list, `is_code` keeps leading zeros."""

    field: str
    width: int
    choices: str = ""
    is_code: bool = False


COLUMNS = (
    _Column("number", 8),
    _Column("user_id", 14, is_code=True),
    _Column("name", 18),
    _Column("company", 26),
    _Column("kind", 24, choices="kinds"),
    _Column("pc", 16, is_code=True),
    _Column("windows_user", 20, is_code=True),
    _Column("mail", 28, is_code=True),
    _Column("insured", 12, choices="truths"),
    _Column("member", 14, choices="truths"),
    _Column("application", 13, choices="marks"),
    _Column("registry", 16, choices="marks"),
    _Column("identity", 16, choices="marks"),
    _Column("licence", 18, choices="marks"),
    _Column("remarks", 30),
)
_HEAD = PatternFill("solid", fgColor="1F4E78")
_EXAMPLE = PatternFill("solid", fgColor="EDEDED")
_LINE = Border(bottom=Side(style="thin", color="BFBFBF"))


def write_template(path: Path, *, overwrite: bool = False) -> Path:
    """Write a template in the language in use: a workbook, or for a name in .csv separated values that Excel opens.

    Raises Misconfigured: ENV-009 for another kind of name or, unless told to overwrite, a file that is there;
    ENV-004 where it cannot be written.
    """
    kinds = {".xlsx": _workbook, ".csv": _separate}
    if path.suffix.lower() not in kinds:
        raise unreadable(path, say("roster.template_name"))
    data = kinds[path.suffix.lower()]()
    with usable(path):
        if overwrite:
            write_durably(path, data)
        elif not create_durably(path, data):
            raise unreadable(path, say("roster.exists"))
    return path


def _headings() -> list[str]:
    return [say(f"roster_field.{column.field}") for column in COLUMNS]


def _example() -> list[str]:
    return [say(f"roster_example.{column.field}") for column in COLUMNS]


def _separate() -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_headings(), _example()])
    return text.getvalue().encode("utf-8-sig")


def _workbook() -> bytes:
    book = Workbook()
    book.remove(book.active)
    _fill_list(book.create_sheet(say("roster.list_sheet")))
    _fill_instructions(book.create_sheet(say("roster.instructions_sheet")))
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def _fill_list(sheet: Any) -> None:
    sheet.append(_headings())
    sheet.append(_example())
    for at, column in enumerate(COLUMNS, start=1):
        _dress(sheet, at, column)
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{LAST_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    for choices in sorted({column.choices for column in COLUMNS} - {""}):
        sheet.add_data_validation(_choices(choices))


def _dress(sheet: Any, at: int, column: _Column) -> None:
    dimension = sheet.column_dimensions[get_column_letter(at)]
    dimension.width = column.width
    if column.is_code:
        dimension.number_format = "@"  # otherwise Excel eats the leading zeros of what is typed
        sheet.cell(2, at).number_format = "@"
    head, example = sheet.cell(1, at), sheet.cell(2, at)
    head.font, head.fill = Font(**_FONT, bold=True, color="FFFFFF"), _HEAD
    head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    example.font, example.fill, example.border = Font(**_FONT, italic=True, color="7F7F7F"), _EXAMPLE, _LINE


def _choices(name: str) -> DataValidation:
    choices = DataValidation(type="list", formula1=f'"{say(f"roster.{name}")}"', allow_blank=True)
    choices.showErrorMessage = True
    choices.errorTitle, choices.error = say("roster.choose_title"), say("roster.choose")
    for at, column in enumerate(COLUMNS, start=1):
        if column.choices == name:
            letter = get_column_letter(at)
            choices.add(f"{letter}2:{letter}{LAST_ROW}")
    return choices


def _fill_instructions(sheet: Any) -> None:
    sheet.append([say("roster.instructions_title")])
    sheet.append([])
    for number in range(1, 6):
        sheet.append([say(f"roster_rule.{number}")])
    sheet.append([])
    for column in COLUMNS:
        sheet.append([say(f"roster_field.{column.field}"), say(f"roster_help.{column.field}")])
        sheet.cell(sheet.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(sheet.max_row, 1).alignment = Alignment(vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 90
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = Font(**_FONT, bold=cell.column == 1 and row[1].value is not None)
    sheet["A1"].font = Font(**{**_FONT, "size": 14}, bold=True)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
