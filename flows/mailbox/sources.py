"""Finds the mails in files, folders, maildirs, mailboxes and standard input, told apart by content."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ekakushin.flows.mailbox.people import IgnoredMail
from ekakushin.flows.text import say

LARGEST = 100 * 1024 * 1024  # bytes
STANDARD_INPUT = "-"
_MESSAGE_SUFFIXES = {".eml", ".mht", ".mhtml"}
_TEXT_SUFFIXES = {".txt", ".text", ".html", ".htm"}
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")  # what Outlook's .msg begins with
_POSTMARK = re.compile(rb"^From [^\n]*\d\d:\d\d[^\n]*\n(?=>?[!-9;-~]+:)", re.MULTILINE)
_HEADERS = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.MULTILINE)
_MIME_HEADER = re.compile(
    rb"^(?:content-type|content-transfer-encoding|mime-version|received|message-id|return-path):",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One message, or one text that is none, and how the user knows it."""

    label: str
    data: bytes
    kind: Literal["message", "text"]


def sources(paths: Sequence[Path], stdin: bytes | None) -> Iterator[Source | IgnoredMail]:
    """Everything at `paths`, in their order, folders sorted by name; what cannot be used says why."""
    for path in paths:
        if str(path) == STANDARD_INPUT:
            yield from _tell_apart(STANDARD_INPUT, stdin or b"", ".txt")
        elif path.is_dir():
            yield from _in_folder(path)
        else:
            yield from _in_file(path)
    if stdin is not None and STANDARD_INPUT not in map(str, paths):
        yield from _tell_apart(STANDARD_INPUT, stdin, ".txt")


def _in_folder(folder: Path) -> Iterator[Source | IgnoredMail]:
    troubles: list[OSError] = []
    found = False
    for place, folders, names in os.walk(folder, onerror=troubles.append):
        folders.sort()
        for name in sorted(names):
            found = True
            yield from _in_file(Path(place, name), is_in_folder=True)
    for trouble in troubles:
        yield _unreadable(str(trouble.filename), trouble)
    if not found and not troubles:
        yield IgnoredMail(file=str(folder), reason=say("mail.empty_folder"))


def _in_file(path: Path, *, is_in_folder: bool = False) -> Iterator[Source | IgnoredMail]:
    label = str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and not is_in_folder):
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
            yield from _tell_apart(label, data, path.suffix.lower())
        else:
            yield IgnoredMail(file=label, reason=say("mail.other_kind"))
    except (OSError, ValueError) as error:
        yield _unreadable(label, error)


def _unreadable(label: str, error: OSError | ValueError) -> IgnoredMail:
    if isinstance(error, FileNotFoundError):
        return IgnoredMail(file=label, reason=say("mail.not_found"))
    return IgnoredMail(
        file=label, reason=say("mail.unreadable", detail=getattr(error, "strerror", None) or "?")
    )


def _tell_apart(label: str, data: bytes, suffix: str) -> Iterator[Source | IgnoredMail]:
    start = data[:65536].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if not start:
        yield IgnoredMail(file=label, reason=say("mail.empty"))
    elif len(data) > LARGEST:
        yield IgnoredMail(file=label, reason=say("mail.too_large", megabytes=LARGEST // 1024 // 1024))
    elif start.startswith(_COMPOUND_FILE) or suffix == ".msg":
        yield IgnoredMail(file=label, reason=say("mail.outlook"))
    elif _POSTMARK.match(start):
        yield from _in_mailbox(label, data.lstrip(b"\xef\xbb\xbf\r\n\t "))
    elif suffix in _MESSAGE_SUFFIXES or _is_message(start):
        yield Source(label=label, data=data, kind="message")
    elif suffix in _TEXT_SUFFIXES:
        yield Source(label=label, data=data, kind="text")
    else:
        yield IgnoredMail(file=label, reason=say("mail.other_kind"))


def _is_message(start: bytes) -> bool:
    headers = _HEADERS.match(start.replace(b"\r\n", b"\n"))
    return headers is not None and _MIME_HEADER.search(headers.group()) is not None


def _in_mailbox(label: str, data: bytes) -> Iterator[Source]:
    """The messages of an mbox, numbered from 1 where there are several."""
    marks = list(_POSTMARK.finditer(data))
    ends = [mark.start() for mark in marks[1:]] + [len(data)]
    for number, (mark, end) in enumerate(zip(marks, ends, strict=True), 1):
        name = f"{label}#{number}" if len(marks) > 1 else label
        message = re.sub(rb"^>(>*From )", rb"\1", data[mark.end() : end], flags=re.MULTILINE)
        yield Source(label=name, data=message, kind="message")
