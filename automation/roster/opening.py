"""A roster file, whatever its name says it is, as sheets: workbooks, CSV, TSV; a sentence for what cannot be read."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from ekakushin.automation.roster import locked, other_workbooks, workbook
from ekakushin.automation.roster.flaws import without_flaws
from ekakushin.automation.roster.hidden import hidden_rows_of
from ekakushin.automation.roster.sheets import Sheet, SheetLine
from ekakushin.automation.state.files import reason as words_of
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.secret import AskPassword, ask_nobody
from ekakushin.flows.text import say

LARGEST = 30 << 20
_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOKS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
LARGEST_UNPACKED = 400 << 20
_LOCK_FILE = re.compile(r"~\$(.+)|\.~lock\.(.+)#")  # Excel's and LibreOffice's
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"mime-version:")


def sheets_in(path: Path, ask: AskPassword = ask_nobody) -> list[Sheet]:
    """The sheets of a workbook, or each way to cut separated values. Raises Misconfigured (ENV-009).

    `ask` is asked for the password of a workbook that has one.
    """
    if lock := _LOCK_FILE.fullmatch(path.name):
        raise unreadable(path, say("roster.lock_file", name=lock[1] or lock[2]))
    data = _bytes_of(path)
    if data.startswith(_OLE):
        data = _unlocked(path, data, ask)
    if data.startswith((_ZIP, _OLE)):
        return _of_workbook(path, data)
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
    names = _names_in(path, data) if data.startswith(_ZIP) else frozenset()
    if names and not names & _WORKBOOKS:
        raise unreadable(path, say("roster.other_kind" if "mimetype" in names else "roster.no_workbook"))
    try:
        is_openpyxls = "xl/workbook.xml" in names
        sheets = _of_excel(data) if is_openpyxls else other_workbooks.sheets_of(data, hidden_rows_of(data))
    except other_workbooks.Locked as error:
        raise unreadable(path, say("roster.encrypted_elsewhere")) from error
    except (
        Exception
    ) as error:  # openpyxl and calamine raise many things for what is damaged or no workbook at all
        raise unreadable(path, say("roster.damaged", detail=type(error).__name__)) from error
    if not sheets:
        raise unreadable(path, say("roster.no_sheets"))
    return sheets


def _names_in(path: Path, data: bytes) -> frozenset[str]:
    """What is in the archive that a workbook is. Raises Misconfigured for a damaged one, and for a zip bomb."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise unreadable(path, say("roster.damaged", detail=type(error).__name__)) from error
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise unreadable(path, say("roster.too_large", megabytes=LARGEST_UNPACKED >> 20))
    return frozenset(entry.filename for entry in entries)


def _of_excel(data: bytes) -> list[Sheet]:
    """With openpyxl, which alone knows formats; without styles and properties that it refuses; else the values alone.

    Excel's "strict" format has no sheets to openpyxl.
    """
    for mend in (bytes, without_flaws):
        try:
            if sheets := workbook.sheets_of(mend(data)):
                return sheets
        except Exception:  # noqa: S112 -- the next way may do, and the last one says what is wrong
            continue
    return other_workbooks.sheets_of(data, hidden_rows_of(data))


def _unlocked(path: Path, data: bytes, ask: AskPassword) -> bytes:
    """The workbook without its password; one that has none, as it is."""
    try:
        if not locked.has_password(data):
            return data
        opened = locked.open_with(data, ask, path.name)
    except Exception as error:  # msoffcrypto raises many things for what is damaged
        raise unreadable(path, say("roster.damaged", detail=type(error).__name__)) from error
    if isinstance(opened, str):
        raise unreadable(path, opened)
    return opened


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
