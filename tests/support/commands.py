"""How the command is called as a process."""

from __future__ import annotations

import os
import sys

PASSPHRASE = "for-this-test-alone"


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "EKAKUSHIN_VAULT_PASSPHRASE": PASSPHRASE, "COLUMNS": "80", **more}


def command(*arguments: object, program: str = "ekakushin") -> list[str]:
    return [sys.executable, "-m", program, *map(str, arguments)]
