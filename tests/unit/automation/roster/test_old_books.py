"""Old, binary and OpenDocument workbooks, those with a password, and those that openpyxl refuses."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from ekakushin.automation.roster import other_workbooks, read_roster, sentences
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.secret import Secret
from tests.support.books import people, read_book, why_not
from tests.support.old_books import ods_of, xls_of, xlsb_of

ROWS = [
    ["組合発行ユーザID", "氏名", "会社名"],
    ["0010006", "健保 太郎", "TJK株式会社"],
    [10007.0, "佐藤 花子", ""],
]
PEOPLE = [("0010006", "健保 太郎"), ("10007", "佐藤 花子")]
KINDS: dict[str, Callable[[dict[str, Any]], bytes]] = {"xls": xls_of, "xlsb": xlsb_of, "ods": ods_of}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["{}", "xlsx"])
def test_a_workbook_is_read_whatever_its_name_says(tmp_path: Path, kind: str, name: str) -> None:
    file = tmp_path / f"roster.{name.format(kind)}"
    file.write_bytes(KINDS[kind]({"名簿": ROWS, "メモ": [["備考"], ["x"]]}))

    roster = read_roster(file)

    assert people(roster) == PEOPLE
    assert roster.rows[0].sheet == "名簿"
    assert roster.remarks == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_cut_short_is_one_sentence(tmp_path: Path, kind: str) -> None:
    whole = KINDS[kind]({"名簿": ROWS})
    for end in (9, 100, len(whole) // 2):
        (tmp_path / "roster.xls").write_bytes(whole[:end])
        assert "壊れているか" in why_not(tmp_path / "roster.xls")


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_workbook_is_one_sentence_and_nothing_else(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    whole = KINDS[kind]({"名簿": ROWS})
    for at in range(20, len(whole), len(whole) // 9):
        (tmp_path / "roster.xls").write_bytes(whole[:at] + b"\xff\x00\x7f" + whole[at + 3 :])
        with suppress(Misconfigured):
            read_roster(tmp_path / "roster.xls")

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("made", [xls_of, ods_of, xlsb_of])
def test_rows_that_a_filter_hides_are_told(tmp_path: Path, made: Callable[..., bytes]) -> None:
    (tmp_path / "roster.xls").write_bytes(made({"名簿": ROWS}, {3}))

    whole, visible = (read_roster(tmp_path / "roster.xls", visible=each) for each in (False, True))

    assert people(whole) == PEOPLE
    assert ["1行含まれています" in each and "--visible" in each for each in sentences(whole.remarks)] == [
        True
    ]
    assert (people(visible), visible.remarks) == (PEOPLE[:1], ())


def test_hidden_rows_of_excel_are_counted(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        for row in (2, 3, 4, 9):
            sheet.row_dimensions[row].hidden = True

    rows = [["ユーザID", "氏名"], *[[f"1000{at}", f"人 {at}"] for at in range(4)], ["", "合計"]]
    roster = read_book(tmp_path, rows, hide)

    assert len(roster.rows) == 4
    assert ["3行含まれています" in each for each in sentences(roster.remarks)] == [True]
    assert people(read_roster(tmp_path / "roster.xlsx", visible=True)) == [("10003", "人 3")]


def locked(folder: Path, password: str) -> Path:
    read_book(folder, ROWS)
    with (folder / "roster.xlsx").open("rb") as plain, (folder / "locked.xlsx").open("wb") as target:
        OOXMLFile(plain).encrypt(password, target)
    return folder / "locked.xlsx"


def test_the_password_of_a_workbook_is_asked_for(tmp_path: Path) -> None:
    file, asked = locked(tmp_path, "Natsu2026"), []

    def ask(name: str, left: int) -> Secret:
        asked.append((name, left))
        return Secret("wrong" if left == 3 else "Natsu2026")

    assert people(read_roster(file, ask=ask)) == PEOPLE
    assert asked == [("locked.xlsx", 3), ("locked.xlsx", 2)]


def test_a_workbook_that_is_only_marked_as_read_only_asks_nobody(tmp_path: Path) -> None:
    assert people(read_roster(locked(tmp_path, "VelvetSweatshop"))) == PEOPLE


@pytest.mark.parametrize(
    ("typed", "words"), [(None, "パスワードで保護"), (Secret("wrong"), "パスワードが違います")]
)
def test_a_workbook_that_stays_locked_is_said(tmp_path: Path, typed: Secret | None, words: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        read_roster(locked(tmp_path, "Natsu2026"), ask=lambda name, left: typed)

    assert words in str(refused.value)


def test_a_damaged_locked_workbook_is_said(tmp_path: Path) -> None:
    file = locked(tmp_path, "Natsu2026")
    file.write_bytes(file.read_bytes()[:1500])

    assert "壊れているか" in why_not(file)
    assert msoffcrypto.__name__


COLOURS = b'<colors><indexedColors><rgbColor rgb="x"/></indexedColors></colors></styleSheet>'
FLAWS = {
    "a colour": ("xl/styles.xml", rb"<color theme", b'<color rgb="#FF" theme'),
    "a colour's list": ("xl/styles.xml", rb"</styleSheet>", COLOURS),
    "a date": ("docProps/core.xml", rb"(<dcterms:created[^>]*>)[^<]*", rb"\1yesterday"),
    "a fill": ("xl/styles.xml", rb"<patternFill ?/>", b'<patternFill patternType="of its own"/>'),
    "a style sheet": ("xl/styles.xml", rb"<cellXfs.*</cellXfs>", b"<cellXfs><xf numFmtId='many'/></cellXfs>"),
}  # fmt: skip


@pytest.mark.parametrize("flaw", FLAWS)
def test_what_openpyxl_refuses_is_read_all_the_same(tmp_path: Path, flaw: str) -> None:
    read_book(tmp_path, ROWS)
    name, old, new = FLAWS[flaw]
    with zipfile.ZipFile(tmp_path / "roster.xlsx") as book:
        parts = {each: book.read(each) for each in book.namelist()}
    parts[name], count = re.subn(old, new, parts[name], flags=re.DOTALL)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for each, part in parts.items():
            archive.writestr(each, part)
    (tmp_path / "flawed.xlsx").write_bytes(target.getvalue())

    assert count
    assert people(read_roster(tmp_path / "flawed.xlsx")) == PEOPLE


@pytest.mark.parametrize(
    "program", ["import os; os._exit(3)", "import time; time.sleep(9)", "raise SystemExit(1)"]
)
def test_a_file_that_ends_its_reader_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    (tmp_path / "reader.py").write_text(program)
    (tmp_path / "roster.xls").write_bytes(xls_of({"名簿": ROWS}))
    monkeypatch.setattr(other_workbooks.values, "__file__", str(tmp_path / "reader.py"))
    monkeypatch.setattr(other_workbooks, "_SECONDS", 2)

    assert "壊れているか" in why_not(tmp_path / "roster.xls")


@pytest.mark.parametrize(
    ("told", "text"),
    [({"date": "2026-05-12"}, "2026/05/12"), ({"datetime": "2026-05-12T09:30:00"}, "2026/05/12 09:30")],
)
def test_moments_stand_as_in_other_workbooks(told: dict[str, str], text: str) -> None:
    assert other_workbooks._line(1, [told]).texts == (text,)


def test_rows_hidden_in_a_workbook_of_which_only_values_can_be_read_are_told(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    read_book(tmp_path, ROWS, hide)
    name, old, new = FLAWS["a style sheet"]
    with (
        zipfile.ZipFile(tmp_path / "roster.xlsx") as book,
        zipfile.ZipFile(tmp_path / "flawed.xlsx", "w") as flawed,
    ):
        for each in book.namelist():
            part = book.read(each)
            flawed.writestr(each, re.sub(old, new, part, flags=re.DOTALL) if each == name else part)

    assert people(read_roster(tmp_path / "flawed.xlsx", visible=True)) == PEOPLE[:1]


def test_zeros_that_a_format_shows_survive_a_flaw(tmp_path: Path) -> None:
    def show_zeros(sheet: Any) -> None:
        sheet["A2"].number_format = "0000000"

    read_book(tmp_path, [["ユーザID", "氏名"], [10006, "健保 太郎"]], show_zeros)
    with (
        zipfile.ZipFile(tmp_path / "roster.xlsx") as book,
        zipfile.ZipFile(tmp_path / "flawed.xlsx", "w") as flawed,
    ):
        for each in book.namelist():
            flawed.writestr(each, book.read(each).replace(b"<color theme", b'<color rgb="#FF" theme'))

    assert people(read_roster(tmp_path / "flawed.xlsx")) == [("0010006", "健保 太郎")]


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ekakushin.automation.roster.opening.LARGEST_UNPACKED", 1000)
    (tmp_path / "roster.ods").write_bytes(ods_of({"名簿": ROWS * 20}))

    assert "大きすぎます" in why_not(tmp_path / "roster.ods")
