"""Looks for the two mails where people save them: this folder, downloads, desktop, documents, mail folders there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ekakushin.flows.mailbox import read_mails

_MAILS = (".eml", ".msg", ".emlx", ".oft")
_MAIL_FOLDER = re.compile("メール|mail", re.IGNORECASE)
_MOST = 60  # mails of a folder that are looked at, the newest ones; a folder that is named is read whole


class FoundMails(NamedTuple):
    """The mails of a folder that name somebody, and how many people these are."""

    folder: Path
    files: tuple[Path, ...]
    people: int


def find_mails(places: Iterable[Path]) -> list[FoundMails]:
    """The folders among these places, and among the mail folders directly in them, in which there are such mails.

    What is not there or may not be read is passed over.
    """
    folders = dict.fromkeys(folder for place in places for folder in _folders(place.expanduser().absolute()))
    return [found for folder in folders if (found := _look_into(folder)) and found.people]


def likely_places() -> list[Path]:
    """Where this user's programs save files."""
    import platformdirs

    known = (
        platformdirs.user_downloads_path,
        platformdirs.user_desktop_path,
        platformdirs.user_documents_path,
    )
    return [Path.cwd(), *(each() for each in known)]


def _folders(place: Path) -> list[Path]:
    try:
        inside = [each for each in sorted(place.iterdir()) if _MAIL_FOLDER.search(each.name)]
        return [place, *(each for each in inside if each.is_dir())]
    except OSError:
        return []


def _look_into(folder: Path) -> FoundMails | None:
    try:
        mails = [each for each in folder.iterdir() if each.suffix.lower() in _MAILS and each.is_file()]
        newest = sorted(mails, key=lambda file: file.stat().st_mtime, reverse=True)[:_MOST]
    except OSError:
        return None
    ours = tuple(file for file in sorted(newest) if read_mails([file]).people)
    return FoundMails(folder, ours, len(read_mails(ours).people) if ours else 0)
