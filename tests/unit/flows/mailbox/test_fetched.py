"""Mails that lay among others in a mailbox: those about something else are passed over without a word."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from ekakushin.flows.mailbox import IgnoredMail, MailReading, Source, read_mails
from tests.support.zips import aes_zip_of


def source(text: str, *, chosen: bool = False, attached: bytes = b"") -> Source:
    mail = EmailMessage()
    mail.set_content(text)
    if attached:
        mail.add_attachment(attached, maintype="application", subtype="zip", filename="a.zip")
    return Source(label="INBOX/1", data=mail.as_bytes(), kind="message", chosen=chosen)


def test_both_mails_are_read_as_from_files(
    first_mail: str,
    second_mail: str,
    everything: dict[str, tuple[str, ...]],
    clear: Callable[[MailReading], dict[str, tuple[str, ...]]],
) -> None:
    reading = read_mails([], fetched=[source(first_mail), source(second_mail)])

    assert (clear(reading), reading.ignored) == (everything, ())


@pytest.mark.parametrize(
    "text", ["15時から会議です。", "ユーザID：hanako\nパスワード：abc123", "ログインサイトはこちらです。"]
)
def test_a_mail_about_something_else_is_passed_over(text: str) -> None:
    assert read_mails([], fetched=[source(text)]) == MailReading()


def test_a_mail_whose_subject_announces_one_of_the_two_is_told_if_it_says_nothing() -> None:
    assert len(read_mails([], fetched=[source("添付のとおり", chosen=True)]).ignored) == 1


def test_addresses_that_a_gateway_has_lost_are_told() -> None:
    lost = "ユーザID：10006\n発行サイト\nhttps://protect-eu.mimecast.com/s/abc"

    assert ["ゲートウェイ" in each.reason for each in read_mails([], fetched=[source(lost)]).ignored] == [
        True
    ]


@pytest.mark.parametrize("chosen", [True, False])
def test_the_password_of_a_zip_is_asked_for_where_the_mail_is_announced(chosen: bool) -> None:
    asked: list[str] = []
    zipped = aes_zip_of({"a.txt": b"x"}, "Natsu2026")

    reading = read_mails(
        [],
        fetched=[source("どうぞ", chosen=chosen, attached=zipped)],
        ask=lambda name, left: asked.append(name),
    )

    assert (len(asked), len(reading.ignored)) == ((1, 1) if chosen else (0, 0))


def test_what_could_not_be_fetched_is_told() -> None:
    left = IgnoredMail(file="INBOX/7", reason="大きすぎます")

    assert read_mails([], fetched=[left]).ignored == (left,)
