"""Pictures and pages of what was seen, as files: one folder a run, one a person, numbered in their order."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from ekakushin.automation.state.files import create_durably, open_folder, read_patiently, safe_name, usable

T = TypeVar("T")


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


def read_evidence(run: Path, kind: str, adapter: TypeAdapter[tuple[T, ...]]) -> list[T]:
    """All that a run has kept of this kind as JSON, below its folder; what cannot be read is left out."""
    found: list[T] = []
    for file in sorted(run.glob(f"*/*-{kind}.json")):
        try:
            found += adapter.validate_json(read_patiently(file))
        except (OSError, ValidationError):
            continue
    return found


class NoEvidence:
    """Keeps nothing."""

    def keep(self, *, user_id: str, step: str, kind: str, suffix: str, data: bytes) -> str:
        """Nothing, and so no path."""
        return ""


def _next_number(folder: Path) -> int:
    names = (re.match(r"\d+(?=-)", file.name) for file in folder.iterdir())
    return 1 + max((int(name[0]) for name in names if name), default=0)
