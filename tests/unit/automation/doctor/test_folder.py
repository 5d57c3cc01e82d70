"""The state folder's rights, owner and room."""

from __future__ import annotations

import errno
import os
from collections import namedtuple
from pathlib import Path

import pytest

from ekakushin.automation.doctor import folder
from ekakushin.automation.doctor.folder import look_at_folder, look_at_space
from tests.support.offices import lines_of
from tests.support.systems import MODES, posix_only

Usage = namedtuple("Usage", "total used free")


def test_a_folder_of_its_owner_alone_is_good_and_stays_empty(home: Path) -> None:
    (check,) = look_at_folder(home)

    assert (check.state, check.detail) == ("good", str(home))
    assert list(home.iterdir()) == []


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    (check,) = look_at_folder(tmp_path / "later" / "home")

    assert check.state == "good"
    assert list(tmp_path.iterdir()) == []


@posix_only(MODES)
def test_a_folder_that_others_may_read_is_bad(home: Path) -> None:
    home.chmod(0o755)

    (check,) = look_at_folder(home)

    assert (check.state, check.code) == ("bad", "ENV-004")
    assert lines_of(check.detail, "0755", "0700")


def test_a_folder_of_somebody_else_is_bad(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "is_ours", lambda path: False)

    (check,) = look_at_folder(home)

    assert (check.state, check.code) == ("bad", "ENV-004")


@pytest.mark.parametrize(
    ("number", "code"), [(errno.EROFS, "ENV-004"), (errno.EACCES, "ENV-004"), (errno.ENOSPC, "ENV-012")]
)
def test_a_folder_that_cannot_be_written_to_says_why(
    number: int, code: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(folder, "try_writing", refuse)

    (check,) = look_at_folder(home)

    assert (check.state, check.code) == ("bad", code)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert look_at_folder(tmp_path / "file")[0].code == "ENV-004"
    assert look_at_folder(tmp_path / "file" / "home")[0].code == "ENV-004"


@pytest.mark.parametrize(("free", "state", "code"), [(200 * 10**6, "good", ""), (10**6, "bad", "ENV-012")])
def test_two_hundred_megabytes_must_be_free(
    free: int, state: str, code: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(free, 0, free))

    (check,) = look_at_space(home / "not" / "there")

    assert (check.state, check.code) == (state, code)
