"""How a report reaches the disk, and which characters it may hold there."""

from __future__ import annotations

import re
from pathlib import Path

from ekakushin.automation.state.files import make_folder, usable, write_durably

# What XML 1.0 has no way to write, not even as a reference; Excel repairs a workbook that holds one.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(file: Path, data: bytes | str) -> None:
    """Put `data` there, whole or not at all, text as UTF-8; the folder is made where it is missing.

    Raises Misconfigured (ENV-004).
    """
    with usable(file):
        make_folder(file.parent.absolute())
        write_durably(file, data if isinstance(data, bytes) else data.encode("utf-8", "replace"))


def legal(text: str) -> str:
    """`text` without the characters that an XML file cannot hold."""
    return _ILLEGAL.sub("", text)
