"""The dates of certificates are read without a vault and without what opens keys."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.certificates.dates import ends_of
from ekakushin.automation.vault import FileVault
from tests.support.fakes import USER
from tests.support.keeping import issue

AT = datetime(2030, 6, 1, tzinfo=UTC)


@pytest.fixture
def store(home: Path, vault: FileVault) -> EncryptedCertificates:
    return EncryptedCertificates(home, vault)


def end_of(store: EncryptedCertificates, home: Path) -> int:
    """The year in which the certificate ends."""
    return ends_of(home, [USER], AT)[USER].year


@pytest.mark.parametrize(
    ("years", "proven", "end"),
    [
        ([2030], [], 2031),
        ([2030], [2030], 2031),
        ([2030, 2031], [2030], 2031),
        ([2030, 2031], [2030, 2031], 2032),
    ],
    ids=["not proven", "in use", "the newer one not proven", "both proven"],
)
def test_it_is_that_of_the_certificate_in_use(
    store: EncryptedCertificates, home: Path, years: list[int], proven: list[int], end: int
) -> None:
    for year in years:
        issued = issue(year)
        kept = store.keep_certificate(USER, chain_pem=issued.chain_pem, key_pem=issued.key_pem)
        if year in proven:
            store.mark_proven(kept)

    assert end_of(store, home) == end


def test_who_has_none_or_one_that_cannot_be_read_is_left_out(
    store: EncryptedCertificates, home: Path
) -> None:
    issued = issue()
    store.keep_certificate(USER, chain_pem=issued.chain_pem, key_pem=issued.key_pem)
    (facts,) = (home / "certificates").rglob("*.json")
    facts.write_text("{")

    assert ends_of(home, [USER, "10007"], AT) == {}


def test_a_folder_without_certificates_stays_as_it_is(home: Path) -> None:
    assert ends_of(home, [USER], AT) == {}
    assert list(home.iterdir()) == []
