"""The invented people."""

from __future__ import annotations

from fixtures.mock_site.people import Account, invent
from tests.clocks import StandingClock


def test_five_hundred_people_have_five_hundred_names(clock: StandingClock) -> None:
    accounts = [invent(number, clock()) for number in range(500)]

    assert len({account.name for account in accounts}) == 500
    assert len({account.romaji for account in accounts}) == 500


def test_names_and_companies_can_be_written_in_every_encoding(clock: StandingClock) -> None:
    texts = [invent(number, clock()) for number in range(60)]

    for codec in ("iso2022_jp", "cp932", "euc_jp"):
        assert all((account.name + account.company).encode(codec) for account in texts)


def test_secrets_are_never_the_same_twice(clock: StandingClock) -> None:
    one, other = invent(0, clock()), invent(0, clock())

    assert one.name == other.name
    for name in ("p2", "p3", "cd", "login_key", "authentication_password", "mail_password"):
        assert getattr(one, name) != getattr(other, name)


def test_an_account_keeps_its_secrets_to_itself(account: Account) -> None:
    shown = repr(account)

    secrets = (account.p2, account.p3, account.cd, account.authentication_password, account.password)
    assert not [secret for secret in secrets if secret in shown]
