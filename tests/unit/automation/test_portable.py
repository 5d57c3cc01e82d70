"""The portable folder: how it is told from an installation, what it calls itself, and how it starts."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from ekakushin.automation import main as door
from ekakushin.automation import portable_start, sources
from ekakushin.automation.doctor.examination import look_at_program
from ekakushin.automation.portable import MARKER, portable_folder, program
from ekakushin.automation.portable_start import home_of, start
from ekakushin.automation.state import drives


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An unpacked folder whose Python this is."""
    python = tmp_path / "業務 ツール" / "python"
    python.mkdir(parents=True)
    (python / MARKER).touch()
    monkeypatch.setattr(sys, "executable", str(python / "python.exe"))
    return python.parent


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the command was called with, once it was; nothing of this process stays changed."""
    called: list[str] = []
    monkeypatch.setattr(door, "main", lambda: called.extend(sys.argv))
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(sources, "FILE", Path("nowhere"))
    monkeypatch.delenv("EKAKUSHIN_HOME", raising=False)
    return called


def test_a_mark_beside_its_python_makes_the_folder_portable(folder: Path) -> None:
    assert portable_folder() == folder
    assert str(folder) in program()
    (check,) = look_at_program()
    assert (check.state, check.detail) == ("good", program())


def test_an_installation_is_none_and_names_its_version_alone() -> None:
    assert portable_folder() is None
    assert len(program().split()) == 2
    assert look_at_program() == []


def test_the_state_folder_is_found_as_the_command_finds_it(
    monkeypatch: pytest.MonkeyPatch, started: list[str], tmp_path: Path
) -> None:
    usual = platformdirs.user_data_path("ekakushin", appauthor=False)

    assert home_of(["doctor"]) == usual
    assert home_of(["doctor", "--home", "a"]) == Path("a").absolute()
    assert home_of(["doctor", "--home=a"]) == Path("a").absolute()
    assert home_of(["doctor", "--home", "~"]) == Path.home()
    monkeypatch.setenv("EKAKUSHIN_HOME", str(tmp_path))
    assert home_of(["doctor"]) == tmp_path
    assert home_of(["doctor", "--home", "a"]) == Path("a").absolute()


def test_settings_that_cannot_be_read_are_the_command_s_to_tell(
    monkeypatch: pytest.MonkeyPatch, started: list[str], tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text("home =")
    monkeypatch.setattr(sources, "FILE", tmp_path / "settings.toml")
    monkeypatch.setattr(sys, "argv", ["ekakushin_start.py", "status"])

    start()

    assert started == ["ekakushin", "status"]
    assert (sys.pycache_prefix, sys.dont_write_bytecode) == (None, True)


def test_bytecode_goes_below_the_state_folder(
    monkeypatch: pytest.MonkeyPatch, started: list[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["ekakushin_start.py", "status", "--home", str(tmp_path)])

    start()

    assert (sys.pycache_prefix, sys.dont_write_bytecode) == (str(tmp_path / "bytecode"), False)


@pytest.mark.parametrize("hazard", ["network", "synchronised"])
def test_where_a_database_would_not_be_safe_none_is_kept(
    monkeypatch: pytest.MonkeyPatch, started: list[str], tmp_path: Path, hazard: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["ekakushin_start.py", "status", "--home", str(tmp_path)])
    monkeypatch.setattr(drives, "hazard_of", lambda folder: hazard)

    start()

    assert (sys.pycache_prefix, sys.dont_write_bytecode) == (None, True)


@pytest.mark.parametrize(
    ("arguments", "is_double_click", "stays"),
    [([], True, True), ([], False, False), (["status"], True, False)],
)
def test_only_who_has_opened_it_by_a_double_click_keeps_the_window(
    monkeypatch: pytest.MonkeyPatch,
    started: list[str],
    arguments: list[str],
    is_double_click: bool,
    stays: bool,
) -> None:
    stayed: list[bool] = []
    monkeypatch.setattr(sys, "argv", ["ekakushin_start.py", *arguments])
    monkeypatch.setattr(portable_start, "is_opened_by_double_click", lambda: is_double_click)
    monkeypatch.setattr(portable_start, "stay", lambda: stayed.append(True))

    start()

    assert started == ["ekakushin", *arguments]
    assert stayed == [True] * stays


@pytest.mark.parametrize(
    ("words", "is_prompt"),
    [
        (["cmd.exe", r"C:\Windows\System32\cmd.exe"], True),
        (["cmd.exe", "cmd", "/k"], True),
        (
            ["cmd.exe", r"C:\Windows\system32\cmd.exe", "/c", r"C:\業務 ツール\ekakushin\ekakushin.cmd "],
            False,
        ),
        (["ekakushin.exe", r"C:\業務 ツール\ekakushin\ekakushin.exe"], False),
    ],
)
def test_a_command_prompt_is_told_from_a_file_that_was_opened(words: list[str], is_prompt: bool) -> None:
    assert portable_start._is_prompt(words) is is_prompt
