"""The mails are asked for until somebody can be begun with."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.commands.starting.mails import ask_for_mails
from tests.support.answers import Answering
from tests.support.letters import two_mails

Screen = pytest.CaptureFixture[str]


def dragged(*paths: Path) -> str:
    return " ".join(f'"{path}"' for path in paths)


def told(screen: Screen) -> str:
    """What stood on the screen, without where its lines were broken."""
    return "".join(screen.readouterr().err.split())


def test_mails_that_were_found_are_taken_by_enter(tmp_path: Path, capsys: Screen) -> None:
    two_mails(tmp_path, kind=".eml")

    reading = ask_for_mails(Answering(""), [tmp_path])

    assert [each.user_id for each in reading.people] == ["10006"]
    assert f"1.{tmp_path}（2通、1人分）" in told(capsys)


def test_others_may_be_dragged_in_all_the_same(tmp_path: Path, capsys: Screen) -> None:
    two_mails(tmp_path / "found", kind=".eml")
    others = two_mails(tmp_path / "my own", "10007")

    reading = ask_for_mails(Answering(dragged(*others)), [tmp_path / "found"])

    assert [each.user_id for each in reading.people] == ["10007"]
    assert "10007健保太郎:2通そろっています" in told(capsys)


def test_a_path_that_is_not_there_is_told_and_asked_for_again(tmp_path: Path, capsys: Screen) -> None:
    mails = two_mails(tmp_path)
    somebody = Answering(dragged(mails[0], tmp_path / "gone.msg"), "", "7", dragged(*mails))

    assert ask_for_mails(somebody, []).people
    assert "gone.msgが見つかりません" in told(capsys)


def test_a_folder_without_mails_is_told_with_what_to_do(tmp_path: Path, capsys: Screen) -> None:
    mails = two_mails(tmp_path / "right")
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    for number in range(5):
        (wrong / f"{number}.pdf").write_bytes(b"%PDF")

    assert ask_for_mails(Answering(dragged(wrong), dragged(mails[0].parent)), []).people
    assert ask_for_mails(Answering(dragged(wrong / "1.pdf"), dragged(*mails)), []).people
    screen = told(capsys)
    assert "「ユーザー登録のご連絡」も「パスワードのご連絡」もありません" in screen
    assert "2通をファイルに保存して、そのファイルかフォルダを渡してください" in screen
    assert screen.count("2通のメールのどちらもありません") == 1
    assert "--mails" not in screen


def test_the_mail_that_is_missing_may_be_dragged_in_afterwards(tmp_path: Path, capsys: Screen) -> None:
    first, second = two_mails(tmp_path)

    (person,) = ask_for_mails(Answering(dragged(first), "", dragged(second)), []).people

    assert person.complete
    assert "[MAIL-001]" in told(capsys)


def test_whoever_is_complete_may_be_begun_with_without_the_others(tmp_path: Path) -> None:
    both, (first, _) = two_mails(tmp_path), two_mails(tmp_path, "10007")
    somebody = Answering(dragged(*both, first), "")

    reading = ask_for_mails(somebody, [])

    assert [each.complete for each in reading.people] == [True, False]
    assert "Enter = そろった人だけ進める" in somebody.asked[-1]


def test_of_many_people_a_few_are_named_and_all_are_counted(tmp_path: Path, capsys: Screen) -> None:
    for number in range(12):
        two_mails(tmp_path, f"100{number:02}")

    ask_for_mails(Answering(dragged(tmp_path)), [])

    screen = told(capsys)
    assert "10009健保太郎" in screen
    assert "10010健保太郎" not in screen
    assert "ほか2人" in screen
    assert "そろった人12人、そろわない人0人" in screen


def test_neither_passwords_nor_addresses_are_shown(tmp_path: Path, capsys: Screen) -> None:
    ask_for_mails(Answering(dragged(*two_mails(tmp_path))), [])

    screen = told(capsys)
    assert not any(secret in screen for secret in ("auth10006", "login10006", "8f3a", "cd=", "https://"))
