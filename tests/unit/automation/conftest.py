"""What the tests of the command's work share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ekakushin.automation import sources
from ekakushin.flows.text import use_language
from tests.support.fakes import Surroundings
from tests.support.keeping import full_disk, home, memory_keyring, python, vault

__all__ = ["full_disk", "home", "memory_keyring", "python", "vault"]


@pytest.fixture(autouse=True)
def _japanese() -> Iterator[None]:
    """Every test begins in the default language, and leaves it so."""
    use_language("ja")
    yield
    use_language("ja")


@pytest.fixture(autouse=True)
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file, which is not there yet; nothing of this PC's own settings counts."""
    for name in [name for name in os.environ if name.startswith("EKAKUSHIN_")]:
        monkeypatch.delenv(name)
    file = tmp_path / "settings.toml"
    monkeypatch.setattr(sources, "FILE", file)
    return file


@pytest.fixture(autouse=True)
def _no_engine_stays() -> Iterator[None]:
    """A run that was ended at once leaves its engine launched, for the end of its process, which is ours."""
    yield
    if engine := sys.modules.get("dbos"):
        engine.DBOS.destroy()


@pytest.fixture
def around() -> Surroundings:
    """An empty vault, no certificates, no evidence, no browser."""
    return Surroundings()
