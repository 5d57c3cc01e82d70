"""One person's folder of certificate files, numbered as they came and named by fingerprint; files are only added."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from errno import EEXIST
from os import strerror
from pathlib import Path

from ekakushin.automation.state.files import create_durably, lock, make_folder, move_durably, usable

KEY = ".key.pem"
IDENTITY = ".pfx"
FACTS = ".json"
PROVEN = ".proven"
ARCHIVE = ".p12.sealed"
REQUESTED = ".requested"
REISSUABLE = ".reissuable"
TURNED_AWAY = ".turned-away"
SEALED = (KEY, IDENTITY, ARCHIVE)
REMOVED = "removed"  # the folder of what was put aside, as it was


class Shelf:
    """One person's files, named `0001-fingerprint.kind`; what belongs together shares the part before the dot.

    Raises Misconfigured (ENV-004) when the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Nobody else adds a file meanwhile; the folder is made where it is missing."""
        with usable(self.folder):
            make_folder(self.folder)
            with lock(self.folder / "files"):
                yield

    def all(self, *kinds: str) -> list[Path]:
        """The files of these kinds, newest first."""
        with usable(self.folder):
            if not self.folder.is_dir():
                return []
            files = [file for file in self.folder.iterdir() if _number(file) and file.name.endswith(kinds)]
        return sorted(files, key=_number, reverse=True)

    def since(self, kind: str, *begins: str) -> list[Path]:
        """The files of this kind that came after the newest of the kinds `begins`, newest first."""
        newest = next(iter(self.all(*begins)), None)
        return [file for file in self.all(kind) if newest is None or _number(file) > _number(newest)]

    def find(self, label: str, kind: str) -> Path | None:
        """The file of this kind with this label, or None."""
        return next((file for file in self.all(kind) if label_of(file) == label), None)

    def add(self, label: str, kind: str, data: bytes) -> Path:
        """A new file with the next number, on disk when this returns. Call it inside `lock`."""
        number = 1 + max(map(_number, self.all("")), default=0)
        file = self.folder / f"{number:04}-{label}{kind}"
        with usable(file):
            if not create_durably(file, data):
                raise FileExistsError(EEXIST, strerror(EEXIST))
        return file

    def add_beside(self, other: Path, kind: str, data: bytes) -> None:
        """A file that belongs to `other` (same number, same label); one that is there stays as it is."""
        file = beside(other, kind)
        with usable(file):
            create_durably(file, data)

    def put_aside(self, file: Path) -> None:
        """Move a file into the folder `removed`, under a free name; nothing happens where it is not there."""
        folder = self.folder / REMOVED
        with usable(folder):
            make_folder(folder)
            if file.exists():
                move_durably(file, folder)


def beside(file: Path, kind: str) -> Path:
    """Where the file of that kind which belongs to `file` would be."""
    return file.with_name(stem_of(file) + kind)


def stem_of(file: Path) -> str:
    """Number and label."""
    return file.name.partition(".")[0]


def label_of(file: Path) -> str:
    """The fingerprint in a file's name."""
    return stem_of(file).partition("-")[2]


def _number(file: Path) -> int:
    digits = file.name.partition("-")[0]
    return int(digits) if digits.isascii() and digits.isdigit() else 0
