"""Folders in which a database file is not safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.state import drives
from ekakushin.automation.state.drives import hazard_of, is_share, is_synchronised, kind_of_mount
from tests.support.systems import WINDOWS

MOUNTS = [("/", "ext4"), ("/mnt/share", "cifs"), ("/mnt/share/local", "xfs"), ("/home", "nfs4")]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/ekakushin", "ext4"),
        ("/mnt/share", "cifs"),
        ("/mnt/share/総務/ekakushin", "cifs"),
        ("/mnt/share/local/ekakushin", "xfs"),
        ("/mnt/shared", "ext4"),
        ("/home/taro", "nfs4"),
    ],
)
def test_the_nearest_mount_tells_the_kind_of_file_system(path: str, kind: str) -> None:
    assert kind_of_mount(Path(path), MOUNTS) == kind


@pytest.mark.parametrize(
    ("path", "share"),
    [
        (r"\\server\総務\ekakushin", True),
        (r"\\?\UNC\server\share", True),
        ("//server/share", True),
        (r"C:\業務 ツール", False),
        (r"\\?\C:\ekakushin", False),
    ],
)
def test_a_path_that_names_another_computer_is_a_share(path: str, share: bool) -> None:
    assert is_share(path) is share


@pytest.mark.parametrize(
    ("path", "synchronised"),
    [
        ("Users/taro/OneDrive - 健保組合/ekakushin", True),
        ("Users/taro/OneDrive", True),
        ("Users/taro/Dropbox/ekakushin", True),
        ("Users/taro/Documents/ekakushin", True),  # OneDrive says itself that this is its folder
        ("Users/taro/AppData/Local/ekakushin", False),
        ("Users/taro/boxes/ekakushin", False),
    ],
)
def test_a_folder_of_a_program_that_synchronises_is_known(path: str, synchronised: bool) -> None:
    root = Path("Users/taro").absolute()
    told = {"OneDriveCommercial": str(root / "Documents"), "OneDrive": ""}

    assert is_synchronised(Path(path).absolute(), told) is synchronised


def test_an_ordinary_folder_has_no_hazard(tmp_path: Path) -> None:
    assert hazard_of(tmp_path, {}) == ""


def test_a_folder_that_is_not_there_yet_is_judged_by_where_it_will_be(tmp_path: Path) -> None:
    assert hazard_of(tmp_path / "later" / "ekakushin", {"OneDrive": str(tmp_path)}) == "synchronised"


def test_a_folder_on_the_network_is_told_as_that(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(drives, "_is_on_network", lambda path: path == tmp_path)

    assert hazard_of(tmp_path, {}) == "network"
    assert hazard_of(tmp_path.parent, {}) == ""


@pytest.mark.skipif(not WINDOWS, reason="only Windows knows such paths")
def test_a_share_s_path_is_told_as_the_network() -> None:
    assert hazard_of(Path(r"\\server\share\ekakushin"), {}) == "network"
