"""Where secrets are at rest: the operating system's keyring, or an encrypted file where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from ekakushin.automation.state.names import StateFile
from ekakushin.automation.vault.closing import must_not_have_gone
from ekakushin.automation.vault.empty import EmptyVault
from ekakushin.automation.vault.file_vault import FileVault
from ekakushin.automation.vault.keyring_vault import KeyringVault
from ekakushin.automation.vault.late import LateVault
from ekakushin.flows.keeping import Vault
from ekakushin.flows.secret import Secret

VAULT_FILE = StateFile.VAULT

VaultKind = Literal["keyring", "file"]
_FILES = {"keyring": StateFile.KEYRING_INDEX, "file": StateFile.VAULT}


def has_vault(kind: VaultKind, home: Path) -> bool:
    """Whether there is a vault of this kind in `home`."""
    return (home / _FILES[kind]).exists()


def open_vault(kind: VaultKind, home: Path, passphrase: Callable[[], Secret]) -> Vault:
    """The vault of this home; `passphrase` is asked for with the encrypted file only.

    Raises VaultClosed: ENV-002 where there is no keyring, ENV-003 when the vault does not open.
    """
    must_not_have_gone(home, _FILES[kind])
    if kind == "keyring":
        return KeyringVault(home)
    return FileVault(home / VAULT_FILE, passphrase())


__all__ = [
    "VAULT_FILE",
    "EmptyVault",
    "FileVault",
    "KeyringVault",
    "LateVault",
    "VaultKind",
    "has_vault",
    "open_vault",
]
