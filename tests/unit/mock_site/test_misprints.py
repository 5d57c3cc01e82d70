"""The mails, when something is wrong with them."""

from __future__ import annotations

import re

import pytest

from fixtures.mock_site.misprints import ELSEWHERE, Letter, Letters, misprinted

ORIGIN = "https://127.0.0.1:1"
LETTERS = (
    Letter(
        subject="ユーザー登録のご連絡",
        body=f"認証情報パスワード：別のメール\n{ORIGIN}/scira/Entrance.jsp?p1=1\n"
        f"{ORIGIN}/ebunsho/SignUp.do?cd=000000123\n{ORIGIN}/ebunsho/UrLogin.do?k=1\n",
    ),
    Letter(
        subject="パスワードのご連絡",
        body="認証情報パスワード：abc12345\nサインアップ・ログインパスワード：def67890\n",
    ),
)


def bodies(letters: Letters) -> str:
    return "".join(letter.body for letter in letters)


@pytest.mark.parametrize(
    ("user_id", "lost"), [("10006", "abc12345"), ("10007", "SignUp.do"), ("10008", "def67890")]
)
def test_each_person_s_mails_lack_another_part(user_id: str, lost: str) -> None:
    letters = misprinted(LETTERS, user_id, {"MAIL-001"})

    assert len(letters) == 2
    assert lost not in bodies(letters)
    assert len(bodies(letters)) > len(bodies(LETTERS)) - 60


@pytest.mark.parametrize(("user_id", "said"), [("10006", "パスワード：54321cba"), ("10007", "cd=321000000")])
def test_a_third_mail_says_something_else(user_id: str, said: str) -> None:
    *two, third = misprinted(LETTERS, user_id, {f"MAIL-002@{user_id}"})

    assert tuple(two) == LETTERS
    assert said in third.body
    assert third.subject in [letter.subject for letter in two]


@pytest.mark.parametrize(
    ("user_id", "path"), [("10006", "/scira"), ("10007", "SignUp"), ("10008", "UrLogin")]
)
def test_one_address_leads_to_another_host(user_id: str, path: str) -> None:
    letters = misprinted(LETTERS, user_id, {"MAIL-003"})

    (address,) = re.findall(rf"{ELSEWHERE}\S+", bodies(letters))
    assert path in address
    assert bodies(letters).count(ORIGIN) == 2


def test_nobody_else_s_mails_are_wrong() -> None:
    assert misprinted(LETTERS, "10007", {"MAIL-001@10006", "NET-005"}) == LETTERS
