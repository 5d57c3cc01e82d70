"""Finds the mails in files, folders, maildirs, mailboxes and standard input, told apart by content."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ekakushin.flows.mailbox.archives import Unpacking
from ekakushin.flows.mailbox.kinds import (
    FOLDERS_LEFT_BY_SYSTEMS,
    LARGEST,
    Source,
    is_left_by_system,
    tell_apart,
)
from ekakushin.flows.mailbox.people import IgnoredMail
from ekakushin.flows.text import say

STANDARD_INPUT = "-"


def sources(
    paths: Sequence[Path], stdin: bytes | None, unpacking: Unpacking
) -> Iterator[Source | IgnoredMail]:
    """Everything at `paths`, in their order, folders sorted by name; what cannot be used says why."""
    for path in paths:
        if str(path) == STANDARD_INPUT:
            yield from tell_apart(STANDARD_INPUT, stdin or b"", ".txt", replace(unpacking))
        elif path.is_dir():
            yield from _in_folder(path, unpacking)
        else:
            yield from _in_file(path, unpacking)
    if stdin is not None and STANDARD_INPUT not in map(str, paths):
        yield from tell_apart(STANDARD_INPUT, stdin, ".txt", replace(unpacking))


def _in_folder(folder: Path, unpacking: Unpacking) -> Iterator[Source | IgnoredMail]:
    troubles: list[OSError] = []
    found = False
    for place, folders, names in os.walk(folder, onerror=troubles.append):
        folders[:] = sorted(each for each in folders if each.lower() not in FOLDERS_LEFT_BY_SYSTEMS)
        for name in sorted(names):
            if not is_left_by_system(name):
                found = True
                yield from _in_file(Path(place, name), unpacking, is_in_folder=True)
    for trouble in troubles:
        yield _unreadable(str(trouble.filename), trouble)
    if not found and not troubles:
        yield IgnoredMail(file=str(folder), reason=say("mail.empty_folder"))


def _in_file(
    path: Path, unpacking: Unpacking, *, is_in_folder: bool = False
) -> Iterator[Source | IgnoredMail]:
    label = str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and not is_in_folder):
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
            yield from tell_apart(label, data, path.suffix.lower(), replace(unpacking))
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
