"""What is examined in these tests: a state folder of the test's own, with an encrypted file for its vault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.doctor import Premises
from ekakushin.automation.settings import read_settings
from ekakushin.flows.secret import Secret

Enter = Callable[..., Premises]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A state folder that is its owner's alone."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def enter(home: Path, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """The premises of that folder, with other settings where they are given."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)

    def entered(user_id: str = "", **settings: Any) -> Premises:
        defaults = {"home": home, "vault": "file", "vault_passphrase": Secret("of this test")}
        return Premises(read_settings(**{**defaults, **settings}), user_id)

    return entered
