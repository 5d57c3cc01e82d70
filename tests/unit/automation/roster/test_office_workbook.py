"""A workbook as a person in an office writes it: titles, merged cells, full width, sections, sums, a cover sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ekakushin.automation.roster import Paper, Roster, RosterRow, read_roster, sentences

HEADINGS = ("No.", "ユーザＩＤ\n（必須）", "氏　名", "会社名", "利用者\n区分")
PEOPLE: tuple[tuple[Any, ...], ...] = (
    (1, "１０００６", "健保　太郎", "TJK株式会社", "①", "PC-0123", "kenpo", "○", "×", ""),
    (2, 10007, "健保 花子 様", None, "２", "ｐｃ－０１２４", "TJK\\hanako", "済", "不要", ""),
    (None,) * 10,
    (3, None, "髙橋 次郎", "㈱サンプル", "関係会社担当", "〃", "-", "5/8", "未", "メール待ち"),
    (4,),
)


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    """The workbook, read."""
    book = Workbook()
    book.active.title = "表紙"
    book.active.append(["TJK電子申請 利用者名簿"])
    book.active.append(["作成者", "総務部 山田"])
    sheet = book.create_sheet("利用者一覧")
    _write_headings(sheet)
    _write_people(sheet)
    book.save(tmp_path / "office.xlsx")
    return read_roster(tmp_path / "office.xlsx")


def _write_headings(sheet: Any) -> None:
    sheet["A1"] = "令和６年度　ＴＪＫ電子申請　利用者名簿"
    sheet["A2"] = "※ユーザIDはメールが届いてから記入"
    for column, heading in zip("ABCDE", HEADINGS, strict=True):
        sheet[f"{column}4"] = heading
    below = {"F": "PC名", "G": "ログインユーザー", "H": "利用申請書", "I": "本人確認\n書類写し"}
    for column, heading in below.items():
        sheet[f"{column}5"] = heading
    sheet["F4"], sheet["H4"], sheet["J4"] = "Windows", "提出書類※１", "備考"
    for area in ("A1:J1", *(f"{column}4:{column}5" for column in "ABCDEJ"), "F4:G4", "H4:I4"):
        sheet.merge_cells(area)


def _write_people(sheet: Any) -> None:
    sheet["A6"] = "営業部"
    sheet.merge_cells("A6:J6")
    for number, row in enumerate(PEOPLE, start=7):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    sheet.merge_cells("D7:D8")
    sheet.row_dimensions[8].hidden = True
    sheet["A13"], sheet["B13"] = "合計", 3
    sheet["A15"] = "※不明な点は総務まで。"


def by_row(roster: Roster) -> dict[int, RosterRow]:
    return {row.row: row for row in roster.rows}


def test_its_people_are_found_with_their_rows_in_the_file(roster: Roster) -> None:
    found = [(row.row, row.user_id, row.name) for row in roster.rows]

    assert found == [(7, "10006", "健保 太郎"), (8, "10007", "健保 花子"), (10, "", "髙橋 次郎")]
    assert {row.sheet for row in roster.rows} == {"利用者一覧"}


def test_a_merged_company_is_the_company_of_each(roster: Roster) -> None:
    assert [row.company for row in roster.rows] == ["TJK株式会社", "TJK株式会社", "㈱サンプル"]


def test_kinds_are_read_however_they_are_written(roster: Roster) -> None:
    assert [row.kind for row in roster.rows] == ["office", "labour", "affiliate"]


def test_pc_and_windows_user_come_in_half_width_and_a_ditto_repeats_the_pc_above(roster: Roster) -> None:
    found = [(row.pc, row.windows_user) for row in roster.rows]

    assert found == [("PC-0123", "kenpo"), ("pc-0124", "TJK\\hanako"), ("pc-0124", "")]


def test_marks_and_dates_under_a_group_of_headings_tell_what_was_sent(roster: Roster) -> None:
    states = [(row.papers[Paper.APPLICATION], row.papers[Paper.IDENTITY]) for row in roster.rows]

    assert states == [("sent", "not_sent"), ("sent", "not_needed"), ("sent", "not_sent")]
    assert Paper.LICENCE not in roster.rows[0].papers


def test_the_files_own_headings_and_texts_are_kept_in_their_order(roster: Roster) -> None:
    assert roster.headings[:5] == ("No.", "ユーザＩＤ （必須）", "氏　名", "会社名", "利用者 区分")
    assert tuple(roster.rows[0].cells) == roster.headings
    assert by_row(roster)[10].cells["備考"] == "メール待ち"
    assert by_row(roster)[7].cells["ユーザＩＤ （必須）"] == "１０００６"


def test_what_is_no_person_is_said_but_does_not_matter(roster: Roster) -> None:
    assert [note.row for note in roster.ignored] == [6, 13, 15]
    assert not any(note.matters for note in roster.ignored)
    assert sentences(roster.ignored)[0] == "シート「利用者一覧」6行目: 人の行ではありません（営業部）。"
    assert sentences(roster.remarks) == (
        "シート「利用者一覧」: 非表示の行が1行含まれています。除くには --visible を付けます。",
    )
