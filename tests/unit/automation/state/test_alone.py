"""One process at a time works on somebody."""

from __future__ import annotations

import errno
import os
import platform
from pathlib import Path

import pytest

from ekakushin.automation.state import holder
from ekakushin.automation.state.alone import alone_with
from ekakushin.flows.errors import Misconfigured, UnderWay


def test_somebody_being_worked_on_is_waited_for(tmp_path: Path) -> None:
    with alone_with("10006", tmp_path), pytest.raises(UnderWay) as raised, alone_with("10006", tmp_path):
        pass

    assert (raised.value.code, raised.value.values["user_id"]) == ("TOOL-003", "10006")
    assert raised.value.wait > 0


def test_who_works_on_somebody_is_said(tmp_path: Path) -> None:
    with alone_with("10006", tmp_path), pytest.raises(UnderWay) as raised, alone_with("10006", tmp_path):
        pass

    assert str(os.getpid()) in str(raised.value)
    assert platform.node() in str(raised.value)


def test_where_nobody_has_noted_who_it_is_another_process(tmp_path: Path) -> None:
    with alone_with("10006", tmp_path):
        (note,) = (tmp_path / "people").glob("*.holder")
        note.write_text("half of a li")
        with pytest.raises(UnderWay, match="別のプロセスが"), alone_with("10006", tmp_path):
            pass


def test_a_full_disk_keeps_nobody_from_being_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(holder.os, "fdopen", full)

    with alone_with("10006", tmp_path), pytest.raises(UnderWay), alone_with("10006", tmp_path):
        pass


@pytest.mark.parametrize("other", ["10007", "1000", "10006 ", "a/10006", "健保"])
def test_others_may_be_worked_on_meanwhile(tmp_path: Path, other: str) -> None:
    with alone_with("10006", tmp_path), alone_with(other, tmp_path):
        pass


def test_case_tells_people_apart(tmp_path: Path) -> None:
    with alone_with("abc", tmp_path), alone_with("ABC", tmp_path):
        pass


def test_afterwards_somebody_is_free_again_whatever_happened(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone_with("10006", tmp_path):
        raise ZeroDivisionError
    with alone_with("10006", tmp_path):
        pass


def test_the_same_person_of_another_home_is_somebody_else(tmp_path: Path) -> None:
    with alone_with("10006", tmp_path / "one"), alone_with("10006", tmp_path / "two"):
        pass


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").touch()

    with pytest.raises(Misconfigured) as raised, alone_with("10006", tmp_path / "home"):
        pass

    assert raised.value.code == "ENV-004"
