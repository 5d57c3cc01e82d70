"""Which password holds and which may be tried, by what the vault has of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ekakushin.automation
import ekakushin.flows
from ekakushin.flows.errors import NeedsPerson, OutcomeUnknown
from ekakushin.flows.models import SecretName
from ekakushin.flows.rules.passwords import Passwords
from ekakushin.flows.secret import Secret
from tests.support.fakes import NOW, USER, Surroundings

MAILED, NEW = Secret("login9012"), Secret("new-one-1")
ENTRIES = (
    SecretName.PASSWORD,
    SecretName.LOGIN_PASSWORD,
    SecretName.FORMER_PASSWORD,
    SecretName.NEXT_PASSWORD,
    SecretName.NEXT_PASSWORD_SENT,
    SecretName.SIGNUP_PASSWORD,
    SecretName.ACCEPTED_PASSWORD,
    SecretName.REFUSED_PASSWORD,
    SecretName.UNCLEAR_LOGINS,
    SecretName.SIGNED_UP_ELSEWHERE,
)


@pytest.fixture
def passwords(around: Surroundings) -> Passwords:
    return Passwords(around.vault, USER)


def under_way(around: Surroundings) -> None:
    """A change of the password was sent, and nobody knows whether it took effect."""
    around.has(SecretName.PASSWORD, "login9012")
    around.has(SecretName.NEXT_PASSWORD, "new-one-1")
    around.has(SecretName.NEXT_PASSWORD_SENT, NOW.isoformat())


def test_nothing_else_reads_or_writes_these_entries() -> None:
    names = "|".join(entry.name for entry in ENTRIES)
    named = re.compile(rf"\bSecretName\.({names})\b")
    rooms = [Path(room.__file__ or "").parent for room in (ekakushin.flows, ekakushin.automation)]
    sources = [source for room in rooms for source in room.rglob("*.py")]

    assert [each.name for each in sources if named.search(each.read_text("utf-8"))] == ["passwords.py"]


def test_the_password_that_worked_is_the_present_one(around: Surroundings, passwords: Passwords) -> None:
    before = passwords.present(MAILED)
    around.has(SecretName.PASSWORD, "own-one-1")

    assert before == MAILED
    assert passwords.present(MAILED) == Secret("own-one-1")


@pytest.mark.parametrize(("proven", "own"), [(None, False), ("login9012", False), ("own-one-1", True)])
def test_the_person_s_own_is_one_that_opened_the_account_and_is_not_the_mail_s(
    around: Surroundings, passwords: Passwords, proven: str | None, own: bool
) -> None:
    if proven:
        around.has(SecretName.PASSWORD, proven)

    assert passwords.is_own(MAILED) is passwords.is_changed(MAILED) is own


def test_while_a_change_is_undecided_nothing_is_changed(around: Surroundings, passwords: Passwords) -> None:
    under_way(around)
    around.has(SecretName.PASSWORD, "own-one-1")

    assert passwords.is_own(MAILED)
    assert not passwords.is_changed(MAILED)


def test_a_new_one_is_a_candidate_once_it_was_sent(passwords: Passwords) -> None:
    passwords.keep_next(NEW)
    kept = passwords.candidate
    passwords.note_next_sent(NOW)

    assert (kept, passwords.candidate) == (None, NEW)


def test_promoting_makes_the_next_password_the_present_one(
    around: Surroundings, passwords: Passwords
) -> None:
    under_way(around)

    passwords.promote_next()

    assert around.holds(SecretName.PASSWORD) == "new-one-1"
    assert around.holds(SecretName.NEXT_PASSWORD) is None
    assert around.holds(SecretName.NEXT_PASSWORD_SENT) is None


def test_there_must_be_something_to_promote(around: Surroundings, passwords: Passwords) -> None:
    around.has(SecretName.PASSWORD, "login9012")

    with pytest.raises(OutcomeUnknown) as raised:
        passwords.promote_next()

    assert raised.value.code == "ACC-007"
    assert around.holds(SecretName.PASSWORD) == "login9012"


def test_dropping_leaves_the_present_password(around: Surroundings, passwords: Passwords) -> None:
    under_way(around)

    passwords.drop_next()
    passwords.drop_next()

    assert around.holds(SecretName.PASSWORD) == "login9012"
    assert around.holds(SecretName.NEXT_PASSWORD) is None


@pytest.mark.parametrize(("password", "most"), [(MAILED, 1), (NEW, 3)])
def test_only_so_many_attempts_may_end_unclear(passwords: Passwords, password: Secret, most: int) -> None:
    passwords.keep_next(NEW)
    for _ in range(most):
        passwords.must_have_attempts_left(password)
        passwords.count_attempt(password)

    with pytest.raises(NeedsPerson) as raised:
        passwords.must_have_attempts_left(password)

    assert (raised.value.code, raised.value.values) == ("ACC-008", {"count": most})


def test_one_that_was_accepted_before_is_not_counted(around: Surroundings, passwords: Passwords) -> None:
    passwords.note_accepted(MAILED)

    passwords.count_attempt(MAILED)

    assert around.holds(SecretName.UNCLEAR_LOGINS) is None


def test_a_new_one_that_opens_the_account_is_not_the_password_before_it_is_promoted(
    around: Surroundings, passwords: Passwords
) -> None:
    under_way(around)

    passwords.note_opened(NEW, MAILED)

    assert around.holds(SecretName.PASSWORD) == "login9012"


@pytest.mark.parametrize("sent", [True, False])
def test_an_account_that_is_signed_up_was_so_by_us_if_we_had_sent_it(
    passwords: Passwords, sent: bool
) -> None:
    if sent:
        passwords.note_signing_up(MAILED)

    passwords.note_signed_up_before(MAILED)

    assert passwords.was_accepted(MAILED) is sent
    assert passwords.is_somebody_else_s(MAILED) is not sent


def test_what_the_society_has_reset_is_set_aside(around: Surroundings, passwords: Passwords) -> None:
    passwords.keep_mailed(MAILED, {})
    around.has(SecretName.PASSWORD, "own-one-1")
    around.has(SecretName.UNCLEAR_LOGINS, "1")

    passwords.set_aside_if_reset(Secret("another1"))

    assert around.holds(SecretName.FORMER_PASSWORD) == "own-one-1"
    assert (passwords.proven, around.holds(SecretName.UNCLEAR_LOGINS)) == (None, None)
    assert passwords.mailed == MAILED


def test_the_same_mail_read_again_sets_nothing_aside(around: Surroundings, passwords: Passwords) -> None:
    first, again = passwords.keep_mailed(MAILED, {}), passwords.keep_mailed(MAILED, {})
    around.has(SecretName.PASSWORD, "own-one-1")

    passwords.set_aside_if_reset(MAILED)

    assert (first, again) == (True, False)
    assert passwords.proven == Secret("own-one-1")
