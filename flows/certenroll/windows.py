"""The errors of Windows' certificate enrolment: their numbers, names and Japanese wording."""

from __future__ import annotations

from typing import NamedTuple


class ErrorText(NamedTuple):
    """The name of a Windows error, and its text in Japanese Windows 10."""

    name: str
    text: str


E_NOTIMPL = 0x80004001
E_FAIL = 0x80004005
OLE_E_BLANK = 0x80040007
REGDB_E_CLASSNOTREG = 0x80040154
E_ACCESSDENIED = 0x80070005
ERROR_INVALID_DATA = 0x8007000D
ERROR_DISK_FULL = 0x80070070
E_INVALIDARG = 0x80070057
ERROR_NOT_FOUND = 0x80070490
ERROR_CANCELLED = 0x800704C7
ERROR_NO_SUCH_DOMAIN = 0x8007054B
NTE_BAD_LEN = 0x80090004
NTE_BAD_ALGID = 0x80090008
NTE_BAD_FLAGS = 0x80090009
NTE_BAD_PROV_TYPE = 0x80090014
NTE_BAD_KEYSET = 0x80090016
NTE_KEYSET_NOT_DEF = 0x80090019
NTE_PROV_TYPE_NO_MATCH = 0x8009001B
NTE_NOT_SUPPORTED = 0x80090029
CRYPT_E_NOT_FOUND = 0x80092004
CRYPT_E_INVALID_PRINTABLE_STRING = 0x80092021
CRYPT_E_INVALID_IA5_STRING = 0x80092022
CRYPT_E_INVALID_X500_STRING = 0x80092023
CRYPT_E_ASN1_BADTAG = 0x8009310B
CERTSRV_E_PROPERTY_EMPTY = 0x80094004
CERT_E_UNTRUSTEDROOT = 0x800B0109
CERT_E_CHAINING = 0x800B010A
SCARD_E_NO_READERS_AVAILABLE = 0x8010002E
SCRIPT_TYPE_MISMATCH = 0x800A000D
SCRIPT_CANNOT_CREATE_OBJECT = 0x800A01AD
SCRIPT_NO_SUCH_MEMBER = 0x800A01B6
SCRIPT_WRONG_ARGUMENTS = 0x800A01C2

WORDS: dict[int, ErrorText] = {
    E_NOTIMPL: ErrorText("E_NOTIMPL", "実装されていません"),
    E_FAIL: ErrorText("E_FAIL", "エラーを特定できません"),
    OLE_E_BLANK: ErrorText("OLE_E_BLANK", "初期化されていないオブジェクトです"),
    REGDB_E_CLASSNOTREG: ErrorText("REGDB_E_CLASSNOTREG", "クラスが登録されていません"),
    E_ACCESSDENIED: ErrorText("ERROR_ACCESS_DENIED", "アクセスが拒否されました。"),
    ERROR_INVALID_DATA: ErrorText("ERROR_INVALID_DATA", "データが無効です。"),
    ERROR_DISK_FULL: ErrorText("ERROR_DISK_FULL", "ディスクに十分な空き領域がありません。"),
    E_INVALIDARG: ErrorText("ERROR_INVALID_PARAMETER", "パラメーターが間違っています。"),
    ERROR_NOT_FOUND: ErrorText("ERROR_NOT_FOUND", "要素が見つかりません。"),
    ERROR_CANCELLED: ErrorText("ERROR_CANCELLED", "この操作はユーザーによって取り消されました。"),
    ERROR_NO_SUCH_DOMAIN: ErrorText(
        "ERROR_NO_SUCH_DOMAIN", "指定されたドメインがないか、またはアクセスできません。"
    ),
    NTE_BAD_LEN: ErrorText("NTE_BAD_LEN", "長さが正しくありません。"),
    NTE_BAD_ALGID: ErrorText("NTE_BAD_ALGID", "無効なアルゴリズムが指定されました。"),
    NTE_BAD_FLAGS: ErrorText("NTE_BAD_FLAGS", "無効なフラグが指定されました。"),
    NTE_BAD_PROV_TYPE: ErrorText("NTE_BAD_PROV_TYPE", "無効なプロバイダーの種類が指定されました。"),
    NTE_BAD_KEYSET: ErrorText("NTE_BAD_KEYSET", "キーセットがありません。"),
    NTE_KEYSET_NOT_DEF: ErrorText("NTE_KEYSET_NOT_DEF", "キーセットが定義されていません。"),
    NTE_PROV_TYPE_NO_MATCH: ErrorText(
        "NTE_PROV_TYPE_NO_MATCH", "プロバイダーの種類が登録された値と一致しません。"
    ),
    NTE_NOT_SUPPORTED: ErrorText("NTE_NOT_SUPPORTED", "要求された操作はサポートされていません。"),
    CRYPT_E_NOT_FOUND: ErrorText("CRYPT_E_NOT_FOUND", "オブジェクトまたはプロパティが見つかりません。"),
    CRYPT_E_INVALID_PRINTABLE_STRING: ErrorText(
        "CRYPT_E_INVALID_PRINTABLE_STRING", "文字列に印刷できない文字が含まれています。"
    ),
    CRYPT_E_INVALID_IA5_STRING: ErrorText(
        "CRYPT_E_INVALID_IA5_STRING", "文字列に 7 ビット ASCII 文字セット以外の文字が含まれています。"
    ),
    CRYPT_E_INVALID_X500_STRING: ErrorText(
        "CRYPT_E_INVALID_X500_STRING",
        "文字列に無効な X500 名前属性キー、OID、値、または区切り記号が含まれています。",
    ),
    CRYPT_E_ASN1_BADTAG: ErrorText("CRYPT_E_ASN1_BADTAG", "ASN1 の不正なタグの値が一致しました。"),
    CERTSRV_E_PROPERTY_EMPTY: ErrorText("CERTSRV_E_PROPERTY_EMPTY", "要求されたプロパティの値が空です。"),
    CERT_E_UNTRUSTEDROOT: ErrorText(
        "CERT_E_UNTRUSTEDROOT",
        "証明書チェーンは処理されましたが、信頼プロバイダーが信頼していないルート証明書で強制終了しました。",
    ),
    CERT_E_CHAINING: ErrorText(
        "CERT_E_CHAINING", "信頼されたルート機関に対して証明書チェーンを作成できませんでした。"
    ),
    SCARD_E_NO_READERS_AVAILABLE: ErrorText(
        "SCARD_E_NO_READERS_AVAILABLE", "スマート カード リーダーを利用できません。"
    ),
    SCRIPT_TYPE_MISMATCH: ErrorText("", "型が一致しません。"),
    SCRIPT_CANNOT_CREATE_OBJECT: ErrorText("", "オートメーション サーバーはオブジェクトを作成できません。"),
    SCRIPT_NO_SUCH_MEMBER: ErrorText("", "オブジェクトでサポートされていないプロパティまたはメソッドです。"),
    SCRIPT_WRONG_ARGUMENTS: ErrorText(
        "", "引数の数が一致していません。または不正なプロパティを指定しています。"
    ),
}

_WIN32, _ASN1, _SCRIPT = 0x80070000, 0x80093100, 0x800A0000


class EnrollmentFailure(Exception):
    """What Windows would throw: `number` (an HRESULT, unsigned) by `method` (`CX509Enrollment::…`)."""

    def __init__(self, number: int, method: str = "") -> None:
        super().__init__(number, method)
        self.number = number
        self.method = method

    def __str__(self) -> str:
        return describe_error(self.number, self.method)


def as_signed(number: int) -> int:
    """The HRESULT as scripts see it: a signed 32-bit number."""
    return number - 0x1_0000_0000 if number & 0x8000_0000 else number


def word(number: int) -> ErrorText:
    """Name and Japanese text of an HRESULT (signed or unsigned); E_FAIL's for one that is not known."""
    return WORDS.get(number & 0xFFFF_FFFF, WORDS[E_FAIL])


def describe_error(number: int, method: str = "") -> str:
    """The whole sentence a page shows, as CertEnroll of Windows 10 words it.

    Errors of the script engine itself (0x800Axxxx) have no prefix and no number.
    """
    number &= 0xFFFF_FFFF
    if number & 0xFFFF_0000 == _SCRIPT:
        return word(number).text
    place = f"CertEnroll::{method}: " if method else ""
    return f"{place}{word(number).text} 0x{number:08x} ({_origin(number)})"


def _origin(number: int) -> str:
    name = f" {WORDS[number].name}" if number in WORDS else ""
    if number & 0xFFFF_0000 == _WIN32:
        return f"WIN32: {number & 0xFFFF}{name}"
    if number & 0xFFFF_FF00 == _ASN1:
        return f"ASN: {number & 0x3FF}{name}"
    return f"{as_signed(number)}{name}"
