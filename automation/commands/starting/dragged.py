"""Reads paths as a terminal writes them when files are dragged into it, or as somebody types or pastes them."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

# Windows puts "…" around what has blanks in it, with nothing between two files in some consoles; PowerShell writes '…'.
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^\s\"]+)")


def paths_in(line: str, *, windows: bool = os.name == "nt") -> list[Path]:
    """The paths in a line, in their order; `windows` says that a backslash parts folders there.

    A line that is one existing path as it stands, blanks and all, is that path.
    """
    whole = Path(line.strip().strip('"')).expanduser()
    if line.strip() and _exists(whole):
        return [whole]
    return [_path(word) for word in (_windows_words(line) if windows else _posix_words(line)) if word]


def _windows_words(line: str) -> list[str]:
    words = ["".join(found.groups("")) for found in _QUOTED.finditer(line)]
    return words[1:] if words[:1] == ["&"] else words  # PowerShell's way to name a program


def _posix_words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:  # an apostrophe in a name that nobody has quoted
        return [line.strip()]


def _path(word: str) -> Path:
    address = urlsplit(word) if word.startswith("file:") else None
    if address is None:
        return Path(word).expanduser()
    return Path(url2pathname(address.path) if os.name == "nt" else unquote(address.path))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no name that this system could have
        return False
