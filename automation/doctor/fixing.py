"""What is safe to mend, and what was done: rights and leftovers of the state folder, never a clock or a certificate."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ekakushin.automation.doctor.check import Check
from ekakushin.automation.doctor.database import is_lost, lacks_tables
from ekakushin.automation.doctor.examination import look_at_all, parts_of_place
from ekakushin.automation.doctor.folder import is_loose, is_ours, is_shut
from ekakushin.automation.doctor.premises import Premises
from ekakushin.automation.engine.database import Database
from ekakushin.automation.state.files import FILE_MODE, FOLDER_MODE, open_home
from ekakushin.automation.state.names import StateFile, StateFolder
from ekakushin.flows.browser.finding import find_browser
from ekakushin.flows.browser.getting import browser_or_get_one
from ekakushin.flows.browser.reaching import running_browser
from ekakushin.flows.errors import BrowserMissing, Misconfigured
from ekakushin.flows.text import say

Tell = Callable[[str], None]


def fix(premises: Premises, checks: Sequence[Check], tell: Tell) -> list[Check]:
    """Mend what can be mended safely, look at it again, and answer all checks with what was done.

    `tell` gets a line for what takes long, and for what could not be done.
    """
    mended = {
        "folder": _attempt(lambda: _folder(premises), tell),
        "database": _attempt(lambda: _database(premises), tell),
        "browser": _attempt(lambda: _browser(premises, tell), tell),
    }
    done = {name: what for name, what in mended.items() if what}
    again = look_at_all([part for part in parts_of_place(premises) if part.name in done])
    return _merge(checks, [check.model_copy(update={"fixed": done.get(check.name, "")}) for check in again])


def _attempt(work: Callable[[], str], tell: Tell) -> str:
    try:
        return work()
    except (Misconfigured, OSError) as error:
        tell(say("doctor.not_mended", reason=error))
        return ""


def _merge(checks: Sequence[Check], again: Sequence[Check]) -> list[Check]:
    """The checks, each with what was seen the second time; one that is new stands behind what it came with."""
    newer = {check.name: check for check in again}
    merged = [newer.pop(check.name, check) for check in checks]
    for check in newer.values():
        merged.insert(1 if check.name == "headless" else len(merged), check)
    return merged


def _folder(premises: Premises) -> str:
    was_there = premises.home.exists()
    made = [] if was_there else [say("doctor.made_folder", path=open_home(premises.home))]
    return say("doctor.between").join([*made, *tidy(premises.home)])


def _database(premises: Premises) -> str:
    """Its tables, where they are missing. A file that is damaged or has gone is kept aside, and another one begun:
    every step looks at the site first, and what was issued lies elsewhere."""
    database = Database(premises.home, premises.settings.database)
    if premises.home.is_dir() and is_lost(premises):
        aside = database.begin_anew()
        return say("doctor.began_anew", files=" ".join(map(str, aside)) or "-")
    if not premises.home.is_dir() or not lacks_tables(premises):
        return ""
    database.prepare()
    return say("doctor.made_tables")


def _browser(premises: Premises, tell: Tell) -> str:
    """A light browser where there is none; one that was named and is not there is left to whoever named it."""
    settings = premises.settings
    try:
        there = running_browser(settings.browser) or find_browser(
            wanted=settings.browser, headed=settings.headed
        )
    except BrowserMissing:
        return ""
    if there:
        return ""
    got = browser_or_get_one(headed=settings.headed, tell=tell)
    return say("doctor.got_browser", path=got.path)


# The mock's own folder is for everybody who tries the mock.
_FOLDERS = frozenset(StateFolder) - {StateFolder.MOCK}
# Whoever names a folder of other things as --home must find those as they were: nothing but ours is touched.
_BESIDE = ("", ".lock", "-wal", "-shm", "-journal")

# Of automation.state.files: a file that is written whole before it takes another's place, and a probe of the folder.
_LEFT_BEHIND = re.compile(r"\..+\.[0-9a-f]{12}\.tmp|\.probe-[0-9a-f]{16}")
_A_DAY = 24 * 60 * 60


def tidy(home: Path) -> list[str]:
    """What was done, a few words each.

    A lock file is never removed: whoever waits for it would then not see who takes the next one.
    """
    home = home.resolve()
    was_shut = home.is_dir() and is_shut(home)
    if not home.is_dir() or not is_ours(home) or not _opened(home):
        return []
    narrowed = int(_narrow(home) or was_shut) + sum(_narrow(path) for path in _own_files(home))
    removed = sum(_remove(path) for path in _leftovers(home))
    done = {"doctor.narrowed": narrowed, "doctor.removed": removed}
    return [say(key, count=count) for key, count in done.items() if count]


def _opened(home: Path) -> bool:
    """Whether it is a folder of this program alone; one that is shut to its owner has to be opened for that look."""
    if not is_shut(home):
        return _is_state_folder(home)
    before = stat.S_IMODE(home.stat().st_mode)
    home.chmod(before | FOLDER_MODE)
    ours = _is_state_folder(home)
    if not ours:
        home.chmod(before)
    return ours


def _is_state_folder(home: Path) -> bool:
    """Whether it is a folder of this program alone: empty, or with something of it, and nobody's own folder."""
    if home == home.parent or home == Path.home().resolve():
        return False
    names = {path.name for path in home.iterdir()}
    return not names or bool(names & {*StateFile, *_FOLDERS})


def _own_files(home: Path) -> Iterator[Path]:
    """What lies in the folder and is this program's; links are not followed."""
    for name in StateFile:
        yield from (path for end in _BESIDE if (path := home / f"{name}{end}").is_file())
    for top in (home / name for name in sorted(_FOLDERS) if not (home / name).is_symlink()):
        for folder, _, files in os.walk(top):
            yield from (Path(folder), *(Path(folder) / file for file in files))


def _narrow(path: Path) -> bool:
    if path.is_symlink() or not is_ours(path) or not (is_loose(path) or is_shut(path)):
        return False
    path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
    return True


def _leftovers(home: Path) -> Iterator[Path]:
    yield from (path for path in home.iterdir() if _LEFT_BEHIND.fullmatch(path.name))
    for path in _own_files(home):
        if _LEFT_BEHIND.fullmatch(path.name):
            yield path


def _remove(path: Path) -> bool:
    """Whether it was so old that no process can still be at it, and is gone now."""
    if path.is_symlink() or not path.is_file() or time.time() - path.stat().st_mtime < _A_DAY:
        return False
    path.unlink()
    return True
