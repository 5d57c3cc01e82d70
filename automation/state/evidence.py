"""Pictures and pages of what was seen, as files: one folder a run, one a person, numbered in their order."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from ekakushin.automation.state.files import create_durably, open_folder, safe_name, usable


class FolderEvidence:
    """Keeps evidence under `folder`/run/person; nothing is ever overwritten.

    What is handed in must be without secrets already: it is kept as it comes, readable by its owner alone.
    """

    def __init__(self, folder: Path, run: str) -> None:
        self._folder = folder
        self._run = run

    def keep(self, *, user_id: str, step: str, kind: str, suffix: str, data: bytes) -> str:
        """Keep it as `01-step-kind.suffix` and return its path.

        Raises Misconfigured (ENV-004) when it cannot be written, ValueError for a suffix that is none.
        """
        if not re.fullmatch(r"\.[a-z0-9]{1,8}", suffix):
            raise ValueError("a suffix is a dot and a few letters")
        folder = open_folder(self._folder, self._run, user_id)
        with usable(folder):
            for number in count(_next_number(folder)):
                file = folder / f"{number:02}-{safe_name(step)}-{safe_name(kind)}{suffix}"
                if create_durably(file, data):
                    return str(file)
        raise AssertionError("unreachable: the numbers do not end")


class NoEvidence:
    """Keeps nothing."""

    def keep(self, *, user_id: str, step: str, kind: str, suffix: str, data: bytes) -> str:
        """Nothing, and so no path."""
        return ""


def _next_number(folder: Path) -> int:
    names = (re.match(r"\d+(?=-)", file.name) for file in folder.iterdir())
    return 1 + max((int(name[0]) for name in names if name), default=0)
