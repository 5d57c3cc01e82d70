"""The state folder: whether it is its owner's alone, can be written to, and has room."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from ekakushin.automation.doctor.check import Check, bad, failure, good
from ekakushin.automation.state.files import FOLDER_MODE, try_writing, usable
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

LEAST_FREE = 200 * 10**6
"""Bytes: a run with pictures of a few hundred people, and a browser's own needs."""


def look_at_folder(home: Path) -> list[Check]:
    """One line about rights and owner."""
    try:
        with usable(home):
            return [_rights(home) if home.exists() else _check_missing(home)]
    except Misconfigured as error:
        return [failure("folder", error)]


def look_at_space(home: Path) -> list[Check]:
    """One line about the disk that the folder is on, or will be."""
    free = shutil.disk_usage(nearest(home)).free
    detail = say("doctor.free", megabytes=f"{free // 10**6:,}")
    if free < LEAST_FREE:
        few = say("doctor.too_little", least=LEAST_FREE // 10**6)
        return [bad("space", "ENV-012", detail + few, place=home)]
    return [good("space", detail)]


def nearest(home: Path) -> Path:
    """The folder itself, or the first one above it that is there."""
    return next(folder for folder in (home, *home.parents) if folder.exists())


def is_loose(path: Path) -> bool:
    """Whether anybody but the owner may do something with it; Windows keeps its rights elsewhere."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def is_shut(path: Path) -> bool:
    """Whether even its owner may not read and write it."""
    wanted = 0o700 if path.is_dir() else 0o600
    return os.name == "posix" and path.stat().st_mode & wanted != wanted


def is_ours(path: Path) -> bool:
    """Whether it belongs to whoever runs this."""
    return os.name != "posix" or path.stat().st_uid == os.geteuid()


def _rights(home: Path) -> Check:
    if not home.is_dir():
        return _unusable(home, say("doctor.no_folder"))
    if not is_ours(home):
        return _unusable(home, say("doctor.not_ours"))
    if is_shut(home):
        return _unusable(home, say("doctor.shut", mode=f"{stat.S_IMODE(home.stat().st_mode):04o}"))
    try_writing(home)
    if is_loose(home):
        mode = f"{stat.S_IMODE(home.stat().st_mode):04o}"
        return _unusable(home, say("doctor.loose", mode=mode, wanted=f"{FOLDER_MODE:04o}"))
    return good("folder", str(home))


def _check_missing(home: Path) -> Check:
    above = nearest(home)
    if not (above.is_dir() and os.access(above, os.W_OK | os.X_OK)):
        return _unusable(above, say("doctor.not_writable"))
    return good("folder", say("doctor.folder_later", path=home))


def _unusable(path: Path, reason: str) -> Check:
    return bad("folder", "ENV-004", f"{path}: {reason}", path=path, reason=reason)
