"""How this Python is started again as a process of its own."""

from __future__ import annotations

import sys


def python_command() -> list[str]:
    """This Python, which keeps its bytecode where this process does: not beside the modules, where that is forbidden.

    An option, since Python of the portable folder reads no variables.
    """
    if sys.pycache_prefix:
        return [sys.executable, "-X", f"pycache_prefix={sys.pycache_prefix}"]
    return [sys.executable, "-B"] if sys.dont_write_bytecode else [sys.executable]
