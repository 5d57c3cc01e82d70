"""Separated values (CSV, TSV) as a sheet of texts: encodings and separators that Excel and others write."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from ekakushin.automation.roster.sheets import Line, Sheet

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


def decoded(data: bytes) -> str:
    """The text: by its mark, as UTF-16 where every other byte is 0, else UTF-8, else CP932. Raises Undecodable."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _decoded(data, (encoding,))
    if b"\0" in data[:2000]:
        little = data[1:2000:2].count(0) >= data[0:2000:2].count(0)
        return _decoded(data, ("utf-16-le" if little else "utf-16-be",))
    return _decoded(data, ("utf-8", "cp932"))


def _decoded(data: bytes, encodings: tuple[str, ...]) -> str:
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


def _lines(text: str, separator: str) -> Iterator[Line]:
    _check_closed(text, separator)
    for number, cells in enumerate(_cells(text, separator), start=1):
        texts = tuple(cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in cells)
        if any(texts):
            yield Line(number=number, texts=texts)


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
