"""The lock: what it may say, and that it fits what the project asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from portable.lock import Locked, read_lock, write_lock
from portable.problem import CannotBuild
from portable.renewal import dependencies

ROOT = Path(__file__).parents[3]
LOCKS = [ROOT / "packaging/windows" / name for name in ("requirements.lock", "launcher.lock")]
HASH = "0" * 64
GOOD = f"rich==15.0.0 --hash=sha256:{HASH}"


def lock(folder: Path, *lines: str) -> Path:
    file = folder / "a.lock"
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_what_is_written_is_read_again_in_the_order_of_names(tmp_path: Path) -> None:
    parts = [Locked("typer", "0.20", HASH), Locked("rich", "15.0.0", HASH)]
    write_lock(tmp_path / "a.lock", parts, "why")

    assert read_lock(tmp_path / "a.lock") == sorted(parts)


@pytest.mark.parametrize(
    "line",
    [
        "rich==15.0.0",
        f"rich>=15 --hash=sha256:{HASH}",
        f"rich==15.0.0 --hash=sha256:{HASH[1:]}",
        f"rich==15.0.0 --hash=md5:{HASH[:32]}",
        f"{GOOD} --hash=sha256:{HASH}",
        f"rich @ https://example.com/rich.whl --hash=sha256:{HASH}",
        "--index-url https://example.com/simple",
        "-r other.lock",
    ],
)
def test_a_line_that_is_more_or_less_than_a_version_and_a_hash_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(CannotBuild, match=re.escape(line)):
        read_lock(lock(tmp_path, GOOD, line))


def test_a_package_that_is_named_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotBuild, match="rich twice"):
        read_lock(lock(tmp_path, GOOD, GOOD.replace("rich", "Rich")))


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.name)
def test_the_locks_hold_no_address(file: Path) -> None:
    assert read_lock(file)
    assert not re.search(r"://|\.(org|com|io)\b", file.read_text("utf-8"))


def test_the_lock_has_what_the_project_asks_for() -> None:
    locked = {each.name: each.version for each in read_lock(LOCKS[0])}
    unfit = [
        str(asked)
        for asked in dependencies(ROOT / "pyproject.toml")
        if not asked.specifier.contains(locked.get(canonicalize_name(asked.name), "0"))
    ]

    assert unfit == [], "run: python packaging/windows/build.py --renew-lock"
    assert {"psycopg-binary", "pywin32-ctypes", "colorama"} <= locked.keys()  # an extra, and Windows' own
