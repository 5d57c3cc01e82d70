"""The vault's round trip."""

from __future__ import annotations

from pathlib import Path

import pytest
from keyring.backends.fail import Keyring

from ekakushin.automation.doctor import Premises
from ekakushin.automation.doctor.examination import look_at_vault
from ekakushin.automation.vault import VAULT_FILE, FileVault
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from tests.support.fakes import MemoryVault
from tests.unit.automation.doctor.conftest import Enter


class ForgetfulVault(MemoryVault):
    """Says that it keeps what it is given."""

    def put(self, user_id: str, name: SecretName, value: Secret) -> None:
        pass


class ClingingVault(MemoryVault):
    """Says that it forgets."""

    def forget(self, user_id: str, name: SecretName) -> None:
        pass


def kept_in(home: Path, passphrase: str) -> FileVault:
    vault = FileVault(home / VAULT_FILE, Secret(passphrase))
    vault.put("10006", SecretName.PIN, Secret("1234"))
    return vault


def test_a_vault_keeps_a_probe_and_forgets_it(enter: Enter, home: Path) -> None:
    vault = kept_in(home, "of this test")

    (check,) = look_at_vault(enter())

    assert (check.state, check.code) == ("good", "")
    assert vault.people() == ["10006"]


def test_where_there_is_none_yet_none_is_made(enter: Enter, home: Path) -> None:
    (check,) = look_at_vault(enter())

    assert check.state == "good"
    assert list(home.iterdir()) == []


def test_a_vault_with_another_passphrase_is_bad(enter: Enter, home: Path) -> None:
    kept_in(home, "another")

    (check,) = look_at_vault(enter())

    assert (check.state, check.code) == ("bad", "ENV-003")


def test_without_its_passphrase_nothing_is_known_of_it(enter: Enter) -> None:
    (check,) = look_at_vault(enter(vault_passphrase=None))

    assert (check.state, check.code) == ("unknown", "ENV-003")
    assert "EKAKUSHIN_VAULT_PASSPHRASE" in check.detail


def test_a_pc_without_a_keyring_is_told_so(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyring.get_keyring", Keyring)

    (check,) = look_at_vault(enter(vault="keyring"))

    assert (check.state, check.code) == ("bad", "ENV-002")


@pytest.mark.parametrize("kind", [ForgetfulVault, ClingingVault])
def test_a_vault_that_does_not_do_what_it_says_is_bad(
    kind: type[MemoryVault], enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Premises, "open_vault", lambda self, folder: kind())

    (check,) = look_at_vault(enter())

    assert (check.state, check.code) == ("bad", "ENV-003")
