"""A roster file, whatever its name says it is, as sheets: workbooks, CSV, TSV; a sentence for what cannot be read."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from ekakushin.automation.roster import workbook
from ekakushin.automation.roster.sheets import Sheet, SheetLine
from ekakushin.automation.state.files import reason as words_of
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

LARGEST = 30 << 20
_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"mime-version:")


def sheets_in(path: Path) -> list[Sheet]:
    """The sheets of a workbook, or each way to cut separated values. Raises Misconfigured (ENV-009)."""
    data = _bytes_of(path)
    if data.startswith(_ZIP):
        return _of_workbook(path, data)
    if data.startswith(_OLE):
        raise unreadable(path, say("roster.encrypted" if _ENCRYPTED in data else "roster.old_workbook"))
    if data.startswith(_BINARY) or data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        raise unreadable(path, say("roster.other_kind"))
    return _of_text(path, data)


def unreadable(path: Path, reason: str) -> Misconfigured:
    """The error for a roster that cannot be used."""
    return Misconfigured("ENV-009", file=path, reason=reason)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise unreadable(path, say("roster.too_large", megabytes=LARGEST >> 20))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise unreadable(path, say("roster.not_found")) from error
    except IsADirectoryError as error:
        raise unreadable(path, say("roster.folder")) from error
    except PermissionError as error:  # Windows answers so for folders, and for what Excel has locked
        raise unreadable(path, say("roster.folder" if path.is_dir() else "roster.locked")) from error
    except OSError as error:
        raise unreadable(path, words_of(error)) from error
    if not data.strip():
        raise unreadable(path, say("roster.empty"))
    return data


def _of_workbook(path: Path, data: bytes) -> list[Sheet]:
    if b"mimetypeapplication/vnd.oasis" in data[:100] or b"xl/workbook.bin" in data:
        raise unreadable(path, say("roster.other_kind"))
    try:
        sheets = workbook.sheets_of(data)
    except Exception as error:  # openpyxl raises many things for what is damaged or no workbook at all
        raise unreadable(path, say("roster.damaged", detail=type(error).__name__)) from error
    if not sheets:  # Excel's "strict" format looks so to openpyxl
        raise unreadable(path, say("roster.no_sheets"))
    return sheets


def _of_text(path: Path, data: bytes) -> list[Sheet]:
    try:
        return list(sheets_of(decode(data)))
    except Undecodable as error:
        raise unreadable(path, say("roster.undecodable")) from error
    except Unclosed as error:
        raise unreadable(path, say("roster.unclosed")) from error


SEPARATORS = (",", "\t", ";")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Undecodable(ValueError):
    """The bytes are text in no known encoding."""


class Unclosed(csv.Error):
    """A quotation mark is opened and never closed, so that the rest of the file would be one cell."""


def decode(data: bytes) -> str:
    """The text: by its mark, as UTF-16 where every other byte is 0, else UTF-8, else CP932. Raises Undecodable."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _decode_as(data, (encoding,))
    if b"\0" in data[:2000]:
        little = data[1:2000:2].count(0) >= data[0:2000:2].count(0)
        return _decode_as(data, ("utf-16-le" if little else "utf-16-be",))
    return _decode_as(data, ("utf-8", "cp932"))


def _decode_as(data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Undecodable


def sheets_of(text: str) -> Iterator[Sheet]:
    """The same text cut at each separator that is in it; the reader keeps the cut that has the headings.

    Raises Unclosed where no cut is possible.
    """
    cut = False
    for separator in SEPARATORS:
        if separator in text or separator == SEPARATORS[0]:
            try:
                lines = tuple(_lines(text, separator))
            except csv.Error:
                continue
            cut = True
            yield Sheet(name="", lines=lines)
    if not cut:
        raise Unclosed


def _lines(text: str, separator: str) -> Iterator[SheetLine]:
    _check_closed(text, separator)
    for number, cells in enumerate(_cells(text, separator), start=1):
        texts = tuple(cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in cells)
        if any(texts):
            yield SheetLine(number=number, texts=texts)


def _cells(text: str, separator: str, *, strict: bool = False) -> Iterable[list[str]]:
    # Some write a space behind each comma, also before a quotation mark.
    return csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=strict
    )


def _check_closed(text: str, separator: str) -> None:
    try:
        for _ in _cells(text, separator, strict=True):
            pass
    except csv.Error as error:
        # Quotation marks in the middle of a cell are harmless: the lenient reader takes them as they are.
        if "unexpected end" in str(error):
            raise Unclosed from None
