"""The errors of Windows' certificate enrolment: their numbers, names and wording."""

from __future__ import annotations

from typing import NamedTuple

from ekakushin.flows.text import language


class ErrorText(NamedTuple):
    """The name of a Windows error, and its text in Japanese and in English Windows 10."""

    name: str
    japanese: str
    english: str


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
ERROR_NO_MORE_ITEMS = 0x80070103
ERROR_ALREADY_INITIALIZED = 0x800704DF
ERROR_INVALID_OPERATION = 0x800710DD
NTE_BAD_LEN = 0x80090004
NTE_BAD_ALGID = 0x80090008
NTE_BAD_FLAGS = 0x80090009
NTE_EXISTS = 0x8009000F
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
XENROLL_E_ROOT_REFUSED = 0x80095001
CERT_E_UNTRUSTEDROOT = 0x800B0109
CERT_E_CHAINING = 0x800B010A
SCARD_E_NO_READERS_AVAILABLE = 0x8010002E
SCRIPT_TYPE_MISMATCH = 0x800A000D
SCRIPT_CANNOT_CREATE_OBJECT = 0x800A01AD
SCRIPT_NO_SUCH_MEMBER = 0x800A01B6
SCRIPT_WRONG_ARGUMENTS = 0x800A01C2

WORDS: dict[int, ErrorText] = {
    E_NOTIMPL: ErrorText("E_NOTIMPL", "実装されていません", "Not implemented"),
    E_FAIL: ErrorText("E_FAIL", "エラーを特定できません", "Unspecified error"),
    OLE_E_BLANK: ErrorText("OLE_E_BLANK", "初期化されていないオブジェクトです", "Uninitialized object"),
    REGDB_E_CLASSNOTREG: ErrorText(
        "REGDB_E_CLASSNOTREG", "クラスが登録されていません", "Class not registered"
    ),
    E_ACCESSDENIED: ErrorText("ERROR_ACCESS_DENIED", "アクセスが拒否されました。", "Access is denied."),
    ERROR_INVALID_DATA: ErrorText("ERROR_INVALID_DATA", "データが無効です。", "The data is invalid."),
    ERROR_DISK_FULL: ErrorText(
        "ERROR_DISK_FULL", "ディスクに十分な空き領域がありません。", "There is not enough space on the disk."
    ),
    E_INVALIDARG: ErrorText(
        "ERROR_INVALID_PARAMETER", "パラメーターが間違っています。", "The parameter is incorrect."
    ),
    ERROR_NO_MORE_ITEMS: ErrorText(
        "ERROR_NO_MORE_ITEMS", "データはこれ以上ありません。", "No more data is available."
    ),
    ERROR_NOT_FOUND: ErrorText("ERROR_NOT_FOUND", "要素が見つかりません。", "Element not found."),
    ERROR_CANCELLED: ErrorText(
        "ERROR_CANCELLED",
        "この操作はユーザーによって取り消されました。",
        "The operation was canceled by the user.",
    ),
    ERROR_ALREADY_INITIALIZED: ErrorText(
        "ERROR_ALREADY_INITIALIZED",
        "初期化操作を実行しようとしましたが、初期化は既に完了しています。",
        "An attempt was made to perform an initialization operation when initialization has already been completed.",
    ),
    ERROR_NO_SUCH_DOMAIN: ErrorText(
        "ERROR_NO_SUCH_DOMAIN",
        "指定されたドメインがないか、またはアクセスできません。",
        "The specified domain either does not exist or could not be contacted.",
    ),
    ERROR_INVALID_OPERATION: ErrorText(
        "ERROR_INVALID_OPERATION", "操作 ID が正しくありません。", "The operation identifier is not valid."
    ),
    NTE_BAD_LEN: ErrorText("NTE_BAD_LEN", "長さが正しくありません。", "Bad Length."),
    NTE_BAD_ALGID: ErrorText(
        "NTE_BAD_ALGID", "無効なアルゴリズムが指定されました。", "Invalid algorithm specified."
    ),
    NTE_BAD_FLAGS: ErrorText("NTE_BAD_FLAGS", "無効なフラグが指定されました。", "Invalid flags specified."),
    NTE_EXISTS: ErrorText("NTE_EXISTS", "オブジェクトは既に存在します。", "Object already exists."),
    NTE_BAD_PROV_TYPE: ErrorText(
        "NTE_BAD_PROV_TYPE", "無効なプロバイダーの種類が指定されました。", "Invalid provider type specified."
    ),
    NTE_BAD_KEYSET: ErrorText("NTE_BAD_KEYSET", "キーセットがありません。", "Keyset does not exist"),
    NTE_KEYSET_NOT_DEF: ErrorText(
        "NTE_KEYSET_NOT_DEF", "キーセットが定義されていません。", "The keyset is not defined."
    ),
    NTE_PROV_TYPE_NO_MATCH: ErrorText(
        "NTE_PROV_TYPE_NO_MATCH",
        "プロバイダーの種類が登録された値と一致しません。",
        "Provider type does not match registered value.",
    ),
    NTE_NOT_SUPPORTED: ErrorText(
        "NTE_NOT_SUPPORTED",
        "要求された操作はサポートされていません。",
        "The requested operation is not supported.",
    ),
    CRYPT_E_NOT_FOUND: ErrorText(
        "CRYPT_E_NOT_FOUND",
        "オブジェクトまたはプロパティが見つかりません。",
        "Cannot find object or property.",
    ),
    CRYPT_E_INVALID_PRINTABLE_STRING: ErrorText(
        "CRYPT_E_INVALID_PRINTABLE_STRING",
        "文字列に印刷できない文字が含まれています。",
        "The string contains a non-printable character.",
    ),
    CRYPT_E_INVALID_IA5_STRING: ErrorText(
        "CRYPT_E_INVALID_IA5_STRING",
        "文字列に 7 ビット ASCII 文字セット以外の文字が含まれています。",
        "The string contains a character not in the 7 bit ASCII character set.",
    ),
    CRYPT_E_INVALID_X500_STRING: ErrorText(
        "CRYPT_E_INVALID_X500_STRING",
        "文字列に無効な X500 名前属性キー、OID、値、または区切り記号が含まれています。",
        "The string contains an invalid X500 name attribute key, oid, value or delimiter.",
    ),
    CRYPT_E_ASN1_BADTAG: ErrorText(
        "CRYPT_E_ASN1_BADTAG", "ASN1 の不正なタグの値が一致しました。", "ASN1 bad tag value met."
    ),
    CERTSRV_E_PROPERTY_EMPTY: ErrorText(
        "CERTSRV_E_PROPERTY_EMPTY",
        "要求されたプロパティの値が空です。",
        "The requested property value is empty.",
    ),
    XENROLL_E_ROOT_REFUSED: ErrorText(
        "",
        "システム ポリシーにより、ルート証明書の追加は許可されていません。",
        "System policy does not allow the root certificate to be added.",
    ),
    CERT_E_UNTRUSTEDROOT: ErrorText(
        "CERT_E_UNTRUSTEDROOT",
        "証明書チェーンは処理されましたが、信頼プロバイダーが信頼していないルート証明書で強制終了しました。",
        "A certificate chain processed, but terminated in a root certificate which is not trusted by"
        " the trust provider.",
    ),
    CERT_E_CHAINING: ErrorText(
        "CERT_E_CHAINING",
        "信頼されたルート機関に対して証明書チェーンを作成できませんでした。",
        "A certificate chain could not be built to a trusted root authority.",
    ),
    SCARD_E_NO_READERS_AVAILABLE: ErrorText(
        "SCARD_E_NO_READERS_AVAILABLE",
        "スマート カード リーダーを利用できません。",
        "Cannot find a smart card reader.",
    ),
    SCRIPT_TYPE_MISMATCH: ErrorText("", "型が一致しません。", "Type mismatch"),
    SCRIPT_CANNOT_CREATE_OBJECT: ErrorText(
        "",
        "オートメーション サーバーはオブジェクトを作成できません。",
        "Automation server can't create object",
    ),
    SCRIPT_NO_SUCH_MEMBER: ErrorText(
        "",
        "オブジェクトでサポートされていないプロパティまたはメソッドです。",
        "Object doesn't support this property or method",
    ),
    SCRIPT_WRONG_ARGUMENTS: ErrorText(
        "",
        "引数の数が一致していません。または不正なプロパティを指定しています。",
        "Wrong number of arguments or invalid property assignment",
    ),
}

_WIN32, _ASN1, _SCRIPT = 0x80070000, 0x80093100, 0x800A0000
_OLDER = "CEnroll::"


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
    """Name and texts of an HRESULT (signed or unsigned); E_FAIL's for one that is not known."""
    return WORDS.get(number & 0xFFFF_FFFF, WORDS[E_FAIL])


def describe_error(number: int, method: str = "") -> str:
    """The whole sentence a page shows, as Windows 10 words it in the language in use.

    CertEnroll names its method and the number. XEnroll (methods of `CEnroll`) and the script engine itself
    (0x800Axxxx) say the bare text.
    """
    number &= 0xFFFF_FFFF
    text = word(number).japanese if language() == "ja" else word(number).english
    if number & 0xFFFF_0000 == _SCRIPT or method.startswith(_OLDER):
        return text
    place = f"CertEnroll::{method}: " if method else ""
    return f"{place}{text} 0x{number:08x} ({_origin(number)})"


def _origin(number: int) -> str:
    name = f" {word(number).name}" if number in WORDS and word(number).name else ""
    if number & 0xFFFF_0000 == _WIN32:
        return f"WIN32: {number & 0xFFFF}{name}"
    if number & 0xFFFF_FF00 == _ASN1:
        return f"ASN: {number & 0x3FF}{name}"
    return f"{as_signed(number)}{name}"
