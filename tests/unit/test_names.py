"""A class name means one thing in the whole house; the mock is another world, with its own words."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_class_name_means_one_thing() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for file in (file for room in ("flows", "automation") for file in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(str(file.relative_to(ROOT)))

    assert {name: files for name, files in homes.items() if files[1:]} == {}
