"""Excel workbooks (.xlsx, .xlsm) as sheets of texts, each cell as Excel shows it; nothing else reads with openpyxl."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import zip_longest
from typing import Any
from zipfile import ZipFile

from ekakushin.automation.roster.sheets import Sheet, SheetLine, SheetTrouble

# A file whose borders were drawn down to the last row Excel has is not read to its end.
_BLANKS_AT_THE_END = 10_000
_CHUNK = 1 << 20
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref=["']([A-Z]+\d+:[A-Z]+\d+)["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["'](\d+)["']""")

_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\bhidden=["'](?:1|true)["'][^>]*>""")
_OVERLAP = 400  # bytes, the longest tag that is looked for

Area = tuple[int, int, int, int]


def sheets_of(data: bytes) -> list[Sheet]:
    """The worksheets of a workbook; rows that a filter or a hand has hidden are there like all others.

    Formulas count with the values that Excel last worked out. Raises what openpyxl raises for what is no workbook.
    """
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it would lose if it saved the file
        values = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(BytesIO(data), read_only=True)
        with ZipFile(BytesIO(data)) as archive:
            sheets = zip(values.worksheets, formulas.worksheets, strict=True)
            return [_sheet(archive, *pair) for pair in sheets if hasattr(pair[0], "reset_dimensions")]


def _sheet(archive: ZipFile, values: Any, formulas: Any) -> Sheet:
    # Read-only sheets stream, but know nothing of merged cells.
    merged, last_row, hidden_rows = _scan(archive, values._worksheet_path)
    rows = zip_longest(_rows(values, last_row), _rows(formulas, last_row), fillvalue=())
    lines = [_line(number, *row) for number, row in enumerate(rows, start=1)]
    return Sheet(
        name=values.title,
        lines=tuple(line for line in spread(lines, merged) if any(line.texts) or line.troubles),
        hidden=values.sheet_state != "visible",
        hidden_rows=hidden_rows,
    )


def _rows(sheet: Any, last_row: int) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    read = blanks = 0
    try:
        for row in sheet.iter_rows():
            read += 1
            blanks = 0 if any(cell.value is not None for cell in row) else blanks + 1
            if blanks > _BLANKS_AT_THE_END:
                return
            yield row
    except (ValueError, TypeError):
        # openpyxl stumbles over filters such as "not blank", which stand behind the last row.
        if not last_row or read < last_row:
            raise


def _scan(archive: ZipFile, path: str) -> tuple[list[Area], int, frozenset[int]]:
    """The merged areas of a sheet (left, top, right, bottom, from 1), its last row, and its hidden rows."""
    merged: dict[bytes, None] = {}
    hidden: set[int] = set()
    last_row, rest = 0, b""
    with archive.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            merged |= dict.fromkeys(_MERGED.findall(text))
            last_row = max([last_row, *(int(number) for number in _ROW.findall(text))])
            hidden |= {int(number) for row in _HIDDEN_ROW.findall(text) for number in _ROW.findall(row)}
            rest = text[-_OVERLAP:]
    return [_area(reference.decode()) for reference in merged], last_row, frozenset(hidden)


def _area(reference: str) -> Area:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(reference)
    return int(left or 1), int(top or 1), int(right or 1), int(bottom or 1)


def _line(number: int, values: Sequence[Any], formulas: Sequence[Any]) -> SheetLine:
    pairs = enumerate(zip_longest(values, formulas))
    troubles = {column: trouble for column, (cell, formula) in pairs if (trouble := _trouble(cell, formula))}
    texts = tuple(
        cell_text(cell.value, cell.number_format or "") if troubles.get(column) in (None, "struck") else ""
        for column, cell in enumerate(values)
    )
    return SheetLine(number=number, texts=texts, troubles=troubles)


def _trouble(cell: Any, formula: Any) -> SheetTrouble | None:
    value = cell.value if cell else None
    if value is None:
        return "formula" if formula and formula.data_type == "f" else None
    if is_error(value):
        return "error"
    return "struck" if cell.font and cell.font.strike else None


def spread(lines: list[SheetLine], merged: Iterable[Area]) -> list[SheetLine]:
    """The lines with the text of each merged area in all of its rows."""
    for left, top, right, bottom in merged:
        text = lines[top - 1].text(left - 1) if top <= len(lines) else ""
        if not text:
            continue
        for at in range(top - 1, min(bottom, len(lines))):
            lines[at] = _cover(lines[at], text, range(left - 1, right), copied=at >= top)
    return lines


def _cover(line: SheetLine, text: str, columns: range, *, copied: bool) -> SheetLine:
    """The line with `text` in the first of these columns, and known to cover the others."""
    first = columns[0]
    texts = [*line.texts, *[""] * (first + 1 - len(line.texts))]
    texts[first] = text
    return SheetLine(
        number=line.number,
        texts=tuple(texts),
        copied=line.copied | ({first} if copied else frozenset()),
        across={**line.across, **dict.fromkeys(columns[1:], text)},
        troubles=line.troubles,
    )


_ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_PART = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(.)', re.DOTALL)


def is_error(value: Any) -> bool:
    """Whether a formula ended in an error, such as #N/A."""
    return isinstance(value, str) and bool(_ERROR.fullmatch(value))


def cell_text(value: Any, number_format: str) -> str:
    """The text that stands in the cell; "" for an empty one.

    Numbers keep the leading zeros that their format gives them and never get a decimal point or a separator
    of thousands that only display would add: 123 for 123.0.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    if isinstance(value, (datetime, date, time, timedelta)):
        return _moment(value)
    from openpyxl.utils.escape import unescape

    return str(unescape(str(value))).replace("\r\n", "\n").replace("\r", "\n").strip()


def _number(value: float, number_format: str) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.15g}"
    digits, sign = str(abs(int(value))), "-" if value < 0 else ""
    return sign + (_fill_in(digits, number_format.partition(";")[0]) or digits)


def _fill_in(digits: str, number_format: str) -> str:
    """The digits in a format of places and literals, such as 00000 or "U"0000; "" for any other format."""
    parts = [match.groups() for match in _PART.finditer(number_format)]
    signs = [sign for _, _, sign in parts if sign]
    if "0" not in signs or any(sign not in "0#?, -/()" for sign in signs):
        return ""
    first_place = next(at for at, (_, _, sign) in enumerate(parts) if sign and sign in "0#?")
    left, written = list(digits), ""
    for at, (quoted, escaped, sign) in reversed(list(enumerate(parts))):
        if sign and sign in "0#?":
            written = _place(left, sign, last=at == first_place) + written
        elif sign != ",":
            written = (quoted or escaped or sign or "") + written
    return written.strip()


def _place(left: list[str], sign: str, *, last: bool) -> str:
    """What stands in one place; the leftmost takes all digits that are left."""
    here = "".join(left) if last else "".join(left[-1:])
    left[:] = [] if last else left[:-1]
    return here or ("0" if sign == "0" else "")


def _moment(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.strftime("%Y/%m/%d" if midnight else "%Y/%m/%d %H:%M")
    if isinstance(value, date):
        return value.strftime("%Y/%m/%d")
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)
