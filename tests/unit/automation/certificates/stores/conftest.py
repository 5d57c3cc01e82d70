"""What the tests of the stores share."""

from __future__ import annotations

import pytest

from tests.support.issued import Issuer


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()
