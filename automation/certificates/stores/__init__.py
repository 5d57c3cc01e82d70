"""Set-up of a person's own browser on this PC: certificate store, browser policies, shortcut on the desktop."""

from ekakushin.automation.certificates.stores.installed import Installed, InstalledBook
from ekakushin.automation.certificates.stores.installing import UndoOutcome, install, undo
from ekakushin.automation.certificates.stores.pc import ThisPc, this_pc
from ekakushin.automation.certificates.stores.store import BrowserName, BrowserPolicy
from ekakushin.automation.certificates.stores.wanted import Wanted, wanted_for

__all__ = [
    "BrowserName",
    "BrowserPolicy",
    "Installed",
    "InstalledBook",
    "ThisPc",
    "UndoOutcome",
    "Wanted",
    "install",
    "this_pc",
    "undo",
    "wanted_for",
]
