"""The two mails of an invitation."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest

from fixtures.mock_site.mails import write_mails
from fixtures.mock_site.people import Account

ISSUANCE, SERVICE = "https://127.0.0.1:1", "https://127.0.0.1:2"


@pytest.fixture
def files(account: Account, tmp_path: Path) -> list[Path]:
    write_mails(account, folder=tmp_path / "mails", issuance=ISSUANCE, service=SERVICE)
    return sorted((tmp_path / "mails").iterdir())


def opened(file: Path) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(file.read_bytes())


def test_there_are_two_mails_with_the_guides_subjects(files: list[Path]) -> None:
    subjects = [opened(file)["Subject"] for file in files]

    assert subjects == ["ユーザー登録のご連絡", "パスワードのご連絡"]


def test_mails_are_seven_bit_iso_2022_jp(files: list[Path]) -> None:
    mail = opened(files[0])

    assert (mail.get_content_charset(), mail["Content-Transfer-Encoding"]) == ("iso-2022-jp", "7bit")
    assert all(file.read_bytes().isascii() for file in files)


def test_the_first_mail_names_the_user_and_three_addresses(files: list[Path], account: Account) -> None:
    body = opened(files[0]).get_content()

    assert f"ユーザID：{account.user_id}" in body
    assert f"発行サイト\n{ISSUANCE}/scira/Entrance.jsp?p1=1&p2={account.p2}&p3={account.p3}\n" in body
    assert f"サインアップサイト\n{SERVICE}/ebunsho/SignUp.do?cd={account.cd}\n" in body
    assert f"ログインサイト\n{SERVICE}/ebunsho/Ur" in body


def test_the_first_mail_holds_no_password(files: list[Path], account: Account) -> None:
    body = opened(files[0]).get_content()

    assert "別のメール" in body
    assert account.authentication_password not in body
    assert account.mail_password not in body


def test_the_second_mail_has_the_passwords_after_the_guides_captions(
    files: list[Path], account: Account
) -> None:
    body = opened(files[1]).get_content()

    assert "TJK株式会社\n健保 太郎 様\n" in body
    assert f"認証情報パスワード：{account.authentication_password}\n" in body
    assert f"サインアップ・ログインパスワード：{account.mail_password}\n" in body


def test_mails_go_to_the_person(files: list[Path], account: Account) -> None:
    assert account.email in str(opened(files[1])["To"])
