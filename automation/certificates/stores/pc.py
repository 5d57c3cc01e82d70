"""The certificate store of this PC's system, the policies of its browsers, and its desktop."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ekakushin.automation.certificates.stores.nss import NssStore
from ekakushin.automation.certificates.stores.places import FOLDERS, KEYS
from ekakushin.automation.certificates.stores.policy import FilePolicy
from ekakushin.automation.certificates.stores.registry import RegistryPolicy
from ekakushin.automation.certificates.stores.shortcut import desktop
from ekakushin.automation.certificates.stores.store import BrowserName, BrowserPolicy, Store, store_error
from ekakushin.automation.certificates.stores.windows import WindowsStore
from ekakushin.flows.text import say

_KEY = "HKEY_CURRENT_USER\\"


@dataclass(frozen=True, kw_only=True)
class ThisPc:
    """The store, one policy a browser, and where shortcuts go."""

    store: Store
    policies: Sequence[BrowserPolicy]
    desktop: Path = field(default_factory=desktop)

    def store_at(self, place: str) -> Store:
        """The store in which something was installed before."""
        if place == self.store.place:
            return self.store
        return NssStore(Path(place))

    def policy_at(self, place: str) -> BrowserPolicy:
        """The policy in which something was ordered before."""
        known = next((each for each in self.policies if each.place == place), None)
        if known:
            return known
        if place.startswith(_KEY):
            return RegistryPolicy(place.removeprefix(_KEY))
        return FilePolicy(Path(place))


def this_pc(browsers: Sequence[BrowserName]) -> ThisPc:
    """This PC with the policies of these browsers. Raises Misconfigured (CRT-010) on a system without support."""
    if sys.platform == "win32":
        return ThisPc(store=WindowsStore(), policies=[RegistryPolicy(KEYS[each]) for each in browsers])
    if sys.platform == "linux":
        policies = [FilePolicy.in_folder(FOLDERS[each]) for each in browsers]
        return ThisPc(store=NssStore(), policies=policies)
    raise store_error(sys.platform, say("stores.no_support"))
