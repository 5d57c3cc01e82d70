"""The pytest plugin, and what tests in Python use of it.

pytest imports this at every start in an environment where we are installed, also for tests that have nothing to do with
us. So it holds names alone: what they stand for is imported when pytest looks at the plugin, or a test asks for it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ekakushin.fixtures.driver import Ekakushin, PersonUnderTest, in_a_thread
    from ekakushin.fixtures.mock_site import MockSite
    from ekakushin.fixtures.site_under_test import SiteUnderTest

__all__ = ["Ekakushin", "MockSite", "PersonUnderTest", "SiteUnderTest", "in_a_thread"]

_PLUGIN = "ekakushin.fixtures.plugin"
_HOMES = {
    "Ekakushin": "ekakushin.fixtures.driver",
    "PersonUnderTest": "ekakushin.fixtures.driver",
    "in_a_thread": "ekakushin.fixtures.driver",
    "MockSite": "ekakushin.fixtures.mock_site",
    "SiteUnderTest": "ekakushin.fixtures.site_under_test",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None and (name.startswith("__") or name not in importlib.import_module(_PLUGIN).__all__):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(home or _PLUGIN), name)
    globals()[name] = found  # pytest takes hooks from a module's own names alone
    return found


def __dir__() -> list[str]:
    """What pytest looks at: the fixtures and the hooks, which from now on are here."""
    return [name for name in importlib.import_module(_PLUGIN).__all__ if __getattr__(name)]
