"""What the mock remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.mock_site import unlock
from fixtures.mock_site.people import Account
from fixtures.mock_site.records import Records


def test_an_account_is_remembered_whole(records: Records, account: Account) -> None:
    assert records.account(account.user_id) == account


def test_a_change_is_seen_by_others_at_once(records: Records, account: Account, tmp_path: Path) -> None:
    with Records(tmp_path) as other:
        other.change(account.user_id, pin="1234")

    found = records.account(account.user_id)
    assert found is not None
    assert found.pin == "1234"


def test_the_one_issue_can_be_claimed_once(records: Records, account: Account) -> None:
    claims = [records.claim_issue(account.user_id, "2026-04-01T09:00:00+09:00") for _ in range(2)]

    assert claims == [True, False]


def test_the_sixth_failure_locks(records: Records, account: Account) -> None:
    locked = [records.add_failure(account.user_id, 6) for _ in range(6)]

    assert locked == [False] * 5 + [True]


def test_unlocking_starts_the_count_again(records: Records, account: Account, tmp_path: Path) -> None:
    for _ in range(6):
        records.add_failure(account.user_id, 6)

    unlock(tmp_path, account.user_id)

    found = records.account(account.user_id)
    assert found is not None
    assert (found.locked, found.failures) == (False, 0)


def test_an_unknown_user_cannot_be_unlocked(records: Records, tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="nobody"):
        unlock(tmp_path, "nobody")


def test_nothing_can_be_unlocked_where_there_is_no_mock(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        unlock(tmp_path, "10006")


def test_an_unknown_column_cannot_be_changed(records: Records, account: Account) -> None:
    with pytest.raises(KeyError, match="shoe_size"):
        records.change(account.user_id, shoe_size=27)
