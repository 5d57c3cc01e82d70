"""The same code again and again stops the run: counted by all workers together, kept over restarts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.engine.streak import Streak
from ekakushin.flows.errors import Misconfigured


@pytest.fixture
def streak(tmp_path: Path) -> Streak:
    return Streak(tmp_path, 3)


def noted(streak: Streak, *codes: str) -> str:
    for code in codes:
        streak.note(code)
    return streak.stopped_by


def test_nothing_has_stopped_a_run_that_has_not_begun(streak: Streak) -> None:
    assert streak.stopped_by == ""


def test_so_many_people_in_a_row_with_the_same_code_stop_it(streak: Streak) -> None:
    before = noted(streak, "TOOL-001", "TOOL-001")
    streak.note("TOOL-001")

    assert (before, streak.stopped_by) == ("", "TOOL-001")


@pytest.mark.parametrize("between", ["", "ACC-001"])
def test_somebody_who_is_done_or_fails_otherwise_begins_the_row_anew(streak: Streak, between: str) -> None:
    assert noted(streak, "TOOL-001", "TOOL-001", between, "TOOL-001", "TOOL-001") == ""
    assert noted(streak, "TOOL-001") == "TOOL-001"


def test_another_code_is_the_first_of_its_own_row(streak: Streak) -> None:
    assert noted(streak, "TOOL-001", "ACC-001", "ACC-001", "ACC-001") == "ACC-001"


def test_people_who_are_done_stop_nothing(streak: Streak) -> None:
    assert noted(streak, "", "", "", "") == ""


@pytest.mark.parametrize("code", ["ACC-003", "ACC-008", "ISS-008", "CRT-002", "TOOL-003", "TOOL-004"])
def test_a_code_for_which_nothing_was_sent_says_nothing_about_the_site(streak: Streak, code: str) -> None:
    assert noted(streak, code, code, code, code) == ""


@pytest.mark.parametrize("code", ["MAIL-001", "MAIL-003", "ENV-008"])
def test_one_person_s_mails_and_pc_say_nothing_about_the_others(streak: Streak, code: str) -> None:
    assert noted(streak, code, code, code, code) == ""


def test_what_says_nothing_about_the_site_interrupts_no_row(streak: Streak) -> None:
    assert noted(streak, "NET-003", "ACC-003", "NET-003", "MAIL-001", "NET-003") == "NET-003"


@pytest.mark.parametrize(
    "code",
    ["ISS-001", "ISS-004", "CRT-001", "ACC-001", "SGN-002", "NET-004", "ENV-003", "ENV-004", "TOOL-001"],
)
def test_whatever_the_site_did_counts_and_what_is_wrong_with_this_pc(streak: Streak, code: str) -> None:
    assert noted(streak, code, code, code) == code


def test_all_workers_of_a_home_count_together(tmp_path: Path) -> None:
    one, other = Streak(tmp_path, 3), Streak(tmp_path, 3)

    one.note("NET-003")
    other.note("NET-003")
    one.note("NET-003")

    assert (one.stopped_by, other.stopped_by) == ("NET-003", "NET-003")


def test_people_of_another_home_do_not_count(tmp_path: Path) -> None:
    homes = tmp_path / "one", tmp_path / "two"
    for home in homes:
        home.mkdir()

    for home in (*homes, homes[0]):
        Streak(home, 3).note("NET-003")

    assert [Streak(home, 3).stopped_by for home in homes] == ["", ""]


@pytest.mark.parametrize("later", ["", "ACC-001", "TOOL-001"])
def test_what_has_stopped_it_stays_until_it_is_forgotten(streak: Streak, later: str) -> None:
    noted(streak, "TOOL-001", "TOOL-001", "TOOL-001")

    assert noted(streak, later, later, later, later) == "TOOL-001"

    streak.forget()
    assert streak.stopped_by == ""


def test_after_forgetting_the_row_begins_at_one(streak: Streak) -> None:
    noted(streak, "TOOL-001", "TOOL-001")
    streak.forget()

    assert noted(streak, "TOOL-001", "TOOL-001") == ""


def test_a_limit_of_one_stops_at_the_first(tmp_path: Path) -> None:
    assert noted(Streak(tmp_path, 1), "NET-004") == "NET-004"


@pytest.mark.parametrize("damaged", [b"", b"{", b'{"count": "many"}', b"\xff"])
def test_a_file_that_is_damaged_begins_the_row_anew(streak: Streak, tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "streak.json").write_bytes(damaged)

    assert noted(streak, "NET-004", "NET-004") == ""
    assert noted(streak, "NET-004") == "NET-004"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").touch()

    with pytest.raises(Misconfigured) as raised:
        Streak(tmp_path / "home", 3).note("NET-004")

    assert raised.value.code == "ENV-004"
