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


def test_spaces_within_a_word_of_the_site_make_no_difference() -> None:
    assert codes("有効な 証明書情報が ありません") == codes("有効な証明書情報がありません")


def test_who_holds_all_the_words_comes_alone() -> None:
    found = codes("暗証コード", "pin_length")

    assert set(found) == {"SGN-003", "ACC-006"}


def test_a_question_that_stands_nowhere_finds_what_is_most_like_it() -> None:
    assert {"ACC-001", "ACC-002"} <= set(codes("ログインできなくなった")[:5])


def test_nothing_is_found_for_nonsense_and_for_nothing() -> None:
    assert codes("xyzzy") == codes("") == codes("※") == []
