"""The project itself: its date and its version."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portable.project import Project

ROOT = Path(__file__).parents[3]


def test_the_version_is_the_one_of_pyproject() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert Project(ROOT).version == told["project"]["version"]


def test_the_date_may_be_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert Project(tmp_path).date == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_the_command_s_own_words_for_the_mark_are_the_folder_s() -> None:
    from ekakushin.automation.portable import MARKER
    from portable.start import python_folder

    assert MARKER in python_folder({"python312._pth": b""}, "0.1.0")
