"""How the command is called as a process."""

from __future__ import annotations

import os
import sys

PASSPHRASE = "for-this-test-alone"
TESTED = os.environ.get("TESTED_COMMAND", "")
"""A program that is tested in place of this Python's own command: the portable folder's."""


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "EKAKUSHIN_VAULT_PASSPHRASE": PASSPHRASE, "COLUMNS": "80", **more}


def command(*arguments: object, program: str = "ekakushin") -> list[str]:
    if TESTED and program == "ekakushin":
        return [TESTED, *map(str, arguments)]
    return [sys.executable, "-m", program, *map(str, arguments)]
