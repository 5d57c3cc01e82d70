"""What the vault keeps about the audit log: its key, how many lines it has, the last one's hash, and the next line."""

from __future__ import annotations

import json
import secrets

from pydantic import Field, ValidationError

from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.keeping import Vault
from ekakushin.flows.models import NOBODY, Noun, SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

START = "0" * 64  # what the first line holds instead of the hash of the line before


class Anchor(Noun):
    """How far the audit log is written: `count` lines, the last of which has the SHA-256 `head`.

    `pending` is the line that is being written behind them, "" where none is.
    """

    key: Secret
    count: int = Field(0, ge=0)
    head: str = Field(START, pattern="^[0-9a-f]{64}$")
    pending: str = ""

    @classmethod
    def new(cls) -> Anchor:
        """The anchor of a log that has no line yet, with a key of its own."""
        return cls(key=Secret(secrets.token_hex(32)))

    @property
    def pending_line(self) -> bytes:
        """The line that is being written."""
        return self.pending.encode()


def read_anchor(vault: Vault) -> Anchor | None:
    """The anchor, or None where this vault knows of no log. Raises VaultClosed."""
    kept = vault.get(NOBODY, SecretName.AUDIT)
    try:
        return Anchor.model_validate_json(kept.reveal()) if kept else None
    except ValidationError:
        raise VaultClosed("ENV-003", detail=say("audit.anchor_damaged")) from None


def keep_anchor(vault: Vault, anchor: Anchor) -> None:
    """Keep it, in place of the one before. Raises VaultClosed."""
    values = {**anchor.model_dump(), "key": anchor.key.reveal()}
    vault.put(NOBODY, SecretName.AUDIT, Secret(json.dumps(values)))
