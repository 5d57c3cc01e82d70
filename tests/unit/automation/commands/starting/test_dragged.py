"""Paths as terminals write them when files are dragged into them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.commands.starting.dragged import paths_in
from tests.support.systems import posix_only


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        (r"C:\mails\1.msg", [r"C:\mails\1.msg"]),
        (r'"C:\my mails\1.msg"', [r"C:\my mails\1.msg"]),
        (r'"C:\my mails\1.msg" C:\mails\2.msg', [r"C:\my mails\1.msg", r"C:\mails\2.msg"]),
        (r'"C:\my mails\1.msg""C:\my mails\2.msg"', [r"C:\my mails\1.msg", r"C:\my mails\2.msg"]),
        (r"& 'C:\my mails\1.msg'", [r"C:\my mails\1.msg"]),
        (r"C:\mails\健保 ", [r"C:\mails\健保"]),
        ("", []),
    ],
)
def test_windows_puts_quotes_around_blanks(line: str, paths: list[str]) -> None:
    assert paths_in(line, windows=True) == [Path(each) for each in paths]


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("/mails/1.eml ", ["/mails/1.eml"]),
        (r"/my\ mails/1.eml /mails/\(2\).eml ", ["/my mails/1.eml", "/mails/(2).eml"]),
        ("'/my mails/1.eml' '/my mails/2.eml'", ["/my mails/1.eml", "/my mails/2.eml"]),
        ("/tom's/1.eml", ["/tom's/1.eml"]),
        ("   ", []),
    ],
)
def test_elsewhere_blanks_are_escaped_or_quoted(line: str, paths: list[str]) -> None:
    assert paths_in(line, windows=False) == [Path(each) for each in paths]


@posix_only("the address of a file on Windows has a drive in it")
def test_an_address_of_a_file_is_its_path() -> None:
    assert paths_in("file:///my%20mails/1.eml", windows=False) == [Path("/my mails/1.eml")]


@pytest.mark.parametrize("windows", [True, False])
def test_one_path_that_is_there_may_have_blanks_that_nobody_has_quoted(tmp_path: Path, windows: bool) -> None:
    folder = tmp_path / "my mails (健保)"
    folder.mkdir()

    assert paths_in(f" {folder} ", windows=windows) == [folder]


def test_the_own_folder_may_be_written_short() -> None:
    assert paths_in("~/mails", windows=False) == [Path.home() / "mails"]
