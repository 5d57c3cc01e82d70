"""What `cert install` does: the person's own browser is set up, or everything is taken back."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from ekakushin.automation.certificates.stores import (
    BrowserName,
    BrowserPolicy,
    InstalledBook,
    ThisPc,
    UndoOutcome,
    install,
    this_pc,
    undo,
    wanted_for,
)
from ekakushin.automation.commands.certificates import in_use
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.guide.card import tell_error
from ekakushin.automation.office import Office
from ekakushin.automation.state.files import delete_patiently, make_folder, safe_name, usable, write_durably
from ekakushin.automation.state.names import StateFolder
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.browser.finding import find_browser
from ekakushin.flows.errors import BrowserMissing, Misconfigured
from ekakushin.flows.text import say

_BROWSERS: tuple[BrowserName, ...] = ("edge", "chrome", "chromium")
_USUAL: tuple[BrowserName, ...] = ("edge", "chrome") if sys.platform == "win32" else ("chromium",)


def install_for(
    office: Office, user_id: str, *, browser: BrowserName | None, favourite: str, pc: ThisPc | None = None
) -> ExitCode:
    """Put the certificate where the person's browser finds it, and say what was set; exit code 1 if a policy
    could not be.

    Raises Misconfigured: MAIL-003, MAIL-004, ENV-008 for the person, CRT-010 for this PC; CRT-002, CRT-005, CRT-007
    for the certificate.
    """
    invitation = office.ready(user_id)
    pc = pc or this_pc([browser] if browser else browsers_here())
    _, identity = in_use(office, user_id)
    setup = wanted_for(user_id, identity, office.site, invitation.login_url, favourite)
    office.audit.note("install_certificate", [user_id], place=str(pc.store.place))
    outcome = install(pc, InstalledBook(office.home), setup)
    print(say("stores.installed", user_id=user_id, place=pc.store.place))
    if outcome.shortcut:
        print(say("stores.shortcut", file=outcome.shortcut))
    if outcome.others:
        tell(say("stores.others", user_id=user_id, others=", ".join(outcome.others)))
    for policy, why in outcome.forbidden:
        _tell_forbidden(office, user_id, policy, why, setup.orders)
    if outcome.forbidden:
        return ExitCode.NOT_ALL
    print(say("stores.restart"))
    return ExitCode.DONE


def browsers_here() -> list[BrowserName]:
    """The browsers of this PC that a person may use, or the usual ones where none is found."""
    found = []
    for name in _BROWSERS:
        with suppress(BrowserMissing):
            if find_browser(wanted=name):
                found.append(name)
    return found or list(_USUAL)


def _tell_forbidden(
    office: Office, user_id: str, policy: BrowserPolicy, why: str, orders: tuple[str, ...]
) -> None:
    """Say which file an administrator must put where, and lay it ready, with what may help them."""
    folder = _policy_folder(office, user_id)
    try:
        files = policy.by_hand(orders)
    except OSError as error:  # a file that cannot be read cannot be added to either
        tell_error(Misconfigured("CRT-010", place=policy.place, reason=str(error)), sys.stderr)
        return
    with usable(folder):
        make_folder(folder)
        for name, content in files:
            write_durably(folder / name, content)
    file = folder / files[0][0]
    tell_error(Misconfigured("CRT-011", place=policy.place, reason=why, file=file), sys.stderr)


def _policy_folder(office: Office, user_id: str) -> Path:
    return office.home / StateFolder.POLICIES / safe_name(user_id)


def take_back(office: Office, user_id: str, *, pc: ThisPc | None = None) -> ExitCode:
    """Take back what was set for this person here; no vault is needed. Raises Misconfigured (CRT-010)."""
    outcome: UndoOutcome = undo(pc or this_pc([]), InstalledBook(office.home), user_id)
    folder = _policy_folder(office, user_id)
    if not outcome.forbidden and folder.is_dir():
        with usable(folder):
            for file in folder.iterdir():
                delete_patiently(file)
            folder.rmdir()
            with suppress(OSError):
                folder.parent.rmdir()
    for policy, why in outcome.forbidden:
        tell(say("stores.undo_forbidden", place=policy.place, reason=why, user_id=user_id))
    if outcome.forbidden:
        return ExitCode.NOT_ALL
    print(say("stores.undone", user_id=user_id))
    return ExitCode.DONE
