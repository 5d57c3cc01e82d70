"""What keeps a vault shut: the disk, the folder, or a file that has gone, in the words of the guide."""

from __future__ import annotations

from pathlib import Path

from ekakushin.automation.state.files import is_full, reason
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.text import say

_FILES = (StateFile.VAULT, StateFile.KEYRING_INDEX)


def closed_by(error: OSError, file: Path) -> VaultClosed:
    """ENV-012 where the disk is full, otherwise ENV-003 with what the system says about `file`."""
    if is_full(error):
        return VaultClosed("ENV-012", place=file)
    return VaultClosed("ENV-003", detail=say("keeping.file_unusable", file=file, reason=reason(error)))


def must_not_have_gone(home: Path, file: StateFile) -> None:
    """Raises VaultClosed (ENV-003) where people are known here and neither vault is: a new one would know no secret of
    theirs."""
    if (home / StateFile.PEOPLE).exists() and not any((home / each).exists() for each in _FILES):
        raise VaultClosed("ENV-003", detail=say("keeping.vault_missing", file=home / file))
