"""Passwords in a roster are told, and nothing of them is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.roster import read_roster, sentences
from ekakushin.automation.roster.passwords import is_about_passwords
from tests.support.books import people, read_book, read_text

SECRET = "Kd83hTqWz2"
HEADINGS = ["パスワード", "暗証コード", "PIN", "ＰＷ", "初期パスワード", "認証情報パスワード", "ログインPW", "Password",
            "暗証番号", "PINコード", "認証情報", "Pin code", "P/W", "ログイン用パス", "パス\nワード"]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("value", [SECRET, "48213377", "himitsu"])
def test_a_column_of_passwords_is_told_and_not_kept(tmp_path: Path, heading: str, value: str) -> None:
    roster = read_book(tmp_path, [["ユーザID", heading, "氏名"], ["10006", value, "健保 太郎"]])

    assert people(roster) == [("10006", "健保 太郎")]
    assert list(roster.rows[0].cells) == list(roster.headings) == ["ユーザID", "氏名"]
    assert value not in roster.model_dump_json()
    assert ["パスワードとみて" in each for each in sentences(roster.remarks)] == [True]


@pytest.mark.parametrize(
    "heading",
    ["パスワード送付日", "PW通知済み", "暗証コード連絡方法", "PC", "パスポート写し", "Pinnacle", "備考"],
)
def test_a_column_that_is_only_about_passwords_stays(tmp_path: Path, heading: str) -> None:
    roster = read_book(tmp_path, [["ユーザID", "氏名", heading], ["10006", "健保 太郎", "5/12"]])

    assert not is_about_passwords(heading)
    assert roster.rows[0].cells[heading] == "5/12"


@pytest.mark.parametrize("heading", ["メモ", "", "仮"])
def test_values_that_look_like_the_mails_are_passwords_under_any_heading(
    tmp_path: Path, heading: str
) -> None:
    rows = [
        ["ユーザID", "氏名", heading],
        ["10006", "健保 太郎", SECRET],
        ["10007", "佐藤 花子", "Pn47vXcRb9"],
    ]

    roster = read_book(tmp_path, rows)

    assert len(roster.rows) == 2
    assert not {SECRET, "Pn47vXcRb9"} & set(roster.model_dump_json().split('"'))
    assert len(roster.remarks) == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"初期PW: {SECRET}", "初期PW: …"),
        ("PIN：48213377（5/12）", "PIN:…(5/12)"),
        (f"5/12に{SECRET}を連絡", "5/12に…を連絡"),
        (
            "https://ds.e-kakushin.com/ebunsho/SignUp.do?cd=0000001234567",
            "https://ds.e-kakushin.com/ebunsho/SignUp.do?…",
        ),
        ("パスワード連絡済み", "パスワード連絡済み"),
        ("ABC-1234 のPC、 2026/05/12", "ABC-1234 のPC、 2026/05/12"),
        ("taro.Kenpo1234@example.co.jp", "taro.Kenpo1234@example.co.jp"),
    ],
)
def test_a_password_in_a_remark_is_left_out_of_it(tmp_path: Path, text: str, kept: str) -> None:
    rows = [["ユーザID", "氏名", "備考"], ["10006", "健保 太郎", text], ["1", "a b", "x"], ["2", "c d", "y"]]

    roster = read_book(tmp_path, rows)

    assert roster.rows[0].cells["備考"] == kept
    assert len(roster.remarks) == (kept != text)


def test_what_means_something_to_us_stays(tmp_path: Path) -> None:
    rows = [
        ["ユーザID", "氏名", "PC名", "Windowsユーザー"],
        ["Ab12345678", "健保 太郎", "Desk4711Pc", "KenpoTaro01"],
    ]

    row = read_book(tmp_path, rows).rows[0]

    assert (row.user_id, row.pc, row.windows_user) == ("Ab12345678", "Desk4711Pc", "KenpoTaro01")


def test_passwords_of_separated_values_are_told_too(tmp_path: Path) -> None:
    roster = read_text(tmp_path, f"ユーザID,氏名,パスワード\n10006,健保 太郎,{SECRET}\n")

    assert SECRET not in roster.model_dump_json()
    assert sentences(roster.remarks)[0].count("パスワード") == 2


def test_a_row_that_is_left_aside_is_not_quoted_with_its_password(tmp_path: Path) -> None:
    roster = read_book(
        tmp_path, [["ユーザID", "PW", "氏名"], ["例", SECRET, "健保 太郎"], ["10006", "x", "佐藤"]]
    )

    assert SECRET not in " ".join(sentences(roster.ignored))


@pytest.mark.parametrize("value", ["10006.0", "10006.00", "10006.0 "])
def test_an_id_that_a_program_made_a_decimal_is_mended_and_said(tmp_path: Path, value: str) -> None:
    roster = read_text(tmp_path, f"ユーザID,氏名\n{value},健保 太郎\n10007.0,佐藤 花子\n")

    assert people(roster) == [("10006", "健保 太郎"), ("10007", "佐藤 花子")]
    assert len(sentences(roster.remarks)) == 1


@pytest.mark.parametrize(
    "heading",
    ["健保ユーザID", "セコムID", "発行ID", "登録ユーザID", "組合ID", "健保組合発行ID", "発行済ユーザーID", "SECOM ID",
     "e-kakushin ID", "発行されたユーザID", "健保から届いたユーザID", "電子申請用ID", "Secom User ID",
     "健保ログインID", "登録コード（ユーザID）", "組合ユーザー番号"],
)  # fmt: skip
def test_a_heading_with_a_prefix_is_the_user_id(tmp_path: Path, heading: str) -> None:
    assert people(read_book(tmp_path, [[heading, "氏名"], ["10006", "健保 太郎"]])) == [
        ("10006", "健保 太郎")
    ]


def test_other_headings_may_have_a_prefix_too(tmp_path: Path) -> None:
    headings = ["組合発行ID", "登録氏名", "登録会社名", "発行PC名", "組合名"]

    row = read_book(tmp_path, [headings, ["10006", "健保 太郎", "TJK株式会社", "PC-1", "東京"]]).rows[0]

    assert (row.user_id, row.name, row.company, row.pc) == ("10006", "健保 太郎", "TJK株式会社", "PC-1")


@pytest.mark.parametrize(
    "heading", ["旧ユーザID", "社員ID", "健保番号", "組合員番号", "登録番号", "発行番号", "保険証番号"]
)
def test_another_number_is_no_user_id(tmp_path: Path, heading: str) -> None:
    assert people(read_book(tmp_path, [[heading, "氏名"], ["10006", "健保 太郎"]])) == [("", "健保 太郎")]


def test_the_files_own_copy_is_not_read_twice(tmp_path: Path) -> None:
    read_book(tmp_path, [["ユーザID", "PW", "氏名"], ["10006", SECRET, "健保 太郎"]])

    assert read_roster(tmp_path / "roster.xlsx").rows[0].cells == {"ユーザID": "10006", "氏名": "健保 太郎"}
