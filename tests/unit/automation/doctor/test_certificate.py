"""The client certificate in the store."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.doctor.certificate import identity_of, look_at_certificate
from ekakushin.automation.doctor.check import Check
from ekakushin.automation.people import People
from ekakushin.automation.vault import VAULT_FILE, FileVault
from ekakushin.flows.secret import Secret
from tests.support.fakes import MemoryVault, invitation
from tests.support.signing import signed
from tests.unit.automation.doctor.conftest import Enter


def store(home: Path) -> EncryptedCertificates:
    return EncryptedCertificates(home, FileVault(home / VAULT_FILE, Secret("of this test")))


def keep(home: Path, user_id: str = "10006", *, since: int = -1, until: int = 30) -> None:
    holder = signed(user_id, since=since, until=until)
    key_pem = Secret(holder.key_pem.decode())
    store(home).keep_certificate(user_id, chain_pem=holder.pem, key_pem=key_pem)


def know(home: Path, *user_ids: str) -> None:
    People(home, MemoryVault).keep(invitation(user_id) for user_id in user_ids)


def stands(checks: list[Check]) -> list[tuple[str, str, str]]:
    return [(check.name, check.state, check.code) for check in checks]


def test_a_certificate_with_its_key_is_good(enter: Enter, home: Path) -> None:
    keep(home)

    checks = look_at_certificate(enter("10006"))

    assert stands(checks)[:2] == [("certificate", "good", ""), ("key", "good", "")]
    assert identity_of(enter("10006"))


def test_the_only_person_who_is_known_need_not_be_named(enter: Enter, home: Path) -> None:
    keep(home)
    know(home, "10006")

    assert len(look_at_certificate(enter())) == 3
    assert identity_of(enter())


def test_who_has_none_yet_is_told_so_and_worse_if_asked_about(enter: Enter, home: Path) -> None:
    know(home, "10006")

    assert stands(look_at_certificate(enter())) == [("certificate", "unknown", "CRT-002")]
    (check,) = look_at_certificate(enter("10006"))
    assert (check.state, check.code) == ("bad", "CRT-002")
    assert "ekakushin issue 10006" in check.remedy


@pytest.mark.parametrize(("since", "until", "code"), [(-60, -30, "CRT-005"), (30, 60, "ENV-011")])
def test_one_that_does_not_hold_today_is_bad(
    since: int, until: int, code: str, enter: Enter, home: Path
) -> None:
    keep(home, since=since, until=until)

    check, key, _ = look_at_certificate(enter("10006"))

    assert (check.state, check.code) == ("bad", code)
    assert key.state == "good"


def test_without_the_passphrase_dates_are_known_and_the_key_is_not(enter: Enter, home: Path) -> None:
    keep(home)

    certificate, key, _ = look_at_certificate(enter("10006", vault_passphrase=None))

    assert (certificate.state, key.state, key.code) == ("good", "unknown", "ENV-003")
    assert identity_of(enter("10006", vault_passphrase=None)) is None


def test_with_another_passphrase_the_key_is_not_known(enter: Enter, home: Path) -> None:
    keep(home)

    _, key, _ = look_at_certificate(enter("10006", vault_passphrase=Secret("another")))

    assert (key.state, key.code) == ("unknown", "ENV-003")


def test_a_damaged_key_is_bad(enter: Enter, home: Path) -> None:
    keep(home)
    for file in home.rglob("*.pfx"):
        file.write_bytes(b"damaged")

    _, key, _ = look_at_certificate(enter("10006"))

    assert (key.state, key.code) == ("bad", "ENV-003")


def test_a_key_that_has_gone_is_told(enter: Enter, home: Path) -> None:
    keep(home)
    for file in home.rglob("*.pfx"):
        file.unlink()

    assert stands(look_at_certificate(enter("10006"))) == [("certificate", "bad", "CRT-007")]


def test_a_key_of_another_certificate_is_none(
    enter: Enter, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(home)
    premises = enter("10006")
    other = ec.generate_private_key(ec.SECP256R1())
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    identity = identity_of(premises)
    assert identity
    swapped = identity.model_copy(update={"key_pem": Secret(pem)})
    monkeypatch.setattr(EncryptedCertificates, "identity", lambda self, certificate: swapped)

    _, key, _ = look_at_certificate(premises)

    assert (key.state, key.code) == ("bad", "CRT-007")


def test_of_many_people_those_whose_certificate_is_over_are_named(enter: Enter, home: Path) -> None:
    know(home, "10006", "10007", "10008")
    keep(home, "10006")
    (fine,) = look_at_certificate(enter())
    keep(home, "10007", since=-60, until=-30)

    (check,) = look_at_certificate(enter())

    assert fine.state == "good"
    assert (check.state, check.code) == ("bad", "CRT-005")
    assert "10007" in check.detail
    assert "10006" not in check.detail


def test_of_nobody_there_is_nothing_to_say(enter: Enter) -> None:
    assert stands(look_at_certificate(enter())) == [("certificate", "unknown", "")]
