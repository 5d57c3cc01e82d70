"""The pytest plugin, and what tests in Python use of it.

pytest imports this at every start in an environment where we are installed, also for tests that have nothing to do with
us. So it holds names alone: what they stand for is imported when pytest looks at the plugin, or a test asks for it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ekakushin.fixtures.driver import Ekakushin, in_a_thread
    from ekakushin.fixtures.plugin import (
        browser_program,
        browser_type_launch_args,
        ekakushin,
        mock_authority,
        mock_site,
        pytest_fixture_setup,
    )

__all__ = [
    "Ekakushin",
    "browser_program",
    "browser_type_launch_args",
    "ekakushin",
    "in_a_thread",
    "mock_authority",
    "mock_site",
    "pytest_fixture_setup",
]
_OF_THE_DRIVER = frozenset({"Ekakushin", "in_a_thread"})


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "driver" if name in _OF_THE_DRIVER else "plugin"
    found = getattr(importlib.import_module(f"ekakushin.fixtures.{module}"), name)
    globals()[name] = found  # pytest takes hooks from a module's own names alone
    return found


def __dir__() -> list[str]:
    """What pytest looks at: the fixtures and the hook, which from now on are here."""
    fixtures = [name for name in __all__ if name not in _OF_THE_DRIVER]
    return [name for name in fixtures if __getattr__(name)]
