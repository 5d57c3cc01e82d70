"""The README names every command and every step, and the folders it draws are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from automation.cli import app
from flows.models import STEPS

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")


def names(command: object, before: str = "") -> list[str]:
    commands = getattr(command, "commands", None)
    if not commands:
        return [before]
    return [name for each, inner in commands.items() for name in names(inner, f"{before} {each}".strip())]


@pytest.mark.parametrize("name", [name for name in names(typer.main.get_command(app)) if name not in STEPS])
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"ekakushin {name}" in README


def test_the_steps_are_in_the_readme_in_their_order() -> None:
    assert f"ekakushin {'|'.join(STEPS)}" in README


def test_the_house_that_the_readme_draws_stands() -> None:
    drawn = re.findall(
        r"^  ([a-z_]+/|[a-z_]+\.py)\s", README.partition("## The house")[2], flags=re.MULTILINE
    )
    standing = {path.name for top in ("flows", "automation", "fixtures") for path in (ROOT / top).iterdir()}
    assert drawn
    assert {name.rstrip("/") for name in drawn} <= standing


def test_the_two_commands_come_first() -> None:
    first = [line.strip() for line in README.splitlines()[1:5] if line.strip()]
    assert first == ["pip install . && ekakushin demo", "pip install '.[test]' && pytest"]
