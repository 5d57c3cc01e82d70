"""The workbook that is handed out: what it holds, and that it is nowhere in clear."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.exceptions import InvalidKeyError

from ekakushin.automation.commands.credentials.handout import Handout
from ekakushin.automation.commands.credentials.workbook import encrypt, next_steps, workbook_of
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import use_language
from tests.support.opened import opened, page, rows

PASSWORD = "correct horse battery"


def handout(user_id: str = "10006", **other: object) -> Handout:
    values = {
        "name": "健保 太郎",
        "company": "TJK株式会社",
        "password": "own-one-1",
        "own_password": True,
        "pin": "02468135",
        "login_url": "https://ds.e-kakushin.com/ebunsho/UrLogin.do?cd=76543",
        "expiry": datetime(2027, 5, 8, 6, 47, tzinfo=UTC),
    }
    return Handout.model_validate({"user_id": user_id, **values, **other})


def sealed(*people: Handout, password: str = PASSWORD) -> bytes:
    return encrypt(workbook_of(people), Secret(password))


def test_a_page_holds_all_that_the_person_needs() -> None:
    told = page(opened(sealed(handout()), PASSWORD))

    assert told == {
        "ユーザID": "10006",
        "氏名": "健保 太郎",
        "会社名": "TJK株式会社",
        "ログインのアドレス": "https://ds.e-kakushin.com/ebunsho/UrLogin.do?cd=76543",
        "パスワード": "own-one-1",
        "暗証コード": "02468135",
        "証明書の期限": "2027/05/08",
        "次にすること": f"1. {next_steps(handout())[0]}",
    }


def test_of_several_there_is_a_list_and_a_page_each() -> None:
    sheets = opened(sealed(handout(), handout("10007", name="健保 花子", pin=None)), PASSWORD)

    assert list(sheets) == ["一覧", "配布用"]
    assert [(each["ユーザID"], each["氏名"], each["暗証コード"]) for each in rows(sheets)] == [
        ("10006", "健保 太郎", "02468135"),
        ("10007", "健保 花子", ""),
    ]
    assert [value for caption, value, *_ in sheets["配布用"] if caption == "ユーザID"] == ["10006", "10007"]


def test_what_is_next_depends_on_what_there_is() -> None:
    done = next_steps(handout(pc="PC-17"))
    not_done = next_steps(handout(own_password=False, pin=None, expiry=None))

    assert "PC-17" in done[0]
    assert not any("パスワード変更" in step for step in done)
    assert any("2027/05/08" in step for step in done)
    assert any("パスワード変更" in step for step in not_done)
    assert any("本人が登録した" in step for step in not_done)


def test_it_is_in_the_language_in_use() -> None:
    use_language("en")

    assert page(opened(sealed(handout()), PASSWORD))["Login address"].startswith("https://")


def test_another_password_does_not_open_it() -> None:
    with pytest.raises(InvalidKeyError):
        opened(sealed(handout()), "another password")


def test_it_is_closed_the_way_office_closes_it() -> None:
    data = sealed(handout())

    assert data.startswith(b"\xd0\xcf\x11\xe0")
    assert "EncryptionInfo".encode("utf-16-le") in data
    for secret in ("own-one-1", "02468135", "76543", "健保"):
        assert secret.encode() not in data


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.com", "\x01太郎\r\n"])
def test_nothing_in_it_is_calculated_or_clicked(name: str) -> None:
    told = page(opened(sealed(handout(name=name, password=name)), PASSWORD))

    assert told["氏名"] == told["パスワード"] == name.replace("\x01", "").replace("\r\n", "\n")


@settings(max_examples=15, deadline=None)
@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40),
    password=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=12, max_size=40),
)
def test_any_text_and_any_password_come_back(text: str, password: str) -> None:
    told = page(opened(sealed(handout(pin=text), password=password), password))

    assert told["暗証コード"] == text


opened_files: list[str] = []
watching = [False]


def note_what_is_opened(event: str, arguments: tuple[object, ...]) -> None:
    if watching[0] and event in ("open", "tempfile.mkstemp", "tempfile.mkdtemp"):
        mode = arguments[1] if event == "open" else "w"
        if not isinstance(mode, str) or set(mode) & set("wax+"):
            opened_files.append(f"{event} {arguments[0]}")


def test_nothing_of_it_touches_the_disk_while_it_is_made(tmp_path: Path) -> None:
    sys.addaudithook(note_what_is_opened)  # cannot be taken off again, so it looks only when told
    sealed(handout())  # what is imported or cached at the first time
    watching[0] = True
    try:
        (tmp_path / "seen").write_text("the hook sees this")
        sealed(handout(), handout("10007"))
    finally:
        watching[0] = False

    assert opened_files == [f"open {tmp_path / 'seen'}"]
