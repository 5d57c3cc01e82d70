"""The lock: which version of each package goes into the folder, and the hash of the one file that is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from portable.problem import CannotBuild

_LINE = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[\w.!+]+) --hash=sha256:(?P<sha256>[0-9a-f]{64})"
)


@dataclass(frozen=True, order=True)
class Locked:
    """One package: its name as indexes compare it, its version, and the SHA-256 of its wheel, in hex."""

    name: str
    version: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}"


def read_lock(file: Path) -> list[Locked]:
    """What the file says. Raises CannotBuild for a line that is anything but NAME==VERSION --hash=sha256:…, so that
    no address and no option can hide in it, and for a package that is named twice.
    """
    lines = [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    locked = [_read(line, file) for line in lines]
    names = [each.name for each in locked]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CannotBuild(f"{file.name}: {', '.join(twice)} twice")
    return locked


def _read(line: str, file: Path) -> Locked:
    found = _LINE.fullmatch(line)
    if not found:
        raise CannotBuild(f"{file.name}: not NAME==VERSION --hash=sha256:HEX: {line}")
    return Locked(canonicalize_name(found["name"]), found["version"], found["sha256"])


def write_lock(file: Path, locked: Iterable[Locked], heading: str) -> None:
    """Put them into the file, in the order of their names."""
    lines = [f"# {heading}", *map(str, sorted(locked))]
    file.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
