"""Watches the folder to which somebody downloads their .p12 file: which files are new and complete."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ekakushin.flows.hands import Arrival

_KINDS = (".p12", ".pfx")
_UNDER_WAY = (".crdownload", ".part", ".partial", ".download", ".tmp")
_LARGEST = 1_000_000  # bytes; the file of one certificate has some thousands
Stamp = tuple[Path, int, int]


class DownloadFolder:
    """Watches a folder for new .p12 and .pfx files, or for one file, which may be there already.

    A file is taken when two looks find it the same. The files themselves stay as they are.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.expanduser().absolute()
        self._single = self._path.suffix.lower() in _KINDS and not self._path.is_dir()
        self._known: set[Stamp] = set() if self._single else set(self._stamps())
        self._before: set[Stamp] = set()
        self._given: set[Stamp] = set()

    @property
    def place(self) -> str:
        """What is watched."""
        return str(self._path)

    def next_arrival(self, since: datetime | None) -> Arrival | None:
        """The newest file that was not there at the beginning, or has changed since that moment; each once."""
        now = self._stamps()
        whole = [each for each in now if each in self._before and each not in self._given]
        self._before = set(now)
        new = [each for each in whole if each not in self._known or (since and _at(each) >= since)]
        for stamp in sorted(new, key=lambda each: each[1], reverse=True):
            with suppress(OSError):  # still being written to, or gone again
                arrival = Arrival(stamp[0].name, stamp[0].read_bytes())
                self._given.add(stamp)
                return arrival
        return None

    def _stamps(self) -> list[Stamp]:
        stamps = []
        with suppress(OSError):
            for file in [self._path] if self._single else sorted(self._path.iterdir()):
                with suppress(OSError):
                    stamps += _stamp(file)
        return stamps


def _stamp(file: Path) -> list[Stamp]:
    if file.suffix.lower() not in _KINDS or not file.is_file():
        return []
    if any(file.with_name(file.name + ending).exists() for ending in _UNDER_WAY):
        return []
    found = file.stat()
    return [(file, found.st_mtime_ns, found.st_size)] if 0 < found.st_size <= _LARGEST else []


def _at(stamp: Stamp) -> datetime:
    return datetime.fromtimestamp(stamp[1] / 1_000_000_000 + 1, UTC)
