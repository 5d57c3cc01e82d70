"""What the tests of the steps share."""

from __future__ import annotations

import pytest

from ekakushin.flows.screens import screen


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown page is unknown at once."""
    monkeypatch.setattr(screen, "_GRACE", -1.0)
