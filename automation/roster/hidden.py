"""Which rows a filter or a hand has hidden, in workbooks of which calamine tells only the values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

_NUMBER_OF_SHEET, _NAME_OF_SHEET, _ROW_OF_SHEET = 0x0809, 0x0085, 0x0208
_WORKSHEET, _IS_HIDDEN = 0x0010, 0x20
_TABLE = re.compile(r'<table:table\s[^>]*?table:name="([^"]*)"|<table:table-row\b([^>]*)>|</table:table>')
_REPEATED = re.compile(r'number-rows-repeated="(\d+)"')
_MOST = 1 << 20

HiddenRows = dict[str, frozenset[int]]


def hidden_rows_of(data: bytes) -> HiddenRows:
    """The numbers of hidden rows by sheet, as far as the file's kind is known; a damaged one has none."""
    try:
        return _of_archive(data) if data.startswith(b"PK") else _of_old_workbook(data)
    except Exception:  # whoever reads the values says what is wrong with the file
        return {}


def _of_archive(data: bytes) -> HiddenRows:
    with ZipFile(BytesIO(data)) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        text = archive.read("content.xml").decode("utf-8")
    hidden: dict[str, set[int]] = {}
    name, at = "", 1
    for found in _TABLE.finditer(text):
        if found[1] is not None:
            name, at = _unescape(found[1]), 1
        elif found[2] is not None:
            repeated = _REPEATED.search(found[2])
            count = min(int(repeated[1]), _MOST) if repeated else 1
            if re.search(r'table:visibility="(?:filter|collapse)"', found[2]):
                hidden.setdefault(name, set()).update(range(at, at + count))
            at += count
    return {name: frozenset(rows) for name, rows in hidden.items()}


def _unescape(name: str) -> str:
    from html import unescape

    return unescape(name)


def _of_old_workbook(data: bytes) -> HiddenRows:
    """The records of Excel 97 to 2003 (MS-XLS): sheets in the order of their names, each with its rows."""
    import olefile

    with olefile.OleFileIO(BytesIO(data)) as file:
        stream = file.openstream("Workbook").read()
    names: list[tuple[int, str]] = []
    sheets: list[tuple[int, set[int]]] = []
    for kind, record in _records(stream):
        if kind == _NAME_OF_SHEET:
            names.append((int.from_bytes(record[:4], "little"), _sheet_name(record)))
        elif kind == _ROW_OF_SHEET and sheets and record[12] & _IS_HIDDEN:
            sheets[-1][1].add(int.from_bytes(record[:2], "little") + 1)
        elif kind == -1:
            sheets.append((int.from_bytes(record, "little"), set()))
    rows = dict(sheets)
    return {name: frozenset(rows[start]) for start, name in names if rows.get(start)}


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Each record by its number; -1 stands before the first of a sheet, with where that begins."""
    at = 0
    while at + 4 <= len(stream):
        kind, count = (int.from_bytes(stream[at + each : at + each + 2], "little") for each in (0, 2))
        record = stream[at + 4 : at + 4 + count]
        if kind == _NUMBER_OF_SHEET and int.from_bytes(record[2:4], "little") == _WORKSHEET:
            yield -1, at.to_bytes(4, "little")
        yield kind, record
        at += 4 + count


def _sheet_name(record: bytes) -> str:
    count, is_wide = record[6], record[7] & 1
    return record[8 : 8 + count * (2 if is_wide else 1)].decode("utf-16-le" if is_wide else "latin-1")
