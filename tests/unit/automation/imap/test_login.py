"""What is sent to log in, what is kept of it, and from which day on mails are wanted."""

from __future__ import annotations

from datetime import date

import pytest

from ekakushin.automation.imap import KeptLogins, MailboxLogin, Server
from ekakushin.automation.imap.days import day_of
from ekakushin.automation.imap.login import initial_response
from ekakushin.flows.models import NOBODY, SecretName
from ekakushin.flows.secret import Secret
from tests.support.fakes import Surroundings

SERVER = Server.at("imap.example.jp")


def login(secret: str = "wort-4711", user: str = "a=b,c@example.jp", **more: bool) -> MailboxLogin:
    return MailboxLogin(user=user, secret=Secret(secret), **more)


@pytest.mark.parametrize(
    ("mechanism", "sent"),
    [
        ("PLAIN", "\0a=b,c@example.jp\0wort-4711"),
        ("XOAUTH2", "user=a=b,c@example.jp\1auth=Bearer wort-4711\1\1"),
        ("OAUTHBEARER", "n,a=a=3Db=2Cc@example.jp,\1auth=Bearer wort-4711\1\1"),
    ],
)
def test_each_mechanism_has_its_own_words(mechanism: str, sent: str) -> None:
    assert initial_response(mechanism, login()) == sent


@pytest.mark.parametrize(
    ("port", "starttls", "expected"),
    [
        (None, False, (993, False)),
        (None, True, (143, True)),
        (143, False, (143, True)),
        (1143, True, (1143, True)),
    ],
)
def test_the_usual_ports_are_known(port: int | None, starttls: bool, expected: tuple[int, bool]) -> None:
    server = Server.at("h", port, starttls=starttls)

    assert (server.port, server.starttls) == expected


def test_logins_are_kept_by_server_user_and_kind(around: Surroundings) -> None:
    kept = KeptLogins(lambda: around.vault)
    kept.keep(SERVER, login())
    kept.keep(SERVER, login("a-token-1", oauth=True))
    kept.keep(SERVER, login("another-1", user="b"))

    assert kept.get(SERVER, login().user, oauth=False) == Secret("wort-4711")
    assert kept.get(SERVER, login().user, oauth=True) == Secret("a-token-1")
    assert kept.get(Server.at("other.example.jp"), login().user, oauth=False) is None
    assert kept.forget(SERVER, login().user)
    assert not kept.forget(SERVER, login().user)
    assert kept.get(SERVER, login().user, oauth=False) is None
    assert kept.get(SERVER, "b", oauth=False) == Secret("another-1")


def test_what_was_refused_is_known_until_something_is_accepted(around: Surroundings) -> None:
    kept = KeptLogins(lambda: around.vault)
    kept.keep(SERVER, login())

    kept.note_refusal(SERVER, login())

    assert kept.was_refused(SERVER, login())
    assert not kept.was_refused(SERVER, login("the-new-one"))
    assert kept.get(SERVER, login().user, oauth=False) is None
    kept.note_success(SERVER, login("the-new-one"))
    assert not kept.was_refused(SERVER, login())
    assert around.vault.get(NOBODY, SecretName.REFUSED_MAILBOXES) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-01", date(2026, 4, 1)),
        ("2026/4/1", date(2026, 4, 1)),
        ("２０２６年４月１日", date(2026, 4, 1)),
        ("30d", date(2026, 4, 1)),
        ("2w", date(2026, 4, 17)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date) -> None:
    assert day_of(text, date(2026, 5, 1)) == day


@pytest.mark.parametrize("text", ["", "きのう", "2026-13-01", "4/1", "30"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        day_of(text, date(2026, 5, 1))
