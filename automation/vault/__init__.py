"""Where secrets are at rest: the operating system's keyring, or an encrypted file where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from ekakushin.automation.state.names import StateFile
from ekakushin.automation.vault.closing import must_not_have_gone
from ekakushin.automation.vault.file_vault import FileVault
from ekakushin.automation.vault.keyring_vault import KeyringVault
from ekakushin.automation.vault.late import LateVault
from ekakushin.flows.keeping import Vault
from ekakushin.flows.secret import Secret

VAULT_FILE = StateFile.VAULT

VaultKind = Literal["keyring", "file"]


def open_vault(kind: VaultKind, home: Path, passphrase: Callable[[], Secret]) -> Vault:
    """The vault of this home; `passphrase` is asked for with the encrypted file only.

    Raises VaultClosed: ENV-002 where there is no keyring, ENV-003 when the vault does not open.
    """
    must_not_have_gone(home, StateFile.KEYRING_INDEX if kind == "keyring" else VAULT_FILE)
    if kind == "keyring":
        return KeyringVault(home)
    return FileVault(home / VAULT_FILE, passphrase())


__all__ = ["VAULT_FILE", "FileVault", "KeyringVault", "LateVault", "VaultKind", "open_vault"]
