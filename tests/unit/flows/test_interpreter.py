"""How this Python is started again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ekakushin.flows.interpreter import python_command


@pytest.mark.parametrize(
    ("prefix", "is_forbidden", "options"),
    [
        (str(Path("home", "bytecode")), False, ["-X", f"pycache_prefix={Path('home', 'bytecode')}"]),
        (None, True, ["-B"]),
        (None, False, []),
    ],
)
def test_bytecode_is_kept_where_this_process_keeps_it(
    monkeypatch: pytest.MonkeyPatch, prefix: str | None, is_forbidden: bool, options: list[str]
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", prefix)
    monkeypatch.setattr(sys, "dont_write_bytecode", is_forbidden)

    assert python_command() == [sys.executable, *options]
