"""Files that arrive: new ones, whole ones, each once."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ekakushin.automation.terminal.letterbox import DownloadFolder
from ekakushin.flows.hands import Arrival


def arrivals(folder: DownloadFolder, looks: int = 3, since: datetime | None = None) -> list[Arrival]:
    found = [folder.next_arrival(since) for _ in range(looks)]
    return [each for each in found if each]


def test_a_new_file_is_taken_once_when_two_looks_find_it_the_same(tmp_path: Path) -> None:
    folder = DownloadFolder(tmp_path)
    (tmp_path / "10006.p12").write_bytes(b"archive")

    assert folder.next_arrival(None) is None
    assert arrivals(folder) == [Arrival("10006.p12", b"archive")]


def test_a_file_that_still_grows_is_waited_for(tmp_path: Path) -> None:
    folder = DownloadFolder(tmp_path)
    file = tmp_path / "10006.pfx"
    looks = []
    for part in (b"a", b"ab", b"abc"):
        file.write_bytes(part)
        looks.append(folder.next_arrival(None))

    assert looks == [None, None, None]
    assert arrivals(folder) == [Arrival("10006.pfx", b"abc")]


@pytest.mark.parametrize("ending", [".crdownload", ".part"])
def test_a_file_that_the_browser_is_still_writing_is_waited_for(tmp_path: Path, ending: str) -> None:
    folder = DownloadFolder(tmp_path)
    (tmp_path / "10006.p12").write_bytes(b"archive")
    beside = tmp_path / f"10006.p12{ending}"
    beside.touch()

    assert arrivals(folder) == []
    beside.unlink()
    assert len(arrivals(folder)) == 1


def test_what_was_there_before_and_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "old.p12").write_bytes(b"old")
    folder = DownloadFolder(tmp_path)
    (tmp_path / "report.pdf").write_bytes(b"report")
    (tmp_path / "empty.p12").touch()

    assert arrivals(folder) == []


def test_what_came_while_nobody_looked_is_taken(tmp_path: Path) -> None:
    hour = timedelta(hours=1)
    begun = datetime.now(UTC) - hour
    for name, at in (("before.p12", begun - hour), ("since.p12", begun + hour / 2)):
        (tmp_path / name).write_bytes(name.encode())
        os.utime(tmp_path / name, (at.timestamp(), at.timestamp()))

    assert arrivals(DownloadFolder(tmp_path), since=begun) == [Arrival("since.p12", b"since.p12")]


def test_one_file_may_be_there_already(tmp_path: Path) -> None:
    (tmp_path / "mine.p12").write_bytes(b"archive")

    assert arrivals(DownloadFolder(tmp_path / "mine.p12")) == [Arrival("mine.p12", b"archive")]


def test_one_file_or_its_folder_may_still_have_to_come(tmp_path: Path) -> None:
    folder = DownloadFolder(tmp_path / "later" / "mine.p12")
    before = arrivals(folder)
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "mine.p12").write_bytes(b"archive")

    assert (before, len(arrivals(folder))) == ([], 1)


def test_the_file_stays_where_it_is(tmp_path: Path) -> None:
    folder = DownloadFolder(tmp_path)
    (tmp_path / "10006.p12").write_bytes(b"archive")
    arrivals(folder)

    assert (tmp_path / "10006.p12").read_bytes() == b"archive"
