"""Chooses where secrets are kept: what was decided before, what this PC can do, or what is answered."""

from __future__ import annotations

import getpass
import tempfile
from pathlib import Path

from ekakushin.automation.office import new_passphrase
from ekakushin.automation.settings import Settings
from ekakushin.automation.state.names import StateFile
from ekakushin.automation.terminal.questions import Questions
from ekakushin.automation.terminal.tell import tell
from ekakushin.automation.vault import VaultKind, has_vault, open_vault
from ekakushin.automation.vault.closing import must_not_have_gone
from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.hands import TRIES
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say


def vault_that_is_there(settings: Settings, home: Path, *, decided: bool) -> VaultKind | None:
    """The kind of the vault in `home`; of two that of the settings, None where there is none.

    Where the settings have been `decided`, no other vault counts. Raises VaultClosed (ENV-003) where there was one.
    """
    kinds: tuple[VaultKind, ...] = (settings.vault,) if decided else (settings.vault, "keyring", "file")
    found = next((kind for kind in kinds if has_vault(kind, home)), None)
    if found is None:
        must_not_have_gone(home, StateFile.VAULT)
    return found


def choose_vault(questions: Questions) -> VaultKind:
    """Where a new vault is to be; not asked where this PC has no keyring. Raises KeyboardInterrupt."""
    if not _has_keyring():
        tell(say("start.no_keyring"))
        return "file"
    kinds: tuple[VaultKind, ...] = ("keyring", "file")
    return kinds[questions.pick(say("start.which"), [say(f"start.vault_{kind}") for kind in kinds])]


def open_with_passphrase(settings: Settings, home: Path) -> Settings:
    """The settings with the passphrase of an encrypted file, asked for where nobody has given one.

    A wrong one is asked for again, three times at most. Raises VaultClosed (ENV-003).
    """
    if settings.vault == "keyring":
        return settings
    if settings.vault_passphrase:
        if has_vault("file", home):
            _must_open(home, settings.vault_passphrase)
        return settings
    typed = _type_passphrase(home) if has_vault("file", home) else new_passphrase()
    return settings.model_copy(update={"vault_passphrase": typed})


def _type_passphrase(home: Path) -> Secret:
    """The passphrase of the vault that is there."""
    for _ in range(TRIES - 1):
        typed = Secret(getpass.getpass(say("vault.passphrase")))
        try:
            _must_open(home, typed)
        except VaultClosed as error:
            tell(say("start.wrong_passphrase", reason=error))
        else:
            return typed
    typed = Secret(getpass.getpass(say("vault.passphrase")))
    _must_open(home, typed)
    return typed


def _must_open(home: Path, passphrase: Secret) -> None:
    open_vault("file", home, lambda: passphrase)


def _has_keyring() -> bool:
    with tempfile.TemporaryDirectory(prefix="ekakushin-start-") as folder:
        try:
            open_vault("keyring", Path(folder), lambda: Secret(""))
        except VaultClosed:
            return False
    return True
