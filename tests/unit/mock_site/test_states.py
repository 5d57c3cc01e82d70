"""The state that a fault puts an account into."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.mock_site.causing import cause, mend
from fixtures.mock_site.people import Account
from fixtures.mock_site.records import Records
from fixtures.mock_site.states import afflicted


def test_nothing_is_changed_without_a_reason(account: Account) -> None:
    assert afflicted(account, {"NET-005", "ACC-002@10007"}) == account


def test_a_locked_account_has_failed_six_times(account: Account) -> None:
    locked = afflicted(account, {"ACC-002"})

    assert (locked.locked, locked.failures) == (True, 6)


def test_a_taken_account_has_another_password(account: Account) -> None:
    taken = afflicted(account, {f"ACC-010@{account.user_id}"})

    assert taken.signed_up_at
    assert taken.password not in (account.password, account.mail_password)


@pytest.mark.parametrize(
    ("ordered_at", "pin", "sealed"), [("", "", False), ("2026", "", True), ("2026", "1", False)]
)
def test_a_pin_of_somebody_else_needs_a_certificate(
    account: Account, ordered_at: str, pin: str, sealed: bool
) -> None:
    before = replace(account, signing_ordered_at=ordered_at, pin=pin)

    assert (afflicted(before, {"SGN-006"}).pin != pin) is sealed


def test_it_is_over_when_mended(records: Records, account: Account, tmp_path: Path) -> None:
    cause(tmp_path, "ACC-002")
    during = records.accounts()[0].locked
    mend(tmp_path, "ACC-002")

    assert (during, records.account(account.user_id)) == (True, account)
