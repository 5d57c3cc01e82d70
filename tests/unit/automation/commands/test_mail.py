"""What is in the mails, for the eye: no password, no personal part of an address."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from ekakushin.automation.commands.mail import from_mails, print_mails
from ekakushin.flows.mailbox import InvitedPerson, MailReading
from ekakushin.flows.secret import MASK
from tests.support.fakes import invitation
from tests.support.zips import aes_zip_of


def shown(*people: InvitedPerson, width: int = 120) -> str:
    stream = io.StringIO()
    print_mails(MailReading(people=people), Console(file=stream, width=width))
    return stream.getvalue()


def person(**other: object) -> InvitedPerson:
    return InvitedPerson.model_validate({**dict(invitation()), **other})


def test_it_tells_who_is_invited_where_to() -> None:
    text = shown(person())

    for words in (
        "10006",
        "健保 太郎 (TJK株式会社)",
        "https://webra2.secomtrust.net/scira/Entrance.jsp?…",
        "https://ds.e-kakushin.com/ebunsho/SignUp.do?…",
        "そろっています",
    ):
        assert words in text


@pytest.mark.parametrize("width", [40, 120])
def test_neither_passwords_nor_queries_are_shown(width: int) -> None:
    text = "".join(shown(person(), width=width).split())

    assert not any(secret in text for secret in ("auth5678", "login9012", "p2=", "8f3a", "Qk7Z", "cd="))
    assert text.count(MASK) == 2


def test_addresses_are_shown_whole_where_that_is_wanted() -> None:
    stream = io.StringIO()
    print_mails(MailReading(people=(person(),)), Console(file=stream, width=200), addresses=True)

    assert invitation().signup_url.reveal() in stream.getvalue()


def test_what_is_missing_is_named_and_not_masked() -> None:
    text = shown(person(login_password=None, login_url=None))

    assert text.count(MASK) == 1
    assert "足りないもの" in text
    assert "そろっています" not in text


def test_what_is_contradictory_is_named() -> None:
    assert "食い違うもの" in shown(person(name="", conflicts=("name",)))


def test_fields_are_named_as_the_mails_name_them() -> None:
    text = shown(person(login_password=None))

    assert "login_password" not in text


def test_nobody_is_nothing() -> None:
    assert shown() == ""


def test_brackets_in_a_name_are_part_of_it() -> None:
    assert "[/x]" in shown(person(name="[/x]"))


@pytest.mark.parametrize(("typed", "people"), [("Natsu2026", ["10006"]), ("", [])])
def test_the_password_of_a_zip_is_asked_for_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, people: list[str]
) -> None:
    tmp_path.joinpath("a.zip").write_bytes(aes_zip_of({"1.txt": "ユーザID：10006".encode()}, "Natsu2026"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda question: typed)

    assert [person.user_id for person in from_mails([tmp_path]).people] == people
