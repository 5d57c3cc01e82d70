"""What the tests of the flows share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ekakushin.flows.text import use_language
from tests.support.fakes import Surroundings


@pytest.fixture(autouse=True)
def _japanese() -> Iterator[None]:
    """Every test begins in the default language, and leaves it so."""
    use_language("ja")
    yield
    use_language("ja")


@pytest.fixture
def around() -> Surroundings:
    """An empty vault, no certificates, no evidence, no browser."""
    return Surroundings()
