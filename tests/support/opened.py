"""A workbook that was handed out, opened with its password as whoever receives it does."""

from __future__ import annotations

import io
from pathlib import Path

import msoffcrypto
import openpyxl

Sheets = dict[str, list[list[str]]]


def opened(file: Path | bytes, password: str) -> Sheets:
    """The cells of each sheet, row by row. Raises msoffcrypto's InvalidKeyError for a wrong password."""
    sealed = msoffcrypto.OfficeFile(io.BytesIO(file if isinstance(file, bytes) else file.read_bytes()))
    sealed.load_key(password=password, verify_password=True)
    clear = io.BytesIO()
    sealed.decrypt(clear, verify_integrity=True)
    book = openpyxl.load_workbook(clear)
    return {
        sheet.title: [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def page(sheets: Sheets) -> dict[str, str]:
    """Caption → value of the only page."""
    (rows,) = sheets.values()
    return {caption: value for caption, value, *_ in rows if caption and value}


def rows(sheets: Sheets) -> list[dict[str, str]]:
    """The list: heading → value of each person."""
    head, *people = next(iter(sheets.values()))
    return [dict(zip(head, each, strict=True)) for each in people]
