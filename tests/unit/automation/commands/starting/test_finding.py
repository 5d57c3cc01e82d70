"""Mails are found where people save them."""

from __future__ import annotations

from pathlib import Path

from ekakushin.automation.commands.starting.finding import FoundMails, find_mails
from tests.support.letters import two_mails


def test_the_mails_of_a_folder_are_found_and_all_else_in_it_is_not(tmp_path: Path) -> None:
    mails = two_mails(tmp_path, kind=".eml")
    (tmp_path / "lunch.eml").write_text("Subject: lunch\n\nat noon\n")
    (tmp_path / "notes.txt").write_text("ユーザID：10007", "utf-8")

    assert find_mails([tmp_path]) == [FoundMails(tmp_path, mails, 1)]


def test_folders_for_mails_directly_below_are_looked_into(tmp_path: Path) -> None:
    first = two_mails(tmp_path / "健保メール", kind=".eml")
    second = two_mails(tmp_path / "Mail" / "old", "10007", kind=".eml")
    two_mails(tmp_path / "projects", "10008", kind=".eml")

    assert find_mails([tmp_path, tmp_path]) == [FoundMails(tmp_path / "健保メール", first, 1)]
    assert find_mails([tmp_path / "Mail" / "old"]) == [FoundMails(tmp_path / "Mail" / "old", second, 1)]


def test_a_folder_that_is_not_there_is_passed_over(tmp_path: Path) -> None:
    assert find_mails([tmp_path / "gone"]) == []
