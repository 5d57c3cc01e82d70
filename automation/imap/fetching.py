"""Reads the mails of one folder: which may be ours, each as the server has it, and what lies in the folder for junk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from typing import TYPE_CHECKING

from ekakushin.automation.imap.folders import INBOX, folder_for, folders_of, junk_among
from ekakushin.automation.imap.searching import (
    LARGEST,
    Found,
    find_mails,
    header_text,
    is_announced,
    suspects,
)
from ekakushin.automation.terminal.cells import cut, printable
from ekakushin.flows.mailbox import IgnoredMail, Source
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from imapclient import IMAPClient

_AT_ONCE, _BYTES_AT_ONCE = 20, 10 << 20  # mails, and bytes together, in one answer: what must fit into memory
_TOLD_EVERY, _HEADERS_TOLD_EVERY = 100, 2000  # mails
_SUBJECT = 60  # cells


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The folder that is meant, and the day on or after which mails must have come."""

    folder: str = INBOX
    since: date | None = None


@dataclass(kw_only=True)
class Haul:
    """What one folder gives: its `mails`, which are read from the server one after the other as they are asked for.

    `found` says how they were looked for. `junk` is the folder for junk and `in_junk` how many mails there may be ours.
    """

    folder: str
    found: Found
    mails: Iterator[Source | IgnoredMail]
    junk: str = ""
    in_junk: int = 0


def haul_from(client: IMAPClient, scope: Scope, tell: Callable[[str], None]) -> Haul:
    """What is to be read of a folder. Nothing there is marked, moved or deleted: it is opened for reading alone.

    Raises Misconfigured (MAIL-007) for a folder that is not there, and what imaplib raises.
    """
    folders = folders_of(client)
    folder = folder_for(scope.folder, folders)
    junk = junk_among(folders)
    in_junk = _count_junk(client, junk, scope.since) if junk and junk != folder else 0
    client.select_folder(folder, readonly=True)
    shown = printable(folder)

    def tell_headers(done: int, of: int) -> None:
        if done % _HEADERS_TOLD_EVERY == 0:
            tell(say("fetch.searching", folder=shown, done=done, of=of))

    found = find_mails(client, scope.since, tell=tell_headers)
    tell(say("fetch.reading", folder=shown, count=len(found.sizes), of=found.of))
    mails = _read_mails(client, shown, found, tell)
    return Haul(folder=folder, found=found, mails=mails, junk=junk, in_junk=in_junk)


def _count_junk(client: IMAPClient, folder: str, since: date | None) -> int:
    """How many mails in the folder for junk may be ours. They are not read: a person must say that they are no junk."""
    client.select_folder(folder, readonly=True)
    everything = client.search(["UNDELETED", *(["SINCE", since] if since else [])])
    found, _ = suspects(client, everything, since, tell=lambda done, of: None) if everything else ([], True)
    return len(found)


def _read_mails(
    client: IMAPClient, folder: str, found: Found, tell: Callable[[str], None]
) -> Iterator[Source | IgnoredMail]:
    for uid in found.too_large:
        yield IgnoredMail(file=f"{folder}/{uid}", reason=say("mail.too_large", megabytes=LARGEST >> 20))
    done = 0
    for some in batches(found.sizes):
        answers = client.fetch(some, ["BODY.PEEK[]"])
        for uid in some:  # one that is gone meanwhile is not among the answers
            if data := answers.get(uid, {}).get(b"BODY[]"):
                yield _source(folder, uid, bytes(data))
        before, done = done, done + len(some)
        if done // _TOLD_EVERY > before // _TOLD_EVERY:
            tell(say("fetch.progress", done=done, of=len(found.sizes)))


def batches(sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """The UIDs, as many at a time as one answer may hold; one that is larger goes alone."""
    some: list[int] = []
    room = _BYTES_AT_ONCE
    for uid, size in sizes.items():
        if some and (size > room or len(some) == _AT_ONCE):
            yield some
            some, room = [], _BYTES_AT_ONCE
        some.append(uid)
        room -= size
    if some:
        yield some


def _source(folder: str, uid: int, data: bytes) -> Source:
    header = message_from_bytes(data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    subject = cut(printable(header_text(header, "subject")), _SUBJECT)
    return Source(
        label=f"{folder}/{uid} {subject}".strip(), data=data, kind="message", chosen=is_announced(data)
    )
