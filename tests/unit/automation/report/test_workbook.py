"""The workbook: the roster with its result columns, as text that Excel leaves alone and dates that it knows."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ekakushin.automation.report import write_workbook
from ekakushin.automation.results import Result, Summary, fail, finish, pending
from ekakushin.flows.errors import Refused
from ekakushin.flows.text import use_language
from tests.support.summaries import HOSTILE, MORNING, crowd, person, stuck, summary

ROSTER = {
    "10007": {"部署": "総務", "ユーザID": "10007", "氏名": "佐藤 花子", "内線": "0123"},
    "10099": {"部署": "営業", "ユーザID": "10099", "氏名": "名簿 だけ", "備考": "休職中"},
}
RESULTS = (
    "状態",
    "到達した手順",
    "コード",
    "何が起きたか",
    "対処",
    "次に対応する人",
    "サイトの表示",
    "ログイン失敗回数",
)


def sheets(folder: Path, told: Summary) -> Sequence[Worksheet]:
    write_workbook(told, folder / "run.xlsx")
    return load_workbook(folder / "run.xlsx").worksheets


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    headings, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in others]


def people(
    folder: Path, *results: Result, roster: dict[str, dict[str, str]] | None = None
) -> list[dict[str, object]]:
    return rows(sheets(folder, Summary(site="mock", at=MORNING, results=results, roster=roster or {}))[0])


def test_without_a_roster_it_begins_with_user_id_name_and_company(tmp_path: Path) -> None:
    (row,) = people(tmp_path, finish(person(0)))

    assert list(row)[: 3 + len(RESULTS)] == ["ユーザID", "氏名", "会社名", *RESULTS]
    assert (row["ユーザID"], row["氏名"], row["状態"]) == ("10006", "健保 太郎", "完了")


def test_the_roster_s_columns_come_first_in_their_order_and_as_text(tmp_path: Path) -> None:
    row, _ = people(tmp_path, finish(person(1)), roster=ROSTER)

    assert list(row)[:6] == ["部署", "ユーザID", "氏名", "内線", "備考", "状態"]
    assert (row["内線"], row["備考"]) == ("0123", None)


def test_whoever_is_in_the_roster_alone_has_not_been_begun_with(tmp_path: Path) -> None:
    _, alone = people(tmp_path, finish(person(1)), roster=ROSTER)

    assert (alone["ユーザID"], alone["備考"], alone["状態"]) == ("10099", "休職中", "未着手")


def test_whoever_is_not_in_the_roster_comes_last_in_its_columns(tmp_path: Path) -> None:
    *_, other = people(tmp_path, finish(person(0)), roster=ROSTER)

    assert (other["ユーザID"], other["氏名"], other["部署"], other["状態"]) == (
        "10006",
        "健保 太郎",
        None,
        "完了",
    )


def test_a_roster_without_user_ids_gets_them(tmp_path: Path) -> None:
    (row,) = people(tmp_path, finish(person(0)), roster={"10006": {"Nom": "Taro"}})

    assert (row["Nom"], row["ユーザID"]) == ("Taro", "10006")


def test_a_failure_is_explained_in_its_row(tmp_path: Path) -> None:
    broken = stuck(person(1, until="login"), Refused("ACC-001", site_words="だめです"), failures=2)

    (row,) = people(tmp_path, broken)

    assert [row[each] for each in RESULTS] == [
        "失敗", "ログイン", "ACC-001", broken.message, broken.remedy, "利用者本人", "だめです", 2,
    ]  # fmt: skip


def test_moments_are_dates_of_the_local_clock_and_seconds_are_numbers(tmp_path: Path) -> None:
    (row,) = people(tmp_path, finish(person(0)))

    assert row["開始"] == datetime(2026, 7, 24, 9, 2, 10)
    assert isinstance(row["終了"], datetime)
    assert row["証明書発行（秒）"] == 14.2
    assert row["合計（秒）"] == pytest.approx(47.4)


@pytest.mark.parametrize("name", ["=1+1", "+81 3", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", *HOSTILE])
def test_what_excel_would_calculate_is_text(tmp_path: Path, name: str) -> None:
    sheet, problems = sheets(
        tmp_path,
        Summary(site="mock", at=MORNING, results=(fail(pending("10006", name), Refused("ACC-001")),)),
    )

    cell = sheet["B2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith(name[:3])
    assert cell.quotePrefix == name.startswith(("=", "+", "-", "@"))
    assert problems["G2"].data_type == "s"


def test_the_roster_s_headings_are_text_too(tmp_path: Path) -> None:
    sheet, _ = sheets(tmp_path, Summary(site="", at=MORNING, results=(), roster={"1": {"=1+1": "=2+2"}}))

    assert (sheet["A1"].data_type, sheet["A2"].data_type) == ("s", "s")


def test_it_can_be_filtered_and_its_headings_stay(tmp_path: Path) -> None:
    sheet, _ = sheets(tmp_path, summary(30))

    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.dimensions.endswith("31")
    assert sheet.freeze_panes == "A2"


def test_states_have_a_word_and_a_colour(tmp_path: Path) -> None:
    sheet, _ = sheets(tmp_path, summary(30))

    seen = {(cell.value, cell.fill.fgColor.rgb) for cell in sheet["D"][1:]}
    assert {word for word, _ in seen} == {"完了", "失敗", "待機中", "途中", "未着手"}
    assert len({colour for _, colour in seen}) == 5


def test_the_second_sheet_has_a_row_a_problem(tmp_path: Path) -> None:
    _, problems = sheets(tmp_path, summary(40))

    (row,) = (each for each in rows(problems) if each["コード"] == "ACC-001")
    assert (row["人数"], row["次に対応する人"]) == (4, "利用者本人")
    assert row["対処"]
    assert "10007 佐藤 花子" in str(row["利用者"])


def test_it_speaks_english_when_asked_to(tmp_path: Path) -> None:
    use_language("en")

    (row,) = people(tmp_path, finish(person(0)))

    assert (row["User ID"], row["State"]) == ("10006", "done")


def test_nobody_is_a_sheet_of_headings(tmp_path: Path) -> None:
    assert people(tmp_path) == []


def test_every_part_of_it_is_well_formed_and_without_formulas(tmp_path: Path) -> None:
    write_workbook(Summary(site="mock", at=MORNING, results=crowd(60)), tmp_path / "run.xlsx")

    with zipfile.ZipFile(tmp_path / "run.xlsx") as parts:
        trees = {name: Xml.fromstring(parts.read(name)) for name in parts.namelist() if name.endswith(".xml")}
    formulas = [name for name, tree in trees.items() for each in tree.iter() if each.tag.endswith("}f")]
    assert "xl/worksheets/sheet1.xml" in trees
    assert formulas == []
