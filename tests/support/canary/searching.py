"""The search: many marked secrets at once, in all that a folder or a process has left."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.support.canary.disguises import disguises
from tests.support.canary.unpacking import layers

_BEGINNING = 4  # bytes by which a place is found that is worth a closer look
SHORTEST = 6


@dataclass(frozen=True)
class Found:
    """A secret that lies where it must not."""

    secret: str
    place: str
    around: bytes


class Search:
    """Looks for every secret in every disguise. `secrets` are values by name; shorter ones than 6 bytes fail.

    A number counts only where no further digit stands beside it: times and sizes are full of digits.
    """

    def __init__(self, secrets: Mapping[str, bytes]) -> None:
        short = [name for name, value in secrets.items() if len(value) < SHORTEST]
        if short:
            raise ValueError(f"too short to be told from chance: {short}")
        self._by_beginning: defaultdict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
        for name, value in secrets.items():
            for form in disguises(value):
                self._by_beginning[form[:_BEGINNING]].append((form, name))

    def in_folder(self, folder: Path, *, but: Collection[str] = ()) -> list[Found]:
        """What is found in the files of a folder, their names included, `but` for what lies in folders so called."""
        paths = [each.relative_to(folder) for each in sorted(folder.rglob("*"))]
        paths = [each for each in paths if not set(each.parts) & set(but)]
        found = [*self.in_bytes("\n".join(map(str, paths)).encode("utf-8", "surrogateescape"), "names")]
        for path in paths:
            file = folder / path
            with suppress(FileNotFoundError):  # of a browser that is just ending
                found += self.in_bytes(file.read_bytes() if file.is_file() else b"", str(path))
        return found

    def in_texts(self, texts: Iterable[str]) -> list[Found]:
        """What is found in what was printed."""
        return [*self.in_bytes("\n".join(texts).encode("utf-8", "surrogateescape"), "printed")]

    def in_bytes(self, data: bytes, name: str) -> Iterator[Found]:
        """What is found in one file, and in all that is packed into it."""
        for place, layer in layers(data, name):
            yield from self._in_layer(layer, place)

    def _in_layer(self, data: bytes, place: str) -> Iterator[Found]:
        beginnings = self._by_beginning
        size = _BEGINNING
        for at in [at for at in range(len(data) - size + 1) if data[at : at + size] in beginnings]:
            for form, name in beginnings[data[at : at + size]]:
                if data.startswith(form, at) and not _is_part_of_a_number(data, at, form):
                    yield Found(name, place, data[max(0, at - 40) : at + 40])


def _is_part_of_a_number(data: bytes, at: int, form: bytes) -> bool:
    if not form.isdigit():
        return False
    return bool(
        re.search(rb"\d$", data[max(0, at - 1) : at]) or data[at + len(form) : at + len(form) + 1].isdigit()
    )
