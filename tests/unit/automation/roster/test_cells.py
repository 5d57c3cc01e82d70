"""Cells as Excel shows them: numbers, dates, formulas, what is struck out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Font

from ekakushin.automation.roster import read_roster
from ekakushin.automation.roster.workbook import cell_text
from tests.support.books import people, read_book, rewritten


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (10006.0, "General", "10006"),
        (123, "00000000", "00000123"),
        (123456789, "00000000", "123456789"),
        (1234567, "000-0000", "123-4567"),
        (7, '"U"0000', "U0007"),
        (7, "0000_ ", "0007"),
        (12345, "#,##0", "12345"),
        (-5, "0;-0", "-5"),
        (1.5, "0.00", "1.5"),
        (0.5, "0%", "0.5"),
        (123456789012, "0.00E+00", "123456789012"),
        (True, "General", "TRUE"),
        (date(2024, 5, 8), "yyyy/m/d", "2024/05/08"),
        (datetime(2024, 5, 8), "yyyy/m/d", "2024/05/08"),
        (datetime(2024, 5, 8, 15, 47), "yyyy/m/d h:mm", "2024/05/08 15:47"),
        (time(9, 30), "h:mm", "09:30"),
        (timedelta(hours=30), "[h]:mm", "1 day, 6:00:00"),
        ("健保_x000D_\n太郎", "General", "健保\n太郎"),
        (None, "General", ""),
    ],
)
def test_a_value_is_shown_as_in_excel(value: Any, number_format: str, text: str) -> None:
    assert cell_text(value, number_format).replace("\n\n", "\n") == text


def test_an_id_kept_as_a_number_gets_the_zeros_of_its_format(tmp_path: Path) -> None:
    rows = [["ユーザID", "氏名"], [123, "太郎"], [10007.0, "花子"]]

    roster = read_book(tmp_path, rows, lambda sheet: setattr(sheet["A2"], "number_format", "00000000"))

    assert [row.user_id for row in roster.rows] == ["00000123", "10007"]


def test_a_formula_without_a_saved_value_is_said(tmp_path: Path) -> None:
    roster = read_book(
        tmp_path, [["ユーザID", "氏名"], ["10006", '=B9&"x"'], ["=A9", "花子"], ["=A9", "=A9"]]
    )

    assert people(roster) == [("10006", ""), ("", "花子")]
    assert [note.row for note in (*roster.remarks, *roster.ignored)] == [2, 3, 4, 4]
    assert "Excelで開いて保存し直してください" in roster.remarks[0].reason


def test_a_formula_that_ended_in_an_error_is_no_name(tmp_path: Path) -> None:
    roster = read_book(tmp_path, [["ユーザID", "氏名"], ["10006", "#N/A"]])

    assert people(roster) == [("10006", "")]
    assert "エラー" in roster.remarks[0].reason


def test_a_date_where_an_id_should_be_is_said_and_not_used(tmp_path: Path) -> None:
    roster = read_book(tmp_path, [["ユーザID", "氏名"], [date(2024, 5, 8), "花子"]])

    assert people(roster) == [("", "花子")]
    assert "2024/05/08" in roster.remarks[0].reason


def test_somebody_struck_out_is_left_aside_and_said(tmp_path: Path) -> None:
    rows = [["ユーザID", "氏名"], ["10006", "太郎"], ["10007", "花子"]]

    roster = read_book(tmp_path, rows, lambda sheet: setattr(sheet["B2"], "font", Font(strike=True)))

    assert people(roster) == [("10007", "花子")]
    assert [(note.row, note.matters) for note in roster.ignored] == [(2, True)]


@pytest.mark.parametrize("name", ["健保　太郎", "健保\n太郎", " 健保 太郎 様", "健保 太郎（ケンポ タロウ）"])
def test_a_name_loses_what_is_no_part_of_it(tmp_path: Path, name: str) -> None:
    assert people(read_book(tmp_path, [["氏名"], [name]])) == [("", "健保 太郎")]


def test_a_number_is_no_name(tmp_path: Path) -> None:
    roster = read_book(tmp_path, [["ユーザID", "氏名"], ["10006", "03-1234-5678"]])

    assert people(roster) == [("10006", "")]
    assert "氏名ではない" in roster.remarks[0].reason


def test_the_reading_of_a_name_that_excel_keeps_is_no_part_of_it(tmp_path: Path) -> None:
    read_book(tmp_path, [["氏名"], ["健保太郎"]])
    reading = '<t>健保太郎</t><rPh sb="0" eb="2"><t>ケンポ</t></rPh>'

    phonetic = rewritten(tmp_path, "<t>健保太郎</t>", reading)

    assert people(read_roster(phonetic)) == [("", "健保太郎")]


@pytest.mark.parametrize("user_id", ["１０００６", " 10006 ", "'10006", "10 006", "10006\u200b"])
def test_an_id_is_half_width_without_spaces(tmp_path: Path, user_id: str) -> None:
    assert people(read_book(tmp_path, [["ユーザID"], [user_id]])) == [("10006", "")]


@pytest.mark.parametrize("user_id", ["未定", "申請中", "-", "—", "なし"])
def test_an_id_that_is_not_there_yet_is_blank_without_a_word(tmp_path: Path, user_id: str) -> None:
    roster = read_book(tmp_path, [["ユーザID", "氏名"], [user_id, "花子"]])

    assert people(roster) == [("", "花子")]
    assert roster.remarks == ()


def test_what_is_not_understood_is_said_with_its_heading(tmp_path: Path) -> None:
    rows = [["氏名", "区分", "メール", "TJK被保険者", "利用申請書"], ["花子", "部長", "山田まで", "△", "△"]]

    roster = read_book(tmp_path, rows)

    assert (roster.rows[0].kind, roster.rows[0].mail, roster.rows[0].insured) == ("", "", None)
    assert [note.reason.split("」")[0] for note in roster.remarks] == [
        "「区分",
        "「メール",
        "「TJK被保険者",
        "「利用申請書",
    ]
