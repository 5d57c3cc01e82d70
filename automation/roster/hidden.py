"""Which rows a filter or a hand has hidden, in workbooks of which calamine tells only the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from zipfile import ZipFile

_NUMBER_OF_SHEET, _NAME_OF_SHEET, _ROW_OF_SHEET = 0x0809, 0x0085, 0x0208
_WORKSHEET, _IS_HIDDEN = 0x0010, 0x20
_TABLE = re.compile(r'<table:table\s[^>]*?table:name="([^"]*)"|<table:table-row\b([^>]*)>|</table:table>')
_REPEATED = re.compile(r'number-rows-repeated="(\d+)"')
_MOST = 1 << 20
_BOOK, _BINARY_BOOK = "xl/workbook.xml", "xl/workbook.bin"
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\bhidden=["'](?:1|true)["'][^>]*>""")
_ROW = re.compile(rb"""\br=["'](\d+)["']""")
_BUNDLE, _BINARY_ROW, _HAS_NO_HEIGHT = 0x9C, 0, 0x10

HiddenRows = dict[str, frozenset[int]]


def hidden_rows_of(data: bytes) -> HiddenRows:
    """The numbers of hidden rows by sheet, as far as the file's kind is known; a damaged one has none."""
    try:
        return _of_archive(data) if data.startswith(b"PK") else _of_old_workbook(data)
    except Exception:  # whoever reads the values says what is wrong with the file
        return {}


def _of_archive(data: bytes) -> HiddenRows:
    with ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        if "content.xml" in names:
            return _of_open_document(archive.read("content.xml").decode("utf-8"))
        if _BINARY_BOOK in names:
            return _of_sheets(
                archive, _BINARY_BOOK, dict(_named_binary(archive.read(_BINARY_BOOK))), _hidden_binary
            )
        return _of_sheets(archive, _BOOK, dict(_named(archive.read(_BOOK).decode("utf-8"))), _hidden)


def _of_sheets(
    archive: ZipFile, book: str, names: dict[str, str], hidden: Callable[[bytes], Iterator[int]]
) -> HiddenRows:
    """`names` are the sheets' names by what the book calls their parts."""
    folder, _, name = book.rpartition("/")
    relations = archive.read(f"{folder}/_rels/{name}.rels").decode("utf-8")
    rows = {}
    for relation in _RELATION.findall(relations):
        said = dict(_ATTRIBUTE.findall(relation))
        if said.get("Id") in names:
            part = said["Target"].removeprefix("/xl/").removeprefix("./")
            rows[names[said["Id"]]] = frozenset(hidden(archive.read(f"{folder}/{part}")))
    return rows


def _named(book: str) -> Iterator[tuple[str, str]]:
    for sheet in _SHEET.findall(book):
        said = dict(_ATTRIBUTE.findall(sheet))
        place = next((value for key, value in said.items() if key.endswith(":id")), "")
        yield place, unescape(said.get("name", ""))


def _hidden(sheet: bytes) -> Iterator[int]:
    for row in _HIDDEN_ROW.findall(sheet):
        yield from (int(number) for number in _ROW.findall(row))


def _named_binary(book: bytes) -> Iterator[tuple[str, str]]:
    for kind, record in _binary_records(book):
        if kind == _BUNDLE:
            place, end = _binary_text(record, 8)
            yield place, _binary_text(record, end)[0]


def _hidden_binary(sheet: bytes) -> Iterator[int]:
    for kind, record in _binary_records(sheet):
        if kind == _BINARY_ROW and record[11] & _HAS_NO_HEIGHT:
            yield int.from_bytes(record[:4], "little") + 1


def _binary_text(record: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + 2 * int.from_bytes(record[at : at + 4], "little")
    return record[at + 4 : end].decode("utf-16-le"), end


def _binary_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of .xlsb (MS-XLSB 2.1.4): numbers and lengths of seven bits a byte."""
    at = 0
    while at < len(data):
        kind, at = _varying(data, at, 2)
        count, at = _varying(data, at, 4)
        yield kind, data[at : at + count]
        at += count


def _varying(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for place in range(most):
        value |= (data[at] & 0x7F) << (7 * place)
        at += 1
        if not data[at - 1] & 0x80:
            break
    return value, at


def _of_open_document(text: str) -> HiddenRows:
    hidden: dict[str, set[int]] = {}
    name, at = "", 1
    for found in _TABLE.finditer(text):
        if found[1] is not None:
            name, at = unescape(found[1]), 1
        elif found[2] is not None:
            repeated = _REPEATED.search(found[2])
            count = min(int(repeated[1]), _MOST) if repeated else 1
            if re.search(r'table:visibility="(?:filter|collapse)"', found[2]):
                hidden.setdefault(name, set()).update(range(at, at + count))
            at += count
    return {name: frozenset(rows) for name, rows in hidden.items()}


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
