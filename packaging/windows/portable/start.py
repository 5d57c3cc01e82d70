"""How the folder is started: ekakushin.exe, the same without a program of ours, and what tells Python where all is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from portable.archive import pack
from portable.problem import CannotBuild

_INSIDE = Path(__file__).parents[1] / "inside"
_LAUNCHER = "distlib/t64.exe"
_COMMAND = rb"#!<launcher_dir>\python\python.exe -I -B"
_PATH = "python312._pth"
# Nothing but this is searched for modules: no variable, no registry and no folder of the user's adds to it.
_PATHS = "python312.zip\r\n.\r\n..\\lib\r\n"


def launcher(wheel: Mapping[str, bytes], date: datetime) -> bytes:
    """ekakushin.exe: distlib's program, the command line that it runs, and a zip in which Python finds what to do."""
    if _LAUNCHER not in wheel:
        raise CannotBuild(f"distlib no longer brings {_LAUNCHER} along")
    script = b"import ekakushin_start\n\nekakushin_start.run()\n"
    return wheel[_LAUNCHER] + _COMMAND + b"\r\n" + pack({"__main__.py": script}, date, compressed=False)


def command_file() -> bytes:
    """ekakushin.cmd, for PCs that refuse programs which nobody has signed."""
    return _windows_lines(_INSIDE / "ekakushin.cmd").encode("ascii")


def read_me(version: str) -> bytes:
    """はじめにお読みください.txt, in UTF-8 with the mark by which every Notepad knows it."""
    return _windows_lines(_INSIDE / "read-me.txt").replace("{version}", version).encode("utf-8-sig")


def python_folder(files: Mapping[str, bytes], version: str) -> dict[str, bytes]:
    """The embeddable Python with the folder's own paths, its mark, and its first module."""
    if _PATH not in files:
        raise CannotBuild(f"this Python has no {_PATH}")
    marker = json.dumps({"version": version}).encode() + b"\n"
    return {
        **files,
        _PATH: _PATHS.encode("ascii"),
        "ekakushin-portable.json": marker,
        "ekakushin_start.py": (_INSIDE / "ekakushin_start.py").read_text("utf-8").encode(),
    }


def _windows_lines(file: Path) -> str:
    return file.read_text("utf-8").replace("\n", "\r\n")
