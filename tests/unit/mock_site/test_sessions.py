"""Sessions and their one-time tokens."""

from __future__ import annotations

from fixtures.mock_site.sessions import Sessions
from tests.clocks import StandingClock


def test_a_token_is_taken_once(clock: StandingClock) -> None:
    session = Sessions(clock).of("")
    token = session.save_token()

    assert [session.take_token(token), session.take_token(token)] == [True, False]


def test_a_newer_page_makes_an_older_token_void(clock: StandingClock) -> None:
    session = Sessions(clock).of("")
    older = session.save_token()
    session.save_token()

    assert not session.take_token(older)


def test_a_wrong_token_uses_the_right_one_up(clock: StandingClock) -> None:
    session = Sessions(clock).of("")
    token = session.save_token()
    session.take_token("guessed")

    assert not session.take_token(token)


def test_no_token_is_no_token(clock: StandingClock) -> None:
    assert not Sessions(clock).of("").take_token("")


def test_a_cookie_finds_its_session_again(clock: StandingClock) -> None:
    sessions = Sessions(clock)
    session = sessions.of("")

    assert sessions.of(session.key) is session


def test_an_unknown_cookie_gets_a_session_with_another_key(clock: StandingClock) -> None:
    assert Sessions(clock).of("chosen-by-the-visitor").key != "chosen-by-the-visitor"


def test_a_session_ends_after_half_an_hour_of_silence(clock: StandingClock) -> None:
    sessions = Sessions(clock)
    session = sessions.of("")
    clock.pass_by(30 * 60 + 1)

    assert sessions.of(session.key) is not session


def test_an_ended_session_does_not_come_back(clock: StandingClock) -> None:
    sessions = Sessions(clock)
    session = sessions.of("")
    session.ended = True

    assert sessions.of(session.key) is not session


def test_a_session_keeps_its_secrets_to_itself(clock: StandingClock) -> None:
    session = Sessions(clock).of("")
    session.p12_pin = "c0ffee"
    token = session.save_token()

    assert not [secret for secret in ("c0ffee", token, session.key) if secret in repr(session)]


def test_every_key_that_is_given_out_is_noted(clock: StandingClock) -> None:
    given: list[str] = []
    sessions = Sessions(clock, given)
    first = sessions.of("")
    assert (sessions.of(first.key) is first, given) == (True, [first.key])
