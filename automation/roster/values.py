"""The values of a workbook as JSON, by calamine: a program of its own, for some damaged files end whoever reads them.

It reads the workbook from standard input and imports nothing of ours, so that it starts at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

LOCKED = 77  # exit code; 3 is what an abort has on Windows
_MOST = 65_536 * 256  # cells, as many as a sheet of Excel 97 has


def main() -> int:
    """Write what is in each worksheet; the exit code is LOCKED for one with a password."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        return LOCKED
    kinds = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    print(json.dumps([_sheet(book, each) for each in kinds]))
    return 0


def _sheet(book: Any, about: Any) -> dict[str, Any]:
    from python_calamine import SheetVisibleEnum

    sheet = book.get_sheet_by_name(about.name)
    return {
        "name": about.name,
        "hidden": about.visible != SheetVisibleEnum.Visible,
        "rows": list(_rows(sheet)),
        "merged": sheet.merged_cell_ranges or [],
    }


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """The rows that are not blank, with their numbers, up to their last value."""
    if sheet.total_height * sheet.total_width > _MOST:
        raise ValueError("too many cells")
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        last = max((column for column, value in enumerate(row, start=1) if value != ""), default=0)
        if last:
            yield number, [_value(value) for value in row[:last]]


def _value(value: Any) -> Any:
    """Numbers and texts as they are, a moment by the name of its type."""
    if isinstance(value, (datetime, date, time)):
        return {type(value).__name__: value.isoformat()}
    return value if isinstance(value, (str, int, float)) else str(value)


if __name__ == "__main__":
    sys.exit(main())
