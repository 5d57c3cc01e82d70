"""A roster file, whatever its name says it is, as sheets; a plain sentence for what cannot be read."""

from __future__ import annotations

from pathlib import Path

from ekakushin.automation.roster import separated, workbook
from ekakushin.automation.roster.sheets import Sheet
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
        return list(separated.sheets_of(separated.decoded(data)))
    except separated.Undecodable as error:
        raise unreadable(path, say("roster.undecodable")) from error
    except separated.Unclosed as error:
        raise unreadable(path, say("roster.unclosed")) from error
