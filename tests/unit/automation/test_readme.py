"""The README names every command, option, step, setting and limit, and draws the house as it stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from ekakushin.automation.settings import Settings
from ekakushin.flows.models import STEPS
from ekakushin.flows.site import Limits
from tests.support.command_line import COMMANDS, OPTIONS

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")
HOUSE = README.partition("## The house")[2].split("```")[1]


def drawn(package: str) -> set[str]:
    """The files and folders that the picture draws under a package: what stands left of each explanation."""
    storey = re.split(r"^(?=\w+/)", HOUSE, flags=re.MULTILINE)
    (lines,) = [each.splitlines()[1:] for each in storey if each.startswith(f"{package}/")]
    return {name for line in lines for name in re.split(r"\s{2,}", line.strip())[0].split(", ")}


def standing(package: str) -> set[str]:
    """What is there, but for what only Python needs; a folder that a checkout has left empty is not there."""
    files = [path.relative_to(ROOT / package) for path in (ROOT / package).rglob("*") if path.is_file()]
    there = [
        path
        for path in files
        if "__pycache__" not in path.parts and path.name not in {"__init__.py", "py.typed"}
    ]
    return {f"{path.parts[0]}/" if path.parts[1:] else path.name for path in there}


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in STEPS])
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"ekakushin {name}" in README


@pytest.mark.parametrize("option", sorted(option for option in OPTIONS if option.startswith("--")))
def test_every_option_is_in_the_readme(option: str) -> None:
    assert re.search(rf"{option}(?![a-z-])", README)


def test_the_steps_are_in_the_readme_in_their_order() -> None:
    assert f"ekakushin {'|'.join(STEPS)}" in README


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_in_the_table(setting: str) -> None:
    table = README.partition("### 設定")[2].partition("## ")[0]
    assert f"`{setting}`" in table


def test_the_site_file_that_is_shown_holds_every_limit_with_its_default() -> None:
    (shown,) = re.findall(r"```toml\n(\[limits\].*?)```", README, flags=re.DOTALL)
    assert tomllib.loads(shown)["limits"] == Limits().model_dump()


@pytest.mark.parametrize("package", ["flows", "automation", "fixtures"])
def test_the_house_is_drawn_as_it_stands(package: str) -> None:
    assert drawn(package) == standing(package)


def test_the_two_commands_come_first() -> None:
    first = [line.strip() for line in README.splitlines()[1:5] if line.strip()]
    assert first == ["pip install . && ekakushin demo", "pip install '.[test]' && pytest"]
