"""The template: what it offers, and that what is filled in comes back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ekakushin.automation.roster import Paper, Roster, read_roster
from ekakushin.automation.roster.template import COLUMNS, write_template
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import Language, say, use_language

ANSWERS = {
    "user_id": "0010007",
    "name": "健保 花子",
    "company": "TJK株式会社",
    "pc": "0007",
    "windows_user": "TJK\\hanako",
    "mail": "hanako@example.co.jp",
}
CHOICES = {
    "kind": 2,
    "insured": 1,
    "member": 0,
    "application": 0,
    "registry": 1,
    "identity": 2,
    "licence": 0,
}
LISTS = {"kind": "kinds", "insured": "truths", "member": "truths"}


def filled_in() -> list[str]:
    """A row with an answer in every column, chosen from its list where there is one."""
    row = []
    for column in COLUMNS:
        if column.field in CHOICES:
            choices = say(f"roster.{LISTS.get(column.field, 'marks')}").split(",")
            row.append(choices[CHOICES[column.field]])
        else:
            row.append(ANSWERS.get(column.field, ""))
    return row


def filled_in_book(file: Path) -> Roster:
    write_template(file)
    book = load_workbook(file)
    for at, value in enumerate(filled_in(), start=1):
        book.worksheets[0].cell(3, at).value = value
    book.save(file)
    return read_roster(file)


def filled_in_text(file: Path) -> Roster:
    write_template(file)
    with file.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(filled_in())
    return read_roster(file)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("fill_in", [filled_in_book, filled_in_text])
def test_what_is_filled_in_is_read_back(tmp_path: Path, language: Language, fill_in: object) -> None:
    use_language(language)
    suffix = ".xlsx" if fill_in is filled_in_book else ".csv"

    roster = fill_in(tmp_path / f"roster{suffix}")  # type: ignore[operator]

    (row,) = roster.rows
    assert {name: getattr(row, name) for name in ANSWERS} == ANSWERS
    assert (row.kind, row.insured, row.member) == ("affiliate", False, True)
    assert row.papers == {
        Paper.APPLICATION: "sent",
        Paper.REGISTRY: "not_sent",
        Paper.IDENTITY: "not_needed",
        Paper.LICENCE: "sent",
    }
    assert roster.remarks == ()
    assert not any(note.matters for note in roster.ignored)


@pytest.mark.parametrize("name", ["roster.xlsx", "roster.csv"])
def test_the_example_is_nobody(tmp_path: Path, name: str) -> None:
    roster = read_roster(write_template(tmp_path / name))

    assert roster.rows == ()
    assert [(note.row, note.matters) for note in roster.ignored] == [(2, False)]


def test_an_example_that_somebody_wrote_over_is_said(tmp_path: Path) -> None:
    write_template(tmp_path / "roster.xlsx")
    book = load_workbook(tmp_path / "roster.xlsx")
    book.worksheets[0]["B2"] = "10007"
    book.save(tmp_path / "roster.xlsx")

    assert [note.matters for note in read_roster(tmp_path / "roster.xlsx").ignored] == [True]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_lists_to_choose_from_are_short_enough_for_excel_and_cover_the_columns(
    tmp_path: Path, language: Language
) -> None:
    use_language(language)
    write_template(tmp_path / "roster.xlsx")

    sheet = load_workbook(tmp_path / "roster.xlsx").worksheets[0]

    lists = {
        str(area): each.formula1
        for each in sheet.data_validations.dataValidation
        for area in each.sqref.ranges
    }
    assert set(lists) == {f"{letter}2:{letter}1000" for letter in "EIJKLMN"}
    assert all(len(choices) <= 255 for choices in lists.values())
    assert say("roster.kinds") in lists["E2:E1000"]


def test_the_headings_stay_in_sight_and_ids_keep_their_zeros(tmp_path: Path) -> None:
    write_template(tmp_path / "roster.xlsx")

    sheet = load_workbook(tmp_path / "roster.xlsx").worksheets[0]

    assert sheet.freeze_panes == "D2"
    assert [sheet.column_dimensions[letter].number_format for letter in "BFG"] == ["@", "@", "@"]
    assert all(sheet.column_dimensions[letter].width >= 8 for letter in "ABCDEFGHIJKLMNO")


def test_a_second_sheet_says_how_to_fill_in_every_column(tmp_path: Path) -> None:
    write_template(tmp_path / "roster.xlsx")

    sheet = load_workbook(tmp_path / "roster.xlsx")["説明"]

    explained = {row[0].value for row in sheet.iter_rows() if row[1].value}
    assert explained == {say(f"roster_field.{column.field}") for column in COLUMNS}


@pytest.mark.parametrize("name", ["roster.xlsx", "roster.csv"])
def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")

    with pytest.raises(Misconfigured) as refused:
        write_template(tmp_path / name)

    assert refused.value.code == "ENV-009"
    assert "--force" in str(refused.value)
    assert (tmp_path / name).read_text() == "mine"


def test_it_is_overwritten_when_told(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("mine")

    write_template(tmp_path / "roster.csv", overwrite=True)

    assert read_roster(tmp_path / "roster.csv").headings[1] == "ユーザID"


@pytest.mark.parametrize("name", ["roster.xls", "roster.ods", "roster"])
def test_another_kind_of_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        write_template(tmp_path / name)

    assert ".xlsx か .csv" in str(refused.value)
    assert not (tmp_path / name).exists()


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as refused:
        write_template(tmp_path / "nowhere" / "roster.xlsx")

    assert refused.value.code == "ENV-004"


def test_both_sheets_print_on_a4_in_a_font_of_japanese_excel(tmp_path: Path) -> None:
    book = load_workbook(write_template(tmp_path / "roster.xlsx"))

    for sheet in book:
        assert (str(sheet.page_setup.paperSize), sheet.page_setup.fitToHeight) == ("9", 0)  # A4
        assert {cell.font.name for row in sheet for cell in row if cell.value} == {"游ゴシック"}
