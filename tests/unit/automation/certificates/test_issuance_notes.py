"""Whether 発行 was sent, what the site said to that, and a human's leave to press it again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ekakushin.automation.certificates import EncryptedCertificates
from tests.support.fakes import NOW, USER, MemoryVault
from tests.support.keeping import issue


@pytest.fixture
def store(tmp_path: Path) -> EncryptedCertificates:
    return EncryptedCertificates(tmp_path, MemoryVault())


def test_after_a_human_s_leave_it_was_not_sent(store: EncryptedCertificates) -> None:
    store.note_requested(USER, NOW - timedelta(days=1))
    store.note_requested(USER, NOW)

    store.allow_reissue(USER)

    assert store.requested_at(USER) is None


def test_what_is_sent_after_the_leave_counts(store: EncryptedCertificates) -> None:
    store.note_requested(USER, NOW)
    store.allow_reissue(USER)

    store.note_requested(USER, NOW + timedelta(days=1))

    assert store.requested_at(USER) == NOW + timedelta(days=1)


def test_the_leave_removes_nothing(store: EncryptedCertificates, tmp_path: Path) -> None:
    store.note_requested(USER, NOW)
    store.keep_archive(USER, b"a file")
    before = {file.name for file in tmp_path.rglob("*") if file.is_file()}

    store.allow_reissue(USER)

    assert before < {file.name for file in tmp_path.rglob("*") if file.is_file()}
    assert store.archives(USER) == [b"a file"]


def test_a_leave_without_a_note_changes_nothing(store: EncryptedCertificates, tmp_path: Path) -> None:
    store.allow_reissue(USER)
    store.allow_reissue(USER)

    assert store.requested_at(USER) is None
    assert not list(tmp_path.rglob("*.reissuable"))


def test_another_process_knows_of_the_leave(store: EncryptedCertificates, tmp_path: Path) -> None:
    store.note_requested(USER, NOW)
    store.allow_reissue(USER)

    assert EncryptedCertificates(tmp_path, MemoryVault()).requested_at(USER) is None


def test_how_often_the_site_had_nothing_is_counted_from_the_last_time_it_was_sent(
    store: EncryptedCertificates,
) -> None:
    store.note_requested(USER, NOW)
    store.note_turned_away(USER, datetime(2026, 4, 2, tzinfo=UTC))
    store.note_turned_away(USER, datetime(2026, 4, 3, tzinfo=UTC))
    twice = store.times_turned_away(USER)

    store.note_requested(USER, NOW + timedelta(days=3))

    assert (twice, store.times_turned_away(USER)) == (2, 0)


def test_another_certificate_is_wanted_from_the_permission_until_it_has_come(
    store: EncryptedCertificates,
) -> None:
    store.note_requested(USER, NOW)
    first = issue(2030)
    store.keep_certificate(USER, chain_pem=first.chain_pem, key_pem=first.key_pem)
    wanted = [store.reissuing(USER)]
    store.allow_reissue(USER)
    wanted.append(store.reissuing(USER))
    store.note_requested(USER, NOW)
    wanted.append(store.reissuing(USER))
    second = issue(2031)
    store.keep_certificate(USER, chain_pem=second.chain_pem, key_pem=second.key_pem)

    assert [*wanted, store.reissuing(USER)] == [False, True, True, False]
