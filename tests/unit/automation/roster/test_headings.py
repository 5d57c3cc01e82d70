"""Headings as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.roster import Paper
from ekakushin.automation.roster.headings import meaning_of
from tests.support.books import people, read_book, read_text

WRITTEN = {
    "user_id": "ユーザID|ユーザーID|ＩＤ|利用者ID|user id|user_id|ユーザID（必須）|※ユーザID|ユーザ\nＩＤ|①ユーザID"
    "|ﾕｰｻﾞｰID|【必須】ユーザID|ユーザID\nUser ID|ログインID|利用者番号|User No.",
    "name": "氏名|お名前|名前|名　前|name|氏 名※２|担当者名|担当者|利用者名"
    "|氏名（漢字）|氏名\n（姓と名の間は空ける）|Full Name|ユーザ名",
    "company": "会社名|会社|事業所名|事業所|貴社名|勤務先|Company|会社名・事業所名|会社名（事業所名）",
    "kind": "利用者区分|区分|ユーザー区分|種別|kind|利用者\n区分|利用者区分（①～③）|Kind of user",
    "pc": "PC名|パソコン|コンピューター名|コンピュータ名|ＰＣ|使用PC|端末名|ホスト名|PC name|利用するPC名|ノートPC",
    "windows_user": "Windowsユーザー|ログインユーザー|windows user|Windows ログイン名|PCユーザー名"
    "|ADアカウント|Windows ID|アカウント",
    "mail": "メールアドレス|メール|E-mail|Eメール|連絡先メールアドレス|メールアドレス\n（任意）|ﾒｰﾙｱﾄﾞﾚｽ",
    "insured": "TJK被保険者|被保険者|TJKの被保険者ですか？|TJK insured|被保険者（はい／いいえ）",
    "member": "TJK加入事業所|加入事業所|TJK member company",
    "application": "利用申請書|電子文書管理システム利用申請書(事業所担当者)|申請書|Application form|利用申請書の提出",
    "registry": "履歴事項証明書|登記簿謄本|履歴事項証明書（登記簿謄本）|履歴事項全部証明書|登記簿",
    "identity": "本人確認書類|本人確認書類写し※2|利用者の本人確認書類写し|身分証明書|免許証コピー|Identity document",
    "licence": "社会保険労務士証|社会保険労務士証（会員証）写し|社労士証|会員証",
}
NOTHING = (
    "フリガナ|氏名（カナ）|氏名カナ|ローマ字氏名|No.|部署|所属|内線|備考|社員番号|被保険者証記号番号|会社コード"
    "|Windowsバージョン|資産番号"
)


@pytest.mark.parametrize(
    ("heading", "field"),
    [(heading, field) for field, headings in WRITTEN.items() for heading in headings.split("|")],
)
def test_a_heading_means_its_field_however_it_is_written(heading: str, field: str) -> None:
    meaning = meaning_of(heading)

    assert meaning is not None
    assert meaning.field == field


@pytest.mark.parametrize("heading", NOTHING.split("|"))
def test_other_headings_mean_nothing(heading: str) -> None:
    assert meaning_of(heading) is None


def test_columns_may_come_in_any_order_in_english_with_others_among_them(tmp_path: Path) -> None:
    roster = read_text(
        tmp_path,
        "Kind,Extension,Windows User,PC,User ID,Name,Company\nlabour,77,CORP\\t,pc1,10006,Taro,X\n",
    )

    row = roster.rows[0]
    assert (row.user_id, row.name, row.company, row.kind) == ("10006", "Taro", "X", "labour")
    assert (row.pc, row.windows_user, row.cells["Extension"]) == ("pc1", "CORP\\t", "77")


def test_the_surer_heading_gets_the_field(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "ID,担当者,ユーザID,氏名\n7,山田,10006,健保 太郎\n")

    assert people(roster) == [("10006", "健保 太郎")]


def test_family_and_given_names_make_one_name(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "姓,名,会社\n健保,太郎,TJK\n")

    assert people(roster) == [("", "健保 太郎")]


def test_one_heading_alone_is_enough(tmp_path: Path) -> None:
    assert people(read_text(tmp_path, "user_id\n10006\n\n10007\n")) == [("10006", ""), ("10007", "")]


def test_headings_that_are_repeated_on_the_next_page_count_from_there(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "ユーザID,氏名\n10006,太郎\n氏名,ユーザID\n花子,10007\n")

    assert people(roster) == [("10006", "太郎"), ("10007", "花子")]


def test_the_same_heading_twice_keeps_both_texts(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "ユーザID,備考,備考,\n10006,a,b,c\n")

    assert roster.rows[0].cells == {"ユーザID": "10006", "備考": "a", "備考 (2)": "b", "列D": "c"}
    assert roster.headings == ("ユーザID", "備考", "備考 (2)", "列D")


def test_a_kind_may_be_marked_in_one_of_three_columns(tmp_path: Path) -> None:
    rows = [
        ["氏名", "利用者区分", None, None],
        [None, "①", "②", "③"],
        ["太郎", "○", None, None],
        ["花子", None, None, "○"],
    ]

    roster = read_book(tmp_path, rows, lambda sheet: sheet.merge_cells("B1:D1"))

    assert [(row.name, row.kind) for row in roster.rows] == [("太郎", "office"), ("花子", "affiliate")]


def test_a_group_above_helps_to_tell_what_a_column_is(tmp_path: Path) -> None:
    rows = [
        ["本人", None, "端末", None, "書類"],
        ["ユーザID", "氏名", "名称", "ユーザー名", "申請書"],
        ["10006", "太郎", "PC-1", "taro", "○"],
    ]

    def merge(sheet: Any) -> None:
        sheet.merge_cells("C1:D1")

    row = read_book(tmp_path, rows, merge).rows[0]

    assert (row.user_id, row.name, row.pc, row.windows_user) == ("10006", "太郎", "PC-1", "taro")


def test_a_line_of_papers_below_headings_that_are_not_merged_belongs_to_them(tmp_path: Path) -> None:
    roster = read_text(tmp_path, "ユーザID,氏名,提出書類,\n,,利用申請書,本人確認書類\n10006,太郎,○,×\n")

    assert dict(roster.rows[0].papers) == {Paper.APPLICATION: "sent", Paper.IDENTITY: "not_sent"}


def test_a_line_that_says_how_to_fill_in_the_columns_is_nobody(tmp_path: Path) -> None:
    roster = read_text(
        tmp_path,
        "ユーザID,氏名,会社名\n半角英数字,全角,任意\n記入例,,\n例）10006,健保太郎,TJK\n10007,花子,TJK\n",
    )

    assert people(roster) == [("10007", "花子")]
    assert [note.row for note in roster.ignored if note.matters] == [3, 4]
