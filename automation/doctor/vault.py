"""Whether the vault keeps a secret, gives it back and forgets it again."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

from ekakushin.automation.doctor.check import Check, bad, failed, good, unknown
from ekakushin.automation.doctor.premises import Premises
from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.keeping import Vault
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say


def look_at_vault(premises: Premises) -> list[Check]:
    """One line. Where there is no vault yet, one is tried in a folder of its own, and nothing stays."""
    if premises.lacks_passphrase:
        return [unknown("vault", "ENV-003", say("doctor.no_passphrase"))]
    kind = say(f"doctor.vault_{premises.settings.vault}")
    try:
        if premises.has_vault:
            return [_tried(premises.opened_vault(premises.home), kind)]
        with tempfile.TemporaryDirectory(prefix="ekakushin-doctor-") as folder:
            kind = say("doctor.vault_later", vault=kind)
            return [_tried(premises.opened_vault(Path(folder)), kind)]
    except VaultClosed as error:
        return [failed("vault", error)]


def _tried(vault: Vault, kind: str) -> Check:
    nobody, value = f"doctor-{secrets.token_hex(8)}", Secret(secrets.token_urlsafe(24))
    try:
        vault.put(nobody, SecretName.PIN, value)
        returned = vault.get(nobody, SecretName.PIN)
    finally:
        vault.forget(nobody, SecretName.PIN)
    if returned != value or vault.get(nobody, SecretName.PIN) is not None:
        return bad("vault", "ENV-003", say("doctor.vault_lies", vault=kind))
    return good("vault", say("doctor.vault_good", vault=kind))
