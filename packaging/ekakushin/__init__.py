"""セコムあんしんエコ文書サービス, from two mails to a working account: `flows`, `automation`, `fixtures`, `testing`."""

from __future__ import annotations

from pathlib import Path

_here = Path(__file__).parent
if (_here / "flows").is_symlink():
    # A checkout: import from the folders themselves; the links are for mypy and import-linter alone.
    __path__.insert(0, str(_here.parents[1]))
