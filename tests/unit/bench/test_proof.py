"""A run counts only if the mock's ledger proves the work."""

from __future__ import annotations

from bench.proof import ACTS, logins, missing
from ekakushin.fixtures.mock_site import LedgerLine


def line(act, outcome="ok", user_id="10006") -> LedgerLine:
    return LedgerLine(at="2026-11-29T14:00:00+09:00", user_id=user_id, act=act, outcome=outcome)


def everything(user_id: str) -> list[LedgerLine]:
    return [line(act, user_id=user_id) for act in ACTS]


def test_nothing_is_missing_where_everybody_did_everything() -> None:
    assert missing([*everything("10006"), *everything("10007")], ["10006", "10007"]) == []


def test_an_act_that_was_refused_is_missing() -> None:
    ledger = [each for each in everything("10006") if each.act != "pin"]

    assert missing([*ledger, line("pin", "refused")], ["10006"]) == ["10006 pin"]


def test_what_another_person_did_proves_nothing() -> None:
    assert missing(everything("10006"), ["10006", "10007"]) == [f"10007 {act}" for act in ACTS]


def test_a_refused_login_is_not_counted() -> None:
    assert logins([line("login"), line("login", "refused"), line("login")]) == 2
