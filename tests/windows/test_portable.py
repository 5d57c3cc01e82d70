"""The portable folder on an office PC: how it starts, what it names itself, and where it may lie."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.commands import TESTED
from tests.windows.conftest import Done, OfficePC

FOLDER = Path(TESTED).parent
DRIVE = Path("X:\\ekakushin")  # the same folder, on a drive that is on the network
SHARE = r"\\fileserver\総務"

pytestmark = pytest.mark.skipif(
    not TESTED, reason="no portable folder to be tested: TESTED_COMMAND names none"
)


def run(program: Path, *arguments: str, **more: str) -> Done:
    return subprocess.run(
        [str(program), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **more},
    )


@pytest.mark.parametrize("name", ["ekakushin.exe", "ekakushin.cmd"])
def test_both_ways_to_start_it_name_the_folder(name: str) -> None:
    done = run(FOLDER / name, "--version")

    assert done.returncode == 0, done.stderr
    assert str(FOLDER) in done.stdout


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("ekakushin.exe", "名簿 & (1) 100%!.csv"),
        ("ekakushin.cmd", "名簿 & (1) ^!.csv"),  # Wine's cmd.exe drops a percent sign that stands alone
    ],
)
def test_arguments_go_in_and_the_exit_code_comes_out(name: str, word: str) -> None:
    done = run(FOLDER / name, word)

    assert done.returncode == 2
    assert word in done.stderr


def test_no_variable_of_the_users_changes_what_runs(tmp_path: Path) -> None:
    (tmp_path / "rich").mkdir()
    (tmp_path / "rich" / "__init__.py").write_text("raise SystemExit('somebody else')")
    done = run(FOLDER / "ekakushin.exe", "--version", PYTHONPATH=str(tmp_path), PYTHONHOME=str(tmp_path))

    assert (done.returncode, done.stderr) == (0, "")


def test_it_starts_from_a_drive_on_the_network() -> None:
    done = run(DRIVE / "ekakushin.exe", "--version")

    assert done.returncode == 0, done.stderr
    assert str(DRIVE) in done.stdout


def test_a_state_folder_on_a_share_is_refused_with_its_reason() -> None:
    home = Path(SHARE, "状態")
    try:
        done = run(FOLDER / "ekakushin.exe", "worker", "--until-empty", "--home", str(home))
        left = {each.name for each in home.iterdir()}
    finally:
        shutil.rmtree(home, ignore_errors=True)

    assert done.returncode == 2
    assert "ENV-010" in done.stderr
    assert "bytecode" not in left


def test_a_start_leaves_its_bytecode_in_the_state_folder(pc: OfficePC) -> None:
    pc.run("--version")

    assert list((pc.home / "bytecode").rglob("portable.*.pyc"))
