"""A workbook as somebody in an office writes it, through the command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ekakushin.automation.roster import this_pc
from ekakushin.fixtures.mock_site import Person
from ekakushin.flows.browser.finding import BrowserProgram
from tests.acceptance.conftest import Run
from tests.support.durably import Department, department


@pytest.fixture
def few(tmp_path: Path, browser_program: BrowserProgram) -> Iterator[Department]:
    """Three people."""
    with department(tmp_path, browser_program.path, people=3) as here:
        yield here


def full_width(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


def by_hand(file: Path, people: list[Person], *, pc: str = "") -> Path:
    """Merged title, a remark, headings with a line break, blank rows, full-width IDs, spaces, a second sheet."""
    first, second, third = people
    book = Workbook()
    sheet = book.active
    sheet.title = "令和８年度"
    sheet["A1"] = "電子申請　利用者一覧"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "※担当：総務部　4/1更新"
    sheet.append([])
    sheet.append(["No.", "お名前", "ユーザ\nＩＤ", "事業所名", "利用者区分", "パソコン名"])
    sheet.append([1, first.name.replace(" ", "　"), full_width(first.user_id), first.company, "①", pc])
    sheet.append([])
    sheet.append([2, f" {second.name} ", int(second.user_id), second.company, "社労士", None])
    sheet.append([3, third.name, None, third.company, "関係会社", None])
    sheet.append([4, "名簿 のみ", "99999", "別の会社", "①", None])
    sheet.append(["合計", None, None, None, None, None])
    book.create_sheet("メモ")["A1"] = "来月、部署が変わります"
    book.save(file)
    return file


def test_people_of_a_handwritten_workbook_are_joined_with_the_mails_and_onboarded(
    few: Department, tmp_path: Path
) -> None:
    roster = by_hand(tmp_path / "名簿.xlsx", few.site.people())
    code, out = few.run("onboard", few.site.mails, "--roster", roster, "--json")
    people = json.loads(out)["people"]
    assert (code, few.onboarded_once_each()) == (1, []), few.log[-1]
    assert [(each["state"], each["code"]) for each in people] == [("done", "")] * 3 + [("failed", "MAIL-004")]
    assert "99999" in few.log[-1]


def test_the_workbook_of_results_has_the_rosters_own_columns(few: Department, tmp_path: Path) -> None:
    roster = by_hand(tmp_path / "名簿.xlsx", few.site.people())
    few.run("onboard", few.site.mails, "--roster", roster, "--until", "verify")
    few.run("report", "--xlsx", tmp_path / "結果.xlsx")
    sheet = load_workbook(tmp_path / "結果.xlsx").worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    assert {"お名前", "事業所名", "利用者区分", "パソコン名"} <= set(headings), headings
    assert sheet.max_row >= 4


def test_who_belongs_to_another_pc_is_refused_and_told_why(few: Department, tmp_path: Path) -> None:
    roster = by_hand(tmp_path / "名簿.xlsx", few.site.people(), pc="SOUMU-PC-07")
    first = few.site.people()[0].user_id
    code, out = few.run("onboard", few.site.mails, "--roster", roster, "--until", "verify", "--json")
    refused = {each["user_id"]: each for each in json.loads(out)["people"]}[first]
    assert (code, refused["code"]) == (1, "ENV-008")
    assert "SOUMU-PC-07" in refused["message"]
    assert this_pc() in refused["message"]
    few.run("onboard", "--any-pc", "--only", first, "--until", "verify")
    assert few.status()[first]["state"] == "done"


def test_a_new_roster_is_never_written_over_an_old_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "roster.xlsx"
    first, before = run("roster", "new", file), file.read_bytes()
    second = run("roster", "new", file)
    assert (first.returncode, second.returncode, file.read_bytes()) == (0, 2, before)
    assert "--force" in second.stderr
