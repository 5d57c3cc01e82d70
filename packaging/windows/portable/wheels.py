"""Wheels: fetched by pip from whatever index it is set up for, and unpacked as an installation would lay them out."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from packaging.utils import canonicalize_name

from portable.lock import Locked
from portable.problem import CannotBuild

TARGET = ("--platform", "win_amd64", "--python-version", "3.12", "--implementation", "cp")
_INSTALLED = (
    "purelib",
    "platlib",
)  # of a wheel's .data folder; headers and scripts have no use in the folder


@dataclass(frozen=True)
class Wheel:
    """One wheel as it was fetched: the name of its file, and its bytes."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Of the file, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def project(self) -> str:
        """The package's name as indexes compare it."""
        return canonicalize_name(self.name.split("-", 1)[0])

    @property
    def version(self) -> str:
        """As its file name says."""
        return self.name.split("-")[1]

    def metadata(self) -> Message:
        """METADATA: what it needs, and its licence."""
        files = self.files()
        (name,) = [name for name in files if name.endswith(".dist-info/METADATA") and name.count("/") == 1]
        return BytesParser().parsebytes(files[name])

    def files(self) -> dict[str, bytes]:
        """What an installation puts into site-packages, by its path there."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            names = {name: _place(name) for name in archive.namelist() if not name.endswith("/")}
            return {place: archive.read(name) for name, place in names.items() if place}


def _place(name: str) -> str:
    """Where a file of a wheel belongs below site-packages; "" for what is not installed."""
    folder, _, rest = name.partition("/")
    if not folder.endswith(".data"):
        return name
    kind, _, inside = rest.partition("/")
    return inside if kind in _INSTALLED else ""


def fetch_wheels(locked: Iterable[Locked], folder: Path) -> list[Wheel]:
    """The wheels of the lock, fetched into `folder`. Raises CannotBuild where one is missing or has another hash."""
    wanted = folder / "wanted.txt"
    known = {each.name: each for each in locked}
    wanted.write_text("".join(f"{each}\n" for each in known.values()), "utf-8")
    pip(
        [
            "download",
            "--no-deps",
            "--require-hashes",
            "--only-binary=:all:",
            *TARGET,
            "-r",
            wanted,
            "-d",
            folder,
        ]
    )
    wheels = read_wheels(folder)
    check_wheels(wheels, known)
    return wheels


def check_wheels(wheels: Iterable[Wheel], known: Mapping[str, Locked]) -> None:
    """Raises CannotBuild unless they are exactly those of the lock; pip has looked, and may have been told not to."""
    there = {wheel.project: wheel.sha256 for wheel in wheels}
    wrong = [name for name, each in known.items() if there.get(name) != each.sha256]
    if wrong or there.keys() != known.keys():
        raise CannotBuild(f"not as the lock says: {', '.join(wrong or sorted(there.keys() - known.keys()))}")


def read_wheels(folder: Path) -> list[Wheel]:
    """Every wheel in a folder, in the order of their names."""
    return [Wheel(file.name, file.read_bytes()) for file in sorted(folder.glob("*.whl"))]


def pip(arguments: Iterable[object], **environment: str) -> None:
    """Run this Python's pip. Raises CannotBuild with the end of what it said."""
    command = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", *map(str, arguments)]
    done = subprocess.run(  # noqa: S603  (pip)
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or [done.stderr]
        raise CannotBuild("pip: " + " ".join(said)[-2000:])
