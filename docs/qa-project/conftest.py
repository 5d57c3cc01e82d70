"""このプロジェクトの模擬サイト。 / The mock of this project."""

import pytest


@pytest.fixture
def mock_options(mock_options):
    return {**mock_options, "people": 2}
