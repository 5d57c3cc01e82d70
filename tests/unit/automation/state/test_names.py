"""The names of what lies in a state folder stand in one place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ekakushin import automation
from ekakushin.automation.state.names import StateFile, StateFolder

ROOM = Path(automation.__file__ or "").parent
OTHERS = [file for file in ROOM.rglob("*.py") if file != ROOM / "state" / "names.py"]


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: str(file.relative_to(ROOM)))
def test_nobody_else_writes_them_out(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    joined = {
        node.right.value
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and isinstance(node.right, ast.Constant)
    }

    assert (texts & {*StateFile}, joined & {*StateFolder}) == (set(), set())
