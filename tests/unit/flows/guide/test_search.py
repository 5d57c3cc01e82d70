"""Finding an entry by what somebody has seen."""

from __future__ import annotations

import pytest

from ekakushin.flows.guide import Entry, entries, search


def codes(*words: str) -> list[str]:
    return [each.code for each in search(words)]


@pytest.mark.parametrize("each", entries(), ids=lambda each: each.code)
def test_an_entry_is_the_first_that_its_own_code_finds(each: Entry) -> None:
    code = each.code

    assert codes(code)[0] == code
    assert codes(code.lower().replace("-", " "))[0] == code


@pytest.mark.parametrize("each", entries(), ids=lambda each: each.code)
def test_an_entry_is_among_the_first_that_its_titles_find(each: Entry) -> None:
    code, ja, en = each.code, each.ja.title, each.en.title

    assert code in codes(ja)[:2]
    assert code in codes(en)[:3]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("0x800B0109", "ISS-011"),
        ("0X800b010a", "ISS-012"),
        ("-2146762487", "ISS-011"),
        ("有効な証明書情報がありません", "ISS-009"),
        ("有効な証明書情報がありません。（E-01）", "ISS-009"),
        ("CertEnroll::CX509Enrollment::InstallResponse: アクセスが拒否されました。 0x80070005", "ISS-013"),
        ("ＣＳＲの生成に失敗しました", "ISS-017"),
        ("ERR_CERT_AUTHORITY_INVALID", "NET-002"),
        ("net::ERR_BAD_SSL_CLIENT_AUTH_CERT at https://ds.example/", "CRT-001"),
        ("ＩＳＳ－００２", "ISS-002"),
        ("P.4", "ISS-002"),
        ("ロック", "ACC-002"),
        ("ﾛｯｸ", "ACC-002"),
        ("disk full", "ENV-012"),
        ("Locked", "ACC-002"),
        ("時計", "ENV-011"),
        ("expired certificate", "CRT-005"),
        ("二重送信", "NET-007"),
        ("wrong password", "ISS-001"),
    ],
)
def test_what_is_seen_finds_its_entry_first(words: str, code: str) -> None:
    assert codes(words)[0] == code


# What people type or paste, by what had happened to them.
ASKED = [
    ("Windowsのパスワードをリセットしたら証明書が使えなくなった", "CRT-007"),
    ("Windows パスワード リセット", "CRT-007"),
    ("Windowsのユーザーを作り直した", "CRT-007"),
    ("PCを修理に出して戻ってきた", "CRT-007"),
    ("パソコンをリカバリーした", "CRT-007"),
    ("ＰＣを交換した", "CRT-007"),
    ("pc replaced", "CRT-007"),
    ("会社のPCが新しくなった", "CRT-007"),
    ("パソコンが壊れたので買い替えた", "CRT-007"),
    ("パスワードを忘れた", "ACC-001"),
    ("キーセットがありません", "CRT-007"),
    ("0x80090016", "CRT-007"),
    ("80090016", "CRT-007"),
    ("-2146893802", "CRT-007"),
    ("2148073494", "CRT-007"),
    ("０ｘ８００９００１６", "CRT-007"),
    ("証明書のエラー 0X80090016 (-2146893802 NTE_BAD_KEYSET) が出ました", "CRT-007"),
    ("会社名が変わったら証明書が失効した", "CRT-006"),
    ("社名変更 失効", "CRT-006"),
    ("古い証明書を選んでしまった", "CRT-013"),
    ("間違った証明書を選んだらブラウザが覚えてしまった", "CRT-013"),
    ("証明書の選択画面が出ない", "CRT-013"),
    ("インストールしたのに選択画面が表示されない", "CRT-013"),
    ("多重ログイン", "NET-006"),
    ("多重ログインです。切断してください。", "NET-006"),
    ("現在利用中です", "NET-006"),
    ("迷惑メール", "MAIL-001"),
    ("メールが届かない。迷惑メールに入っていた", "MAIL-001"),
    ("インポートを途中でキャンセルした", "CRT-012"),
    ("import cancelled", "CRT-012"),
    ("0x8009000F", "CRT-012"),
    ("8009000f", "CRT-012"),
    ("-2146893809", "CRT-012"),
    ("0x80090020", "CRT-012"),
    ("-2146893792 NTE_FAIL", "CRT-012"),
    ("ポップアップがブロックされました", "ENV-017"),
    ("ﾎﾟｯﾌﾟｱｯﾌﾟ", "ENV-017"),
    ("pop-up blocker", "ENV-017"),
    ("サポートされていないブラウザです", "ENV-017"),
    ("互換表示", "ENV-017"),
    ("信頼済みサイトに追加", "ENV-017"),
    ("ActiveX が無効", "ENV-017"),
    ("ａｃｔｉｖｅｘ", "ENV-017"),
    ("0x800A01AD", "ENV-017"),
    ("800a01ad", "ENV-017"),
    ("-2146827859", "ENV-017"),
    ("オートメーション サーバーはオブジェクトを作成できません。", "ENV-017"),
    ("TLS 1.2 を使用する", "NET-010"),
    ("TLS1.2がオフ", "NET-010"),
    ("ERR_SSL_VERSION_OR_CIPHER_MISMATCH", "NET-010"),
    ("サポートされていないプロトコルが使用されています", "NET-010"),
    ("管理者権限がない", "CRT-011"),
    ("グループ ポリシーで禁止されている", "CRT-011"),
    ("リモートデスクトップで使いたい", "ENV-008"),
    ("リモート デスクトップ", "ENV-008"),
    ("VDI", "ENV-008"),
    ("ＶＤＩ環境", "ENV-008"),
    ("スマートフォンで使えますか", "ENV-008"),
    ("iPhone", "ENV-008"),
    ("1台のPCを複数人で使っている", "ENV-008"),
    ("0x80092004", "ISS-005"),
    ("-2146885628", "ISS-005"),
    ("オブジェクトまたはプロパティが見つかりません", "ISS-005"),
    ("0x80092013", "NET-001"),
    ("80092013", "NET-001"),
    ("-2146885613", "NET-001"),
    ("失効サーバーがオフラインのため、失効の関数は失効を確認できませんでした。", "NET-001"),
    ("0x80070103", "ISS-002"),
    ("-2147024637", "ISS-002"),
    ("0x80095001", "ISS-011"),
    ("-2146873343", "ISS-011"),
    ("0x80004005", "ISS-003"),
    ("-2147467259", "ISS-003"),
    ("エラーを特定できません", "ISS-003"),
    ("退職した人がいる", "ACC-015"),
    ("担当者が変わったので引き継ぎたい", "ACC-015"),
    ("successor", "ACC-015"),
]


@pytest.mark.parametrize(("words", "code"), ASKED)
def test_what_people_ask_finds_its_entry_first(words: str, code: str) -> None:
    assert codes(words)[0] == code
    assert codes(*words.split())[0] == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("0x80004005", "ISS-005"),  # at the installation
        ("管理者権限", "ISS-013"),
        ("グループポリシー", "ISS-013"),
        ("共用PC", "CRT-004"),
        ("迷惑メール", "MAIL-004"),
    ],
)
def test_another_entry_of_the_same_words_is_among_the_first(words: str, code: str) -> None:
    assert code in codes(words)[:3]


@pytest.mark.parametrize(
    "number", ["0x800b0109", "800B0109", "-2146762487", "2148204809", "－２１４６７６２４８７"]
)
def test_a_number_of_windows_is_found_in_every_spelling_also_within_a_sentence(number: str) -> None:
    assert codes(number)[0] == codes(f"証明書 の エラー が 出る {number}")[0] == "ISS-011"


def test_spaces_within_a_word_of_the_site_make_no_difference() -> None:
    assert codes("有効な 証明書情報が ありません") == codes("有効な証明書情報がありません")


def test_who_holds_all_the_words_comes_alone() -> None:
    found = codes("暗証コード", "pin_length")

    assert set(found) == {"SGN-003", "ACC-006"}


def test_a_question_that_stands_nowhere_finds_what_is_most_like_it() -> None:
    assert {"ACC-001", "ACC-002"} <= set(codes("ログインできなくなった")[:5])


def test_nothing_is_found_for_nonsense_and_for_nothing() -> None:
    assert codes("xyzzy") == codes("") == codes("※") == []
