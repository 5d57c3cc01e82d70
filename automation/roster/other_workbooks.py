"""Workbooks that openpyxl does not read (.xls, .xlsb, .ods, damaged style sheets), through calamine: values alone."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from ekakushin.automation.roster.sheets import Sheet, SheetLine
from ekakushin.automation.roster.workbook import Area, cell_text, is_error, spread


class Locked(ValueError):
    """A workbook with a password."""


def sheets_of(data: bytes, hidden_rows: dict[str, frozenset[int]] | None = None) -> list[Sheet]:
    """The worksheets; a number keeps no zeros that only its format shows.

    Raises Locked, and what calamine raises for what is no workbook.
    """
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError as error:
        raise Locked from error
    kinds = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    return [_sheet(book, each, (hidden_rows or {}).get(each.name, frozenset())) for each in kinds]


def _sheet(book: Any, about: Any, hidden_rows: frozenset[int]) -> Sheet:
    from python_calamine import SheetVisibleEnum

    sheet = book.get_sheet_by_name(about.name)
    rows = sheet.to_python(skip_empty_area=False)
    lines = [_line(number, row) for number, row in enumerate(rows, start=1)]
    areas: list[Area] = [
        (left + 1, top + 1, right + 1, bottom + 1)
        for (top, left), (bottom, right) in (sheet.merged_cell_ranges or ())
    ]
    return Sheet(
        name=about.name,
        lines=tuple(line for line in spread(lines, areas) if any(line.texts) or line.troubles),
        hidden=about.visible != SheetVisibleEnum.Visible,
        hidden_rows=hidden_rows,
    )


def _line(number: int, row: list[Any]) -> SheetLine:
    return SheetLine(
        number=number,
        texts=tuple("" if is_error(value) else cell_text(value, "") for value in row),
        troubles={column: "error" for column, value in enumerate(row) if is_error(value)},
    )
