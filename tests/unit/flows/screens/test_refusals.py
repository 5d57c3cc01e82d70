"""A plain no, told more exactly by the words in which a site may say it."""

from __future__ import annotations

import pytest

from ekakushin.flows.errors import Refused
from ekakushin.flows.guide import entry
from ekakushin.flows.screens import refusals
from ekakushin.flows.screens.refusals import finer_code, installation_refusal, request_refusal
from ekakushin.flows.screens.sentences import sentences_in
from ekakushin.flows.screens.verdict import verdict
from tests.support.readings import page

SAID = [
    ("ISS-001", "認証情報/パスワードが正しくありません。", "ISS-001"),
    ("ISS-001", "パスワードが誤っているか、有効期限が切れています。", "ISS-001"),
    ("ISS-001", "有効な証明書情報がありません。", "ISS-009"),
    ("ISS-001", "この認証情報では、すでに証明書が発行されています。", "ISS-009"),
    ("ISS-001", "ご指定の認証情報は取り消されました。エラーコード 12", "ISS-009"),
    ("ISS-001", "認証情報の有効期限が切れています。エラー", "ISS-010"),
    ("ISS-001", "証明書の発行期間が終了しているため発行できません。", "ISS-010"),
    ("ISS-001", "証明書が作成されていないか、もしくは既に証明書を取得済みです。", "ISS-009"),
    ("ISS-001", "認証に失敗しました。", "ISS-001"),
    ("ISS-007", "証明書ファイルは取得できませんでした。認証に失敗しました。", "ISS-007"),
    ("ISS-018", "パラメータが不正です。URLをご確認ください。", "ISS-018"),
    ("ISS-018", "このURLの有効期限は過ぎています。エラー", "ISS-010"),
    ("CRT-001", "ご利用の証明書は失効しています。ログインできません。", "CRT-006"),
    ("CRT-001", "会社情報が変更されたため、証明書は失効しました。ご利用できません。", "CRT-006"),
    ("CRT-001", "URLが正しくありません。", "ACC-014"),
    ("CRT-001", "エラーが発生しました。", "CRT-001"),
    ("CRT-003", "証明書の有効期限が切れているため確認できませんでした。", "CRT-005"),
    ("ACC-001", "ユーザIDまたはパスワードが正しくありません。", "ACC-001"),
    ("ACC-001", "ユーザの認証に失敗しました。", "ACC-001"),
    ("ACC-001", "クライアント証明書の認証に失敗しました。", "CRT-001"),
    ("ACC-001", "パスワードまたは証明書の認証に失敗しました。", "ACC-001"),
    ("CRT-001", "クライアント証明書の認証に失敗しました。", "CRT-001"),
    ("ACC-001", "ユーザID、パスワードまたは証明書が一致しません。", "ACC-001"),
    ("ACC-001", "ご利用の証明書ではログインできません。", "CRT-004"),
    ("ACC-001", "証明書とユーザ情報が一致しません。", "CRT-004"),
    ("ACC-001", "他の利用者の証明書が選択されているためログインできません。", "CRT-004"),
    ("ACC-001", "サインアップが完了していません。ログインできません。", "ACC-009"),
    ("ACC-001", "まだサインアップされていないユーザです。認証できません。", "ACC-009"),
    ("ACC-004", "失効した証明書のため受け付けできません。", "CRT-006"),
    ("ACC-004", "入力に誤りがあります。", "ACC-004"),
    ("ACC-005", "パスワードポリシーを満たしていません。", "ACC-005"),
    ("ACC-005", "過去に使用したパスワードは設定できません。", "ACC-012"),
    ("ACC-005", "現在のパスワードと同じパスワードには変更できません。", "ACC-012"),
    ("ACC-005", "現在のパスワードと異なるパスワードを入力してください。エラー", "ACC-012"),
    ("ACC-005", "現在のパスワードが正しくありません。", "ACC-013"),
    ("ACC-005", "旧パスワードに誤りがあります。", "ACC-013"),
    ("ACC-005", "新しいパスワードと確認用パスワードが一致しません。", "ACC-005"),
    ("SGN-003", "暗証コードの形式に誤りがあります。", "SGN-003"),
    ("SGN-003", "暗証コードは既に登録されています。エラー", "SGN-006"),
    ("SGN-002", "署名用証明書はすでに発行されています。", "SGN-002"),
]


@pytest.mark.parametrize(("known_as", "words", "code"), SAID)
def test_the_words_tell_which_no_it_is(known_as: str, words: str, code: str) -> None:
    assert finer_code(known_as, sentences_in([words])) == code


@pytest.mark.parametrize(("known_as", "words", "code"), SAID)
def test_a_page_of_these_words_is_refused_with_that_code(known_as: str, words: str, code: str) -> None:
    found = verdict(page(words), [words], known_as)

    assert isinstance(found, Refused)
    assert (found.code, found.site_words) == (code, words)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (
            "CSRの生成に失敗しました。\n無効なフラグが指定されました。 0x80090009 (-2146893815 NTE_BAD_FLAGS)",
            "ISS-015",
        ),
        ("CSRの生成に失敗しました。 パラメーターが間違っています。 0x80070057", "ISS-016"),
        ("CSRの生成に失敗しました。 この操作はユーザーによって取り消されました。", "ISS-014"),
        ("CSRの生成に失敗しました。\nundefined", "ISS-017"),
        ("ディスクに十分な空き領域がありません。 0x80070070", "ENV-012"),
        ("エラーが発生しました。", "ISS-003"),
        ("", "ISS-003"),
    ],
)
def test_a_request_that_was_given_up_is_told_by_what_windows_says(words: str, code: str) -> None:
    assert request_refusal(words) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("インストールに失敗しました。 0x800B0109", "ISS-011"),
        ("信頼されたルート機関に対して証明書チェーンを作成できませんでした。", "ISS-012"),
        ("アクセスが拒否されました。 0x80070005 (WIN32: 5)", "ISS-013"),
        ("Error -2147023673", "ISS-014"),
        ("ルート証明書を追加できませんでした。 0x80095001", "ISS-011"),
        ("オブジェクトまたはプロパティが見つかりません。 0x80092004 (-2146885628)", "ISS-005"),
        ("クライアント証明書のインストールに失敗しました。 0x80004005", "ISS-005"),
    ],
)
def test_an_installation_that_failed_is_told_by_what_windows_says(words: str, code: str) -> None:
    assert installation_refusal(words) == code


def test_every_finer_code_is_in_the_guide() -> None:
    for known_as, finer_ones in refusals._FINER.items():
        assert all(entry(code) for code in (known_as, *(each.code for each in finer_ones)))
