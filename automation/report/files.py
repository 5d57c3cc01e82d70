"""Writes report files, drops the characters that XML cannot hold, and makes the JSON report."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ekakushin.automation.report.findings import count, everybody, local
from ekakushin.automation.results import Summary, as_json
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


def write_json(summary: Summary, file: Path) -> None:
    """Write site, moment, numbers and everybody's result, UTF-8, keys in an order that stays.

    Raises Misconfigured (ENV-004).
    """
    people = everybody(summary)
    content = {
        "site": summary.site,
        "at": local(summary.at).isoformat(timespec="seconds"),
        "numbers": count(people).model_dump(),
        "drift": [each.model_dump() for each in summary.drift],
        **as_json(people),
    }
    write(file, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
