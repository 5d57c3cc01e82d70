"""Workbooks that openpyxl does not write, made by hand: .xls (BIFF8), .xlsb and .ods."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Collection, Mapping, Sequence
from html import escape

from tests.support.outlook_files import compound_file

Rows = Sequence[Sequence[str | float]]


def xls_of(sheets: Mapping[str, Rows], hidden: Collection[int] = ()) -> bytes:
    """An Excel 97 workbook; `hidden` are the numbers of rows that a filter hides in every sheet."""
    bodies = [_xls_sheet(rows, hidden) for rows in sheets.values()]
    names = [_xls(0x85, bytes(6) + bytes([len(name), 1]) + name.encode("utf-16-le")) for name in sheets]
    begin, end = _xls(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)), _xls(0x0A, b"")
    begin += _xls(0x42, struct.pack("<H", 1200))
    start = len(begin) + sum(map(len, names)) + len(end)
    placed = b""
    for name, body in zip(sheets, bodies, strict=True):
        placed += _xls(0x85, struct.pack("<IH", start, 0) + bytes([len(name), 1]) + name.encode("utf-16-le"))
        start += len(body)
    return compound_file({"Workbook": (begin + placed + end + b"".join(bodies)).ljust(4096, b"\0")})


def _xls_sheet(rows: Rows, hidden: Collection[int]) -> bytes:
    width = max(map(len, rows))
    data = _xls(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    data += _xls(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for at, _ in enumerate(rows):
        flags = 0x120 if at + 1 in hidden else 0x100
        data += _xls(0x208, struct.pack("<HHHHHHI", at, 0, width, 0xFF, 0, 0, flags))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            head = struct.pack("<HHH", at, column, 0)
            if isinstance(value, str):
                data += _xls(0x204, head + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            else:
                data += _xls(0x203, head + struct.pack("<d", value))
    return data + _xls(0x0A, b"")


def _xls(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def ods_of(sheets: Mapping[str, Rows], hidden: Collection[int] = ()) -> bytes:
    """A LibreOffice workbook."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{_ods_rows(rows, hidden)}</table:table>'
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"'
        for each in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return _archive({"mimetype": kind, "META-INF/manifest.xml": "<m/>", "content.xml": content})


def _ods_rows(rows: Rows, hidden: Collection[int]) -> str:
    return "".join(
        f"<table:table-row{' table:visibility=' + chr(34) + 'filter' + chr(34) if at in hidden else ''}>"
        f"{''.join(map(_ods_cell, row))}</table:table-row>"
        for at, row in enumerate(rows, start=1)
    )


def _ods_cell(value: str | float) -> str:
    kind = "string" if isinstance(value, str) else "float"
    number = "" if isinstance(value, str) else f' office:value="{value}"'
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="{kind}"{number}>{text}</table:table-cell>'


def xlsb_of(sheets: Mapping[str, Rows], hidden: Collection[int] = ()) -> bytes:
    """A binary workbook of Excel 2007."""
    names = b"".join(
        _xlsb(0x9C, struct.pack("<II", 0, at) + _xlsb_text(f"rId{at}") + _xlsb_text(name))
        for at, name in enumerate(sheets, start=1)
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{relation}" Target="worksheets/sheet{at}.bin"/>'
        for at in range(1, len(sheets) + 1)
    )
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.bin": _xlsb(0x83, b"") + _xlsb(0x8F, b"") + names + _xlsb(0x90, b"") + _xlsb(0x84, b""),
        "xl/_rels/workbook.bin.rels": f"{head}{relations}</Relationships>",
    }
    for at, rows in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{at}.bin"] = _xlsb_sheet(rows, hidden)
    return _archive(parts)


def _xlsb_sheet(rows: Rows, hidden: Collection[int]) -> bytes:
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    data = _xlsb(0x81, b"") + _xlsb(0x94, size) + _xlsb(0x91, b"")
    for at, row in enumerate(rows):
        data += _xlsb(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0x10 if at + 1 in hidden else 0, 0, 0))
        for column, value in enumerate(row):
            head = struct.pack("<II", column, 0)
            is_text = isinstance(value, str)
            data += (
                _xlsb(6, head + _xlsb_text(value)) if is_text else _xlsb(5, head + struct.pack("<d", value))
            )
    return data + _xlsb(0x92, b"") + _xlsb(0x82, b"")


def _xlsb_text(text: str | float) -> bytes:
    return struct.pack("<I", len(str(text))) + str(text).encode("utf-16-le")


def _xlsb(kind: int, content: bytes) -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0xFF, 1])
    length, size = b"", len(content)
    while size > 0x7F:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return number + length + bytes([size]) + content


def _archive(parts: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
