"""What is safe to mend, and what was done: never the clock, a proxy, a certificate or a lock file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ekakushin.automation.doctor.check import Check
from ekakushin.automation.doctor.database import lacks_tables
from ekakushin.automation.doctor.examination import looked, parts_of_place
from ekakushin.automation.doctor.premises import Premises
from ekakushin.automation.doctor.tidying import tidied
from ekakushin.automation.engine.database import Database
from ekakushin.automation.state.files import open_home
from ekakushin.flows.browser.finding import find_browser
from ekakushin.flows.browser.getting import browser_or_get_one
from ekakushin.flows.errors import BrowserMissing, Misconfigured
from ekakushin.flows.text import say

Tell = Callable[[str], None]


def fix(premises: Premises, checks: Sequence[Check], tell: Tell) -> list[Check]:
    """Mend what can be mended safely, look at it again, and answer all checks with what was done.

    `tell` gets a line for what takes long, and for what could not be done.
    """
    mended = {
        "folder": _attempted(lambda: _folder(premises), tell),
        "database": _attempted(lambda: _database(premises), tell),
        "browser": _attempted(lambda: _browser(premises, tell), tell),
    }
    done = {name: what for name, what in mended.items() if what}
    again = looked([part for part in parts_of_place(premises) if part.name in done])
    return _merged(checks, [check.model_copy(update={"fixed": done.get(check.name, "")}) for check in again])


def _attempted(work: Callable[[], str], tell: Tell) -> str:
    try:
        return work()
    except (Misconfigured, OSError) as error:
        tell(say("doctor.not_mended", reason=error))
        return ""


def _merged(checks: Sequence[Check], again: Sequence[Check]) -> list[Check]:
    """The checks, each with what was seen the second time; one that is new stands behind what it came with."""
    newer = {check.name: check for check in again}
    merged = [newer.pop(check.name, check) for check in checks]
    for check in newer.values():
        merged.insert(1 if check.name == "headless" else len(merged), check)
    return merged


def _folder(premises: Premises) -> str:
    was_there = premises.home.exists()
    made = [] if was_there else [say("doctor.made_folder", path=open_home(premises.home))]
    return say("doctor.between").join([*made, *tidied(premises.home)])


def _database(premises: Premises) -> str:
    """Its tables, where they are missing; what is there is left as it is."""
    if not premises.home.is_dir() or not lacks_tables(premises):
        return ""
    Database(premises.home, premises.settings.database).prepare()
    return say("doctor.made_tables")


def _browser(premises: Premises, tell: Tell) -> str:
    """A light browser where there is none; one that was named and is not there is left to whoever named it."""
    settings = premises.settings
    try:
        there = find_browser(wanted=settings.browser, headed=settings.headed)
    except BrowserMissing:
        return ""
    if there:
        return ""
    got = browser_or_get_one(headed=settings.headed, tell=tell)
    return say("doctor.got_browser", path=got.path)
