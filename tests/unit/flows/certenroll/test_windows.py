"""Numbers, names and sentences of Windows' errors; the list of its providers."""

from __future__ import annotations

import pytest

from ekakushin.flows.certenroll import windows
from ekakushin.flows.certenroll.providers import PROVIDERS, describe_all


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0x80070057, "パラメーターが間違っています。 0x80070057 (WIN32: 87 ERROR_INVALID_PARAMETER)"),
        (0x8009310B, "ASN1 の不正なタグの値が一致しました。 0x8009310b (ASN: 267 CRYPT_E_ASN1_BADTAG)"),
        (0x80090009, "無効なフラグが指定されました。 0x80090009 (-2146893815 NTE_BAD_FLAGS)"),
        (0x8BADF00D, "エラーを特定できません 0x8badf00d (-1951535091)"),
    ],
)
def test_a_sentence_has_text_number_and_origin(number, sentence):
    assert (
        windows.describe_error(number, "CX509Enrollment::X") == f"CertEnroll::CX509Enrollment::X: {sentence}"
    )


def test_an_error_of_the_script_engine_is_its_text_alone():
    text = windows.describe_error(windows.SCRIPT_CANNOT_CREATE_OBJECT, "ActiveXObject")
    assert text == "オートメーション サーバーはオブジェクトを作成できません。"


def test_scripts_see_signed_numbers():
    assert windows.as_signed(0x800A01AD) == -2146827859
    assert windows.describe_error(-2147024809) == windows.describe_error(0x80070057)


@pytest.mark.parametrize("tongue", ["japanese", "english"])
def test_no_two_errors_share_a_sentence(tongue):
    texts = [getattr(word, tongue) for word in windows.WORDS.values()]
    assert len(set(texts)) == len(texts)


def test_an_english_windows_says_it_in_english(monkeypatch):
    monkeypatch.setattr(windows, "language", lambda: "en")
    assert windows.describe_error(0x80070103, "CCspInformations::ItemByName") == (
        "CertEnroll::CCspInformations::ItemByName: No more data is available. "
        "0x80070103 (WIN32: 259 ERROR_NO_MORE_ITEMS)"
    )
    assert windows.describe_error(windows.SCRIPT_TYPE_MISMATCH) == "Type mismatch"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0x80070103, "データはこれ以上ありません。"),
        (0x80092004, "オブジェクトまたはプロパティが見つかりません。"),
        (0x800704C7, "この操作はユーザーによって取り消されました。"),
        (0x80095001, "システム ポリシーにより、ルート証明書の追加は許可されていません。"),
    ],
)
def test_the_older_control_says_the_text_alone(number, text):
    assert windows.describe_error(number, "CEnroll::acceptResponse") == text


def test_a_provider_is_either_legacy_with_a_type_or_of_cng_without():
    assert all(provider.legacy == (provider.type > 0) for provider in PROVIDERS)


def test_the_list_is_that_of_a_windows_pc():
    names = [each["Name"] for each in describe_all()]
    assert names[5] == "Microsoft Enhanced Cryptographic Provider v1.0"
    assert [each["Name"] for each in describe_all() if each["Type"] == 1] == [
        "Microsoft Base Cryptographic Provider v1.0",
        "Microsoft Base Smart Card Crypto Provider",
        "Microsoft Enhanced Cryptographic Provider v1.0",
        "Microsoft Strong Cryptographic Provider",
    ]
