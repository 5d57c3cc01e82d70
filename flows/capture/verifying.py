"""Looks through a capture for words that must not be in it, and for files that are not as they were written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ekakushin.flows.capture.folder import MANIFEST, STRUCK, broken_files
from ekakushin.flows.capture.words import PersonalWord, Search

_COMPARED = ("pages", STRUCK)


class CaptureFlaw(NamedTuple):
    """A file of a capture and what is wrong with it: the name of a word that is in it, `manifest` or `twin`."""

    file: str
    rule: str


def flaws_of(folder: Path, words: Iterable[PersonalWord]) -> list[CaptureFlaw]:
    """All flaws, file by file. Raises OSError for a folder that cannot be read or holds no manifest."""
    search = Search(words)
    found = [CaptureFlaw(name, "manifest") for name in broken_files(folder)]
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            text = name if name == MANIFEST else f"{name}\n{_text_of(path)}"
            found += [CaptureFlaw(name, each.placeholder) for each in search.find(text)]
    return sorted(set(found))


def differing(folder: Path, twin: Path) -> list[CaptureFlaw]:
    """The files that two captures do not have in common byte for byte, but for when and by what they were made."""
    own, theirs = (_compared(each) for each in (folder, twin))
    return [
        CaptureFlaw(name, "twin") for name in sorted({*own, *theirs}) if own.get(name) != theirs.get(name)
    ]


def _compared(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: path.read_bytes() for name, path in named.items() if name.startswith(_COMPARED)}


def _text_of(path: Path) -> str:
    """A file as text; of a picture what is not compressed in it."""
    return path.read_bytes().decode("utf-8", "surrogateescape")
