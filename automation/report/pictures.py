"""The masked screenshots, inlined so that the page can be mailed, as far as a mail bears them."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ekakushin.automation.report.findings import Problem

# Mail servers commonly refuse more than 20 MB; the page itself takes a part of it.
MOST_CHARACTERS = 14_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_PREFIX = "data:image/png;base64,"


class Picture(NamedTuple):
    """A picture of where somebody stands: its bytes as an address, or "" with the file's name for a reader."""

    address: str
    file: str


def pictures(problems: Sequence[Problem], *, beside: Path, most: int = MOST_CHARACTERS) -> dict[str, Picture]:
    """The newest picture of everybody who is stuck, by user ID; `most` characters altogether.

    Every problem gets its first picture before any gets its second. A file that is gone or is no PNG, or for
    which there is no more room, is named as it lies seen from the folder `beside`.
    """
    shown: dict[str, Picture] = {}
    in_turn = sorted(
        ((rank, each) for problem in problems for rank, each in enumerate(problem.results)),
        key=lambda place: place[0],
    )
    for _, each in in_turn:
        if each.last_picture:
            address = _address(Path(each.last_picture), most)
            most -= len(address)
            shown[each.user_id] = Picture(address, _seen_from(beside, each.last_picture))
    return shown


def _address(file: Path, most: int) -> str:
    try:
        if file.stat().st_size * 4 / 3 + len(_PREFIX) + 4 > most:
            return ""
        data = file.read_bytes()
    except OSError:
        return ""
    return _PREFIX + base64.b64encode(data).decode() if data.startswith(_PNG) else ""


def _seen_from(folder: Path, file: str) -> str:
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # on another drive of Windows
        return file
