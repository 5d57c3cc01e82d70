"""What is installed: every package under the one name, with the files beside its modules."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
FOLDERS = ("automation", "flows", "fixtures")


def test_every_package_is_installed() -> None:
    folders = [file.parent for folder in FOLDERS for file in (ROOT / folder).rglob("__init__.py")]
    standing = {".".join(["ekakushin", *folder.relative_to(ROOT).parts]) for folder in folders}

    assert set(PROJECT["packages"]) == {"ekakushin", *standing}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_beside_the_modules_is_installed(folder: str) -> None:
    beside = [file for file in (ROOT / folder).rglob("*.*") if file.suffix not in {".py", ".pyc", ".md"}]

    assert [file for file in beside if not _is_packed(file)] == []


def _is_packed(file: Path) -> bool:
    home = next(parent for parent in file.parents if (parent / "__init__.py").exists())
    package = ".".join(["ekakushin", *home.relative_to(ROOT).parts])
    wanted = [*PROJECT["package-data"]["*"], *PROJECT["package-data"].get(package, ())]
    return any(file in home.glob(pattern) for pattern in wanted)
