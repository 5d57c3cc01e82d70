"""An audit log of some notes, and what somebody may do to its file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ekakushin.automation.audit import Anchor, Audit, Flaw
from ekakushin.automation.audit.anchor import read_anchor
from ekakushin.automation.audit.chain import first_flaw
from tests.support.fakes import MemoryVault

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def audit_in(home: Path, vault: MemoryVault) -> Audit:
    return Audit(home, lambda: vault, clock=lambda: NOW)


def noted(home: Path, count: int, vault: MemoryVault | None = None) -> tuple[Audit, bytes, Anchor]:
    """A log of so many notes, its bytes, and what the vault knows of it."""
    vault = vault or MemoryVault()
    audit = audit_in(home, vault)
    for number in range(count):
        audit.note("show", [f"{10006 + number}"], terminal=True)
    anchor = read_anchor(vault)
    assert anchor
    return audit, audit.file.read_bytes(), anchor


def flaw_of(log: bytes, anchor: Anchor) -> tuple[int, str] | None:
    flaw: Flaw | None = first_flaw(log, anchor)
    return tuple(flaw) if flaw else None  # type: ignore[return-value]


def joined(*lines: bytes) -> bytes:
    return b"".join(line + b"\n" for line in lines)
