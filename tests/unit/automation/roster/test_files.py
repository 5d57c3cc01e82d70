"""Files of every kind: what is read, and the plain sentence for what cannot be."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.roster import opening, read_roster
from ekakushin.flows.errors import Misconfigured
from tests.support.books import people, read_book, read_text, rewritten, why_not
from tests.support.outlook_files import compound_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separated_values_are_read_in_every_encoding_excel_writes(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    text = separator.join(["ユーザＩＤ", "氏名"]) + "\r\n" + separator.join(["0010006", "健保 太郎"]) + "\r\n"

    assert people(read_text(tmp_path, text, encoding)) == [("0010006", "健保 太郎")]


def test_cells_may_hold_separators_line_breaks_and_quotation_marks(tmp_path: Path) -> None:
    roster = read_text(tmp_path, 'ユーザID;氏名;備考\n10006;"健保, 太郎";"a;b\nc ""d"""\n10007;花子;5" PC\n')

    assert people(roster) == [("10006", "健保, 太郎"), ("10007", "花子")]
    assert roster.rows[0].cells["備考"] == 'a;b\nc "d"'


def test_a_space_behind_a_separator_is_no_part_of_a_cell(tmp_path: Path) -> None:
    assert people(read_text(tmp_path, 'ユーザID, 氏名\n10006, "健保, 太郎"\n')) == [("10006", "健保, 太郎")]


def test_a_line_that_tells_excel_the_separator_is_no_heading(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "sep=;\nユーザID;氏名\n10006;健保\n")

    assert [(row.row, row.user_id) for row in roster.rows] == [(3, "10006")]


def test_an_id_written_as_a_formula_to_keep_its_zeros_keeps_them(tmp_path: Path) -> None:
    assert people(read_text(tmp_path, 'ユーザID\n="00010006"\n')) == [("00010006", "")]


def test_a_workbook_is_known_by_what_it_is_not_by_its_name(tmp_path: Path) -> None:
    read_book(tmp_path, [["ユーザID"], ["10006"]])
    renamed = (tmp_path / "roster.xlsx").rename(tmp_path / "roster.csv")

    assert people(read_roster(renamed)) == [("10006", "")]


def test_hidden_and_filtered_rows_are_read(tmp_path: Path) -> None:
    """Excel's filter "not blank" is one that openpyxl cannot read."""

    def hide(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:B3"
        sheet.row_dimensions[2].hidden = True

    read_book(tmp_path, [["ユーザID", "氏名"], ["10006", "太郎"], ["10007", "花子"]], hide)
    not_blank = '<customFilters><customFilter operator="notEqual" val=" "/></customFilters>'
    column = f'<filterColumn colId="0">{not_blank}</filterColumn>'
    filtered = rewritten(
        tmp_path, '<autoFilter ref="A1:B3" />', f'<autoFilter ref="A1:B3">{column}</autoFilter>'
    )

    assert people(read_roster(filtered)) == [("10006", "太郎"), ("10007", "花子")]


def test_a_size_that_the_file_states_wrongly_does_not_count(tmp_path: Path) -> None:
    read_book(tmp_path, [["ユーザID", "氏名"], ["10006", "太郎"]])

    wrong = rewritten(tmp_path, '<dimension ref="A1:B2" />', '<dimension ref="A1" />')

    assert people(read_roster(wrong)) == [("10006", "太郎")]


def test_cells_merged_over_whole_rows_and_columns_do_no_harm(tmp_path: Path) -> None:
    def merge(sheet: Any) -> None:
        sheet.merged_cells.add("A5:XFD5")
        sheet.merged_cells.add("D1:D1048576")

    roster = read_book(tmp_path, [["ユーザID", "氏名"], ["10006", "太郎"]], merge)

    assert people(roster) == [("10006", "太郎")]


def a_zip(name: str, content: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(
            zipfile.ZipInfo(name), content
        )  # without the time, which would be in the test's name
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("damaged.xls", OLE, "壊れているか"),
        ("mail.xls", compound_file({"Mail": b"x"}), "壊れているか"),
        ("~$list.xlsx", b"\x05owner" + bytes(160), "「list.xlsx」を指定"),
        (".~lock.list.ods#", b",owner", "「list.ods」を指定"),
        ("damaged.xlsx", b"PK\x03\x04" + b"abc" * 100, "壊れているか"),
        ("other.xlsx", a_zip("word/document.xml"), "壊れているか"),
        ("text.odt", a_zip("mimetype", "application/vnd.oasis.opendocument.text"), "読める形式では"),
        ("damaged.ods", a_zip("content.xml", "<office:document-content>"), "壊れているか"),
        ("damaged.xlsb", a_zip("xl/workbook.bin"), "壊れているか"),
        ("page.xls", "<html><table><tr><td>ユーザID".encode(), "読める形式では"),
        ("paper.pdf", b"%PDF-1.7", "読める形式では"),
        ("empty.csv", b"\r\n", "空のファイル"),
        ("bytes.csv", bytes(range(128, 256)), "文字コード"),
        ("quote.csv", 'ユーザID,氏名\n10006,"健保\n10007,花子\n'.encode(), "引用符"),
        ("no_headings.csv", "10006,健保 太郎\n".encode(), "見出し"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_plain_sentence(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)

    sentence = why_not(tmp_path / name)

    assert words in sentence
    assert name in sentence


def test_a_file_that_is_not_there_or_is_a_folder_is_said(tmp_path: Path) -> None:
    assert "見つかりません" in why_not(tmp_path / "nowhere.xlsx")
    assert "フォルダです" in why_not(tmp_path)


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST", 1 << 20)
    (tmp_path / "large.csv").write_bytes(bytes((1 << 20) + 1))

    assert "上限 1 MB" in why_not(tmp_path / "large.csv")


def test_a_file_that_windows_has_locked_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "locked", str(path))

    (tmp_path / "open.xlsx").write_bytes(b"PK")
    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert "Excelで開いている場合" in why_not(tmp_path / "open.xlsx")


def test_a_line_with_more_cells_than_excel_has_columns_is_read(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "ユーザID,氏名\n10006,健保 太郎" + "," * 20_000 + "x\n")

    assert roster.rows[0].cells["列ACOH"] == "x"


def test_the_remedy_names_the_template(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as refused:
        read_roster(tmp_path / "nowhere.xlsx")

    assert "ekakushin roster new" in refused.value.remedy


def test_headings_without_people_are_an_empty_roster(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "ユーザID,氏名\n")

    assert (roster.rows, roster.headings) == ((), ("ユーザID", "氏名"))
