"""The portable folder for Windows: whether this Python is one's, and how that is named."""

from __future__ import annotations

import sys
from pathlib import Path

from ekakushin.flows.text import say

MARKER = "ekakushin-portable.json"
"""A file of this name lies beside the folder's Python."""


def portable_folder() -> Path | None:
    """The folder that was unpacked, if this Python is one's."""
    python = Path(sys.executable)
    return python.parents[1] if python.with_name(MARKER).is_file() else None


def program() -> str:
    """What runs here, in one line: name, version, and the portable folder where it is one."""
    from importlib.metadata import version

    folder = portable_folder()
    return f"ekakushin {version('ekakushin')}" + (say("portable.named", folder=folder) if folder else "")
