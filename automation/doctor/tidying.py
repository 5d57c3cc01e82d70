"""The rights of the state folder and of what this program keeps in it, and what was left half written."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from ekakushin.automation.doctor.folder import is_loose, is_ours
from ekakushin.automation.state.files import FILE_MODE, FOLDER_MODE
from ekakushin.automation.state.names import StateFile, StateFolder
from ekakushin.flows.text import say

# The mock's own folder is for everybody who tries the mock.
_FOLDERS = frozenset(StateFolder) - {StateFolder.MOCK}
# Whoever names a folder of other things as --home must find those as they were: nothing but ours is touched.
_BESIDE = ("", ".lock", "-wal", "-shm", "-journal")

# Of automation.state.files: a file that is written whole before it takes another's place, and a probe of the folder.
_LEFT_BEHIND = re.compile(r"\..+\.[0-9a-f]{12}\.tmp|\.probe-[0-9a-f]{16}")
_A_DAY = 24 * 60 * 60


def tidied(home: Path) -> list[str]:
    """What was done, a few words each.

    A lock file is never removed: whoever waits for it would then not see who takes the next one.
    """
    home = home.resolve()
    if not home.is_dir() or not is_ours(home) or not _is_state_folder(home):
        return []
    narrowed = sum(_narrowed(path) for path in [home, *_kept(home)])
    removed = sum(_removed(path) for path in _left_behind(home))
    done = {"doctor.narrowed": narrowed, "doctor.removed": removed}
    return [say(key, count=count) for key, count in done.items() if count]


def _is_state_folder(home: Path) -> bool:
    """Whether it is a folder of this program alone: empty, or with something of it, and nobody's own folder."""
    if home == home.parent or home == Path.home().resolve():
        return False
    names = {path.name for path in home.iterdir()}
    return not names or bool(names & {*StateFile, *_FOLDERS})


def _kept(home: Path) -> Iterator[Path]:
    """What lies in the folder and is this program's; links are not followed."""
    for name in StateFile:
        yield from (path for end in _BESIDE if (path := home / f"{name}{end}").is_file())
    for top in (home / name for name in sorted(_FOLDERS) if not (home / name).is_symlink()):
        for folder, _, files in os.walk(top):
            yield from (Path(folder), *(Path(folder) / file for file in files))


def _narrowed(path: Path) -> bool:
    if path.is_symlink() or not is_ours(path) or not is_loose(path):
        return False
    path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
    return True


def _left_behind(home: Path) -> Iterator[Path]:
    yield from (path for path in home.iterdir() if _LEFT_BEHIND.fullmatch(path.name))
    for path in _kept(home):
        if _LEFT_BEHIND.fullmatch(path.name):
            yield path


def _removed(path: Path) -> bool:
    """Whether it was so old that no process can still be at it, and is gone now."""
    if path.is_symlink() or not path.is_file() or time.time() - path.stat().st_mtime < _A_DAY:
        return False
    path.unlink()
    return True
