"""The two mails in the guide's wording, and ways to have them read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from ekakushin.flows.mailbox import MailReading, read_mails

ISSUANCE = "https://webra2.secomtrust.net/scira/Entrance.jsp?p1=1&p2=8f3ac0d2&p3=Qk7Zp19x"
SIGNUP = "https://ds.e-kakushin.com/ebunsho/SignUp.do?cd=0000001234567"
LOGIN = "https://ds.e-kakushin.com/ebunsho/UrLogin.do?cd=76543"

FIRST = f"""東京都情報サービス産業健康保険組合 より
「電子申請システム」のユーザ登録が行われましたので、
ユーザIDと本システムのご利用開始手続きをご案内申し上げます。

ユーザID：10006
認証情報パスワード：別のメールで記載いたしました。
サインアップ・ログインパスワード：別のメールで記載しました。

ご利用開始手続

1) 電子証明書の準備

実際に本システムをご利用になるPCより、本システム専用の
電子証明書発行サイトにアクセスし、Webブラウザに電子証明書をインストールして下さい。

発行サイト
{ISSUANCE}

※必ず実際に本システムをご利用になるPCより電子証明書をインストールして下さい。

2) サインアップ

電子証明書のインストール完了後、本システム専用のサインアップサイトに
アクセスし、ユーザ・サインアップを行って下さい。

サインアップサイト
{SIGNUP}

3) ログイン

サインアップ完了後、本システム専用のログインサイトよりログインして下さい。

ログインサイト
{LOGIN}
"""

SECOND = """TJK株式会社
健保 太郎 様

「電子申請システム」の利用パスワードについて
ご案内申し上げます。

ユーザID：10006
認証情報パスワード：auth5678
サインアップ・ログインパスワード：login9012
"""


@pytest.fixture(scope="session")
def first_mail() -> str:
    return FIRST


@pytest.fixture(scope="session")
def second_mail() -> str:
    return SECOND


@pytest.fixture(scope="session")
def issuance_url() -> str:
    return ISSUANCE


@pytest.fixture(scope="session")
def signup_url() -> str:
    return SIGNUP


@pytest.fixture(scope="session")
def login_url() -> str:
    return LOGIN


def revealed(reading: MailReading) -> dict[str, tuple[str, ...]]:
    """Everything that was read, in clear, a tuple a person."""
    return {
        person.user_id: (
            person.name,
            person.company,
            *(
                value.reveal() if value else ""
                for value in (
                    person.issuance_url,
                    person.signup_url,
                    person.login_url,
                    person.authentication_password,
                    person.login_password,
                )
            ),
        )
        for person in reading.people
    }


@pytest.fixture(scope="session")
def everything() -> dict[str, tuple[str, ...]]:
    """What both mails together say."""
    return {"10006": ("健保 太郎", "TJK株式会社", ISSUANCE, SIGNUP, LOGIN, "auth5678", "login9012")}


@pytest.fixture(scope="session")
def clear() -> Callable[[MailReading], dict[str, tuple[str, ...]]]:
    return revealed


@pytest.fixture(scope="session")
def is_right_or_missing(everything: dict[str, tuple[str, ...]]) -> Callable[[bytes], bool]:
    """Whether a reading of the bytes holds no value but the right one; names aside."""

    def judge(mail: bytes) -> bool:
        found = revealed(read_mails([], mail))
        right = everything["10006"][2:]
        pairs = [pair for values in found.values() for pair in zip(values[2:], right, strict=True)]
        return set(found) <= {"10006"} and all(value in ("", wanted) for value, wanted in pairs)

    return judge


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., MailReading]:
    """Reads bytes or text as files of the given names in a folder."""

    def read_files(**files: bytes | str) -> MailReading:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            tmp_path.joinpath(name.replace("__", ".")).write_bytes(data)
        return read_mails([tmp_path])

    return read_files


@pytest.fixture(scope="session")
def sign() -> Callable[[bytes], bytes]:
    """Wraps a mail in PKCS#7 signed-data (DER), as a signing mail program does."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TJK")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())

    def signed(data: bytes) -> bytes:
        signature = pkcs7.PKCS7SignatureBuilder().set_data(data)
        return signature.add_signer(certificate, key, hashes.SHA256()).sign(Encoding.DER, [])

    return signed


@pytest.fixture(scope="session")
def as_windows() -> Callable[[str, str], bytes]:
    """Encodes as Windows' code pages 50221 (under the name cp50220) and 51932 do, pairs from CP932."""

    def encode(text: str, code_page: str) -> bytes:
        return b"".join(_windows_character(character, code_page) for character in text)

    return encode


def _windows_character(character: str, code_page: str) -> bytes:
    data = character.encode("cp932")
    is_jis = code_page == "cp50220"
    if len(data) == 1 and data[0] < 0x80:
        return data
    if len(data) == 1:
        return b"\x1b(I" + bytes((data[0] & 0x7F,)) + b"\x1b(B" if is_jis else b"\x8e" + data
    pair = _jis_pair(*data)
    return b"\x1b$B" + pair + b"\x1b(B" if is_jis else bytes(byte | 0x80 for byte in pair)


def _jis_pair(lead: int, trail: int) -> bytes:
    if lead >= 0xFA:  # IBM's rows have no place in JIS; Windows writes NEC's copies of them
        return {(0xFB, 0xFC): b"\x7c\x62"}[lead, trail]
    row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2 + (trail >= 0x9F)
    cell = trail - 0x9F if trail >= 0x9F else trail - 0x40 - (trail > 0x7F)
    return bytes((row + 0x21, cell + 0x21))
