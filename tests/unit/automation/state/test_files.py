"""The state folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekakushin.automation.state import files as home_module
from ekakushin.automation.state.files import (
    create_durably,
    lock,
    open_folder,
    open_home,
    safe_name,
    write_durably,
)
from ekakushin.flows.errors import Misconfigured
from tests.support.keeping import FullDisk
from tests.support.systems import MODES, posix_only

posix = posix_only(MODES)


@posix
def test_a_new_home_and_all_folders_made_on_the_way_are_for_the_owner_alone(tmp_path: Path) -> None:
    home = open_home(tmp_path / "above" / "home")
    folder = open_folder(home, "people", "10006")
    made = [home.parent, home, folder.parent, folder]
    assert {each.stat().st_mode & 0o777 for each in made} == {0o700}


@posix
def test_an_empty_folder_is_tightened_and_one_in_use_keeps_its_permissions(tmp_path: Path) -> None:
    empty, used = tmp_path / "empty", tmp_path / "used"
    for folder in (empty, used):
        folder.mkdir()
        folder.chmod(0o755)
    (used / "holiday.jpg").touch()
    open_home(empty)
    open_home(used)
    assert (empty.stat().st_mode & 0o777, used.stat().st_mode & 0o777) == (0o700, 0o755)


def test_opening_a_home_leaves_nothing_behind(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    assert list(home.iterdir()) == []


def test_a_home_that_is_a_file_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Misconfigured) as caught:
        open_home(tmp_path / "file" / "home")
    assert caught.value.code == "ENV-004"
    assert str(tmp_path / "file" / "home") in str(caught.value)


@posix
def test_a_written_file_is_for_the_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_durably(tmp_path / "secret", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_a_write_that_fails_leaves_the_old_content_and_no_other_file(
    tmp_path: Path, full_disk: FullDisk
) -> None:
    write_durably(tmp_path / "file", b"old")
    with full_disk(), pytest.raises(OSError, match="No space"):
        write_durably(tmp_path / "file", b"new")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"file": b"old"}


def test_a_created_file_is_never_replaced(tmp_path: Path) -> None:
    first = create_durably(tmp_path / "file", b"first")
    second = create_durably(tmp_path / "file", b"second")
    assert (first, second) == (True, False)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"file": b"first"}


@posix
def test_a_created_file_is_never_replaced_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(home_module.os, "link", no_links)
    first = create_durably(tmp_path / "file", b"first")
    second = create_durably(tmp_path / "file", b"second")
    assert (first, second, (tmp_path / "file").read_bytes()) == (True, False, b"first")


def test_a_lock_that_another_holds_ends_in_a_timeout(tmp_path: Path) -> None:
    with lock(tmp_path / "file"), pytest.raises(TimeoutError), lock(tmp_path / "file", seconds=0):
        pytest.fail("both were inside")


@given(st.text(), st.text())
def test_two_texts_never_share_a_name_even_where_case_is_ignored(one: str, other: str) -> None:
    assert (safe_name(one).lower() == safe_name(other).lower()) == (one == other)


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_a_name_is_short_and_holds_nothing_that_a_file_system_forbids(text: str) -> None:
    name = safe_name(text)
    assert 1 <= len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_=")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("10006", "10006"),
        ("Taro", "=54aro"),
        ("taro", "taro"),
        ("..", "=2e=2e"),
        ("", "="),
        ("con", "=63on"),
        ("CON", "=43=4f=4e"),
        ("com1", "=63om1"),
        ("健", "=e5=81=a5"),
    ],
)
def test_names_are_readable_and_never_a_device(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_long_ids_that_differ_at_the_end_have_different_names() -> None:
    assert safe_name("健" * 100 + "a") != safe_name("健" * 100 + "b")
