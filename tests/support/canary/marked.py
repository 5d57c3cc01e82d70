"""What is secret in one world: of the mock's people, of their sessions, of the vault, of their certificates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.vault import VAULT_FILE, FileVault
from ekakushin.fixtures.mock_site import MockSite
from ekakushin.fixtures.mock_site.records import Records
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from tests.support.canary.private_keys import parts_of_key
from tests.support.canary.searching import SHORTEST

_OF_AN_ACCOUNT = (
    *("p2", "p3", "cd", "login_key", "check_key"),
    *("authentication_password", "mail_password", "password", "pin"),
)
_NO_SECRETS = (
    *(SecretName.NEXT_PASSWORD_SENT, SecretName.UNCLEAR_LOGINS, SecretName.REFUSED_CERTIFICATE),
    *(SecretName.SIGNED_UP_ELSEWHERE, SecretName.ISSUANCE_URL, SecretName.SIGNUP_URL, SecretName.LOGIN_URL),
)


def secrets_of(site: MockSite, home: Path, passphrase: str) -> dict[str, bytes]:
    """Every secret by name, as bytes."""
    found = dict([*_of_the_site(site), *_of_the_home(home, passphrase), ("vault passphrase", passphrase)])
    in_bytes = {name: value if isinstance(value, bytes) else value.encode() for name, value in found.items()}
    return {name: value for name, value in in_bytes.items() if len(value) >= SHORTEST}


def _of_the_site(site: MockSite) -> Iterator[tuple[str, str | bytes]]:
    with Records(site.state) as records:
        for account in records.accounts():
            for name in (each.name for each in fields(account) if each.name in _OF_AN_ACCOUNT):
                yield f"{account.user_id} {name}", getattr(account, name)
            receipt = records.receipt(account.user_id)
            yield f"{account.user_id} PIN of the .p12 file", receipt.pin if receipt else ""
    for number, key in enumerate(site.session_keys):
        yield f"session {number}", key


def _of_the_home(home: Path, passphrase: str) -> Iterator[tuple[str, str | bytes]]:
    vault = FileVault(home / VAULT_FILE, Secret(passphrase))
    store = EncryptedCertificates(home, vault)
    for user_id in vault.people():
        for name in (each for each in SecretName if each not in _NO_SECRETS):
            kept = vault.get(user_id, name)
            for part in (kept.reveal() if kept else "").split():
                yield f"{user_id} {name} {part[:2]}", part.rpartition("=")[2] if "://" in part else part
        keys = [store.identity(each).key_pem for each in store.certificates(user_id)]
        for number, key in enumerate((*keys, *store.pending_keys(user_id))):
            for part_name, value in parts_of_key(key.reveal().encode()):
                yield f"{user_id} key {number}: {part_name}", value
