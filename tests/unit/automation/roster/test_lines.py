"""Lines among the people that are nobody, and people that look like such lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ekakushin.automation.roster import read_roster, sentences
from tests.support.books import people, read_book, read_text


@pytest.mark.parametrize(
    "row",
    [
        ["営業部"],
        [None, "技術部"],
        ["合計", None, 2],
        ["計", "12名"],
        ["備考：提出は月末まで"],
        [None, "※夏休みを除く"],
        [None, None, "以上"],
        ["Total", 3],
        ["合計（①2名、②1名）"],
        ["ご不明な点は総務までお願いします。"],
    ],
)
def test_sections_sums_and_remarks_are_nobody(tmp_path: Path, row: list[Any]) -> None:
    roster = read_book(tmp_path, [["No", "氏名", "ユーザID"], [1, "太郎", "10006"], row])

    assert people(roster) == [("10006", "太郎")]
    assert [note.row for note in roster.ignored] == [3]


@pytest.mark.parametrize("rows", [[[2], [3]], [[None, None, None, False]], [[], [" "]]])
def test_lines_prepared_for_more_people_are_passed_without_a_word(
    tmp_path: Path, rows: list[list[Any]]
) -> None:
    heads = ["No", "氏名", "ユーザID", "利用申請書"]

    roster = read_book(tmp_path, [heads, [1, "太郎", "10006"], *rows])

    assert people(roster) == [("10006", "太郎")]
    assert roster.ignored == ()


@pytest.mark.parametrize("name", ["服部", "渡部", "小室", "国分", "計 太郎", "分部 花子"])
def test_names_that_end_like_sections_are_names(tmp_path: Path, name: str) -> None:
    assert people(read_text(tmp_path, f"氏名\n{name}\n")) == [("", name)]


def test_a_lone_word_where_a_name_would_be_is_said_when_it_is_left_aside(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "氏名\n太郎\n総務部\n")

    assert [(note.row, note.matters) for note in roster.ignored] == [(3, True)]


def test_the_last_person_of_a_page_is_not_taken_for_a_heading_of_the_next(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "ユーザID,氏名,区分\n10006,太郎,事業所\nユーザID,氏名,\n10007,花子,\n")

    assert people(roster) == [("10006", "太郎"), ("10007", "花子")]


def test_somebody_with_more_than_a_merged_name_is_said_when_left_aside(tmp_path: Path) -> None:
    rows = [["ユーザID", "氏名", "会社名"], ["太郎", None, "TJK"]]

    roster = read_book(tmp_path, rows, lambda sheet: sheet.merge_cells("A2:B2"))

    assert [note.matters for note in roster.ignored] == [True]


@pytest.mark.parametrize("first", ["計測部", "件数管理課", "人数計画課", "Totalis"])
def test_a_department_or_name_that_begins_like_a_sum_hides_nobody(tmp_path: Path, first: str) -> None:
    roster = read_text(tmp_path, f"部署,ユーザID,氏名\n{first}1,10006,太郎\n")

    assert people(roster) == [("10006", "太郎")]


@pytest.mark.parametrize("remark", ["合計3名分まとめて提出", "例：昨年と同じ", "見本あり", "※要確認"])
def test_a_remark_beside_a_person_does_not_make_the_person_vanish(tmp_path: Path, remark: str) -> None:
    roster = read_text(tmp_path, f"ユーザID,氏名,備考\n10006,太郎,{remark}\n")

    assert people(roster) == [("10006", "太郎")]


def test_an_example_marked_in_the_remarks_is_left_aside_and_said(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "ユーザID,氏名,備考\n10006,太郎,（記入例）\n")

    assert roster.rows == ()
    assert roster.ignored[0].matters


def test_somebody_with_neither_id_nor_name_is_said(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "ユーザID,氏名,会社名,PC\n,,TJK,PC-1\n,,TJK,PC-2\n10006,太郎,TJK,\n")

    assert sentences(roster.ignored) == (
        "2行目から3行目まで（2行）: ユーザIDも氏名もないので読み込みません。",
    )


@pytest.mark.parametrize("user_id", ["1.0001E+11", "10006号", "ID10006?"])
def test_an_id_that_cannot_be_one_is_never_dropped_in_silence(tmp_path: Path, user_id: str) -> None:
    roster = read_text(tmp_path, f"ユーザID\n10005\n{user_id}\n")

    assert [(note.row, note.matters) for note in roster.ignored] == [(3, True)]


def test_a_person_over_two_merged_lines_is_one_person(tmp_path: Path) -> None:
    rows = [
        ["ユーザID", "氏名", "PC名"],
        ["10006", "太郎", ""],
        [None, None, "PC-1"],
        ["10007", "花子", "PC-2"],
    ]

    def merge(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:B3")

    roster = read_book(tmp_path, rows, merge)

    assert [(row.user_id, row.pc) for row in roster.rows] == [("10006", "PC-1"), ("10007", "PC-2")]
    assert roster.ignored == ()


def test_the_same_id_twice_is_one_person_and_said(tmp_path: Path) -> None:
    roster = read_text(
        tmp_path, "ユーザID,氏名,PC名,会社名\n10006,健保太郎,PC-1,\n１０００６,健保　太郎,PC-2,TJK\n"
    )

    assert [(row.row, row.pc, row.company) for row in roster.rows] == [(2, "PC-1", "TJK")]
    assert [note.row for note in roster.ignored] == [3]
    assert "PC名" in roster.remarks[0].reason


def test_the_same_id_with_different_names_is_left_aside_wholly(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "ユーザID,氏名\n10006,太郎\n10006,花子\n10007,次郎\n")

    assert people(roster) == [("10007", "次郎")]
    assert [note.row for note in roster.ignored] == [2, 3]
    assert all("太郎" in note.reason and "花子" in note.reason for note in roster.ignored)


def test_two_people_of_the_same_name_without_ids_stay_two(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "氏名,会社名\n鈴木 一郎,A\n鈴木 一郎,B\n鈴木 一郎,A\n")

    assert [(row.name, row.company) for row in roster.rows] == [("鈴木 一郎", "A"), ("鈴木 一郎", "B")]
    assert [note.row for note in roster.ignored] == [4]


@pytest.fixture
def several_sheets(tmp_path: Path) -> Path:
    """A workbook with instructions, two lists, an old hidden one and all employees without IDs."""
    book = Workbook()
    sheets: dict[str, list[list[str]]] = {
        "説明": [["氏名", "名前を書きます"], ["ユーザID", "メールのID"]],
        "名簿": [["氏名", "ユーザID"], ["太郎", "10006"], ["花子", "10007"]],
        "PC": [["PC名", "ユーザID"], ["PC-1", "10006"], ["PC-9", "10008"]],
        "旧": [["氏名", "ユーザID"], ["古", "10001"]],
        "全社員": [["氏名", "会社名", "メール"], ["他人", "TJK", "x@y.jp"]],
    }
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book["旧"].sheet_state = "hidden"
    book.save(tmp_path / "several.xlsx")
    return tmp_path / "several.xlsx"


def test_all_sheets_that_list_people_by_id_are_put_together(several_sheets: Path) -> None:
    roster = read_roster(several_sheets)

    found = [(row.sheet, row.user_id, row.name, row.pc) for row in roster.rows]
    assert found == [
        ("名簿", "10006", "太郎", "PC-1"),
        ("名簿", "10007", "花子", ""),
        ("PC", "10008", "", "PC-9"),
    ]


def test_lists_that_are_not_read_are_said(several_sheets: Path) -> None:
    roster = read_roster(several_sheets)

    assert {note.sheet for note in roster.ignored if note.row == 0} == {"旧", "全社員"}
