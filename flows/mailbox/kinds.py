"""Tells by their content which files are mails: messages, mailboxes, Outlook's and Apple Mail's own, zips of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from ekakushin.flows.mailbox import outlook, tnef
from ekakushin.flows.mailbox.archives import OTHERS, ZIP, CannotUnpack, Unpacking, holds_a_document
from ekakushin.flows.mailbox.mending import with_single_ends
from ekakushin.flows.mailbox.people import IgnoredMail
from ekakushin.flows.text import say

LARGEST = 100 * 1024 * 1024  # bytes
MESSAGE_SUFFIXES = {".eml", ".mht", ".mhtml"}
TEXT_SUFFIXES = {".txt", ".text", ".html", ".htm"}
OUTLOOK_SUFFIXES = {".msg", ".oft"}
_UNREAD_ARCHIVES = {".7z", ".rar", ".lzh", ".exe"}
_POSTMARK = re.compile(rb"^From [^\n]*\d\d:\d\d[^\n]*\n(?=>?[!-9;-~]+:)", re.MULTILINE)
_HEADERS = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.MULTILINE)
_MIME_HEADER = re.compile(
    rb"^(?:content-type|content-transfer-encoding|mime-version|received|message-id|return-path):",
    re.IGNORECASE | re.MULTILINE,
)
_APPLE = re.compile(rb"(\d{1,10})[ \t]*\r?\n(?=[!-9;-~]+:)")
_PROPERTY_LIST = b"<?xml"
# What systems, programs and disks put beside files: never a mail, never worth a word.
_LEFT_BY_SYSTEMS = re.compile(
    r"thumbs\.db|ehthumbs(?:_vista)?\.db|desktop\.ini|\.ds_store|\._.*|~\$.*|\.directory|icon\r|\.localized"
    r"|\.~lock\..*#",
    re.IGNORECASE,
)
FOLDERS_LEFT_BY_SYSTEMS = {"__macosx", ".spotlight-v100", ".trashes", ".fseventsd", "$recycle.bin"}


@dataclass(frozen=True, kw_only=True)
class Source:
    """One message, or one text that is none, and how the user knows it.

    `chosen` unless it merely lay among others in a mailbox, where most mails are about something else.
    """

    label: str
    data: bytes
    kind: Literal["message", "text"]
    chosen: bool = True


Found = Iterator[Source | IgnoredMail]


def is_left_by_system(path: str) -> bool:
    """Whether a system, and no person, has put a file there: Thumbs.db, desktop.ini, ._mail.eml, ~$list.xlsx."""
    *folders, name = PurePosixPath(path.replace("\\", "/")).parts or ("",)
    return bool(_LEFT_BY_SYSTEMS.fullmatch(name)) or any(
        each.lower() in FOLDERS_LEFT_BY_SYSTEMS for each in folders
    )


def tell_apart(label: str, data: bytes, suffix: str, unpacking: Unpacking) -> Found:
    """The mails in a file; what cannot be used says why. Never raises."""
    start = data[:65536].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if not start:
        yield IgnoredMail(file=label, reason=say("mail.empty"))
    elif len(data) > LARGEST:
        yield IgnoredMail(file=label, reason=say("mail.too_large", megabytes=LARGEST // 1024 // 1024))
    elif start.startswith(outlook.COMPOUND_FILE) or suffix in OUTLOOK_SUFFIXES:
        yield _of_outlook(label, data, suffix)
    elif start.startswith(tnef.SIGNATURE):
        yield _of_tnef(label, data)
    elif start.startswith(OTHERS) or suffix in _UNREAD_ARCHIVES:
        yield IgnoredMail(file=label, reason=say("mail.other_archive"))
    elif start.startswith(ZIP) and (suffix == ".zip" or not holds_a_document(data)):
        yield from _in_zip(label, data, unpacking)
    else:
        yield from _in_plain_file(label, with_single_ends(data), with_single_ends(start), suffix)


def _in_plain_file(label: str, data: bytes, start: bytes, suffix: str) -> Found:
    if _POSTMARK.match(start):
        yield from _in_mailbox(label, data.lstrip(b"\xef\xbb\xbf\r\n\t "))
    elif suffix == ".emlx" or _APPLE.match(start):
        yield Source(label=label, data=_of_apple(data), kind="message")
    elif suffix in MESSAGE_SUFFIXES or _is_message(start):
        yield Source(label=label, data=data, kind="message")
    elif suffix in TEXT_SUFFIXES:
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


def _of_outlook(label: str, data: bytes, suffix: str) -> Source | IgnoredMail:
    if not data.startswith(outlook.COMPOUND_FILE):  # a mail that somebody has called .msg
        kind: Literal["message", "text"] = "message" if _is_message(data[:65536]) else "text"
        return Source(label=label, data=data, kind=kind)
    try:
        return Source(label=label, data=outlook.mail_of(data), kind="message")
    except outlook.NoMessage:
        is_message = suffix in OUTLOOK_SUFFIXES
        return IgnoredMail(file=label, reason=say("mail.outlook" if is_message else "mail.other_kind"))
    except Exception:  # olefile raises many things for what is damaged
        return IgnoredMail(file=label, reason=say("mail.outlook"))


def _of_tnef(label: str, data: bytes) -> Source | IgnoredMail:
    try:
        return Source(label=label, data=tnef.mail_of(data), kind="message")
    except ValueError:
        return IgnoredMail(file=label, reason=say("mail.winmail"))


def _of_apple(data: bytes) -> bytes:
    """The message between its length and Apple Mail's own notes; the length is wrong once line ends were changed."""
    length = _APPLE.match(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
    if length is None:
        return data
    message = data.lstrip(b"\xef\xbb\xbf\r\n\t ")[length.end() :]
    end = int(length[1])
    if message[end:].lstrip().startswith(_PROPERTY_LIST):
        return message[:end]
    notes = message.rfind(_PROPERTY_LIST)
    return message if notes < 0 else message[:notes]


def _in_zip(label: str, data: bytes, unpacking: Unpacking) -> Found:
    found = False
    try:
        for name, content in unpacking.files_in(label, data):
            if not is_left_by_system(name.removeprefix(label)):
                found = True
                yield from tell_apart(name, content, PurePosixPath(name).suffix.lower(), unpacking)
    except CannotUnpack as error:
        yield IgnoredMail(file=label, reason=str(error))
    else:
        if not found:
            yield IgnoredMail(file=label, reason=say("mail.empty_zip"))
