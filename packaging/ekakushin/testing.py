"""The pytest plugin, and what tests in Python use of it: the flows against a mock, and the mock itself."""

from __future__ import annotations

from ekakushin.fixtures.plugin import (
    Ekakushin,
    browser_program,
    browser_type_launch_args,
    ekakushin,
    in_a_thread,
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
