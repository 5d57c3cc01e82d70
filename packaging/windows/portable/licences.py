"""The licences of everything that goes into the folder, each part's as it brings it along."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import Message
from pathlib import PurePosixPath

from portable.bill import Part
from portable.problem import CannotBuild

_TELLING = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
_CODE = {".py", ".pyc", ".js", ".json", ".toml"}


def licence_of(metadata: Message) -> str:
    """What a wheel says in a word or two: an SPDX expression where it has one."""
    told = metadata.get("License-Expression") or metadata.get("License") or ""
    if told and "\n" not in told:
        return str(told)
    classifiers = [str(each) for each in metadata.get_all("Classifier", [])]
    named = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License ::")]
    return ", ".join(named)


def licence_files(part: Part) -> dict[str, bytes]:
    """The part's own texts below licences/. Raises CannotBuild for a part without any."""
    texts = {name: data for name, data in part.files.items() if _is_licence(name)}
    if not texts:
        raise CannotBuild(f"{part.name} {part.version} brings no licence along")
    return {f"licences/{part.name}-{part.version}/{_flat(name)}": data for name, data in texts.items()}


def _is_licence(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix not in _CODE and bool(_TELLING.search(path.name)) and "skills" not in path.parts


def _flat(name: str) -> str:
    """A name of one level: Windows takes no long paths."""
    below = re.sub(r"^[^/]+\.dist-info/(licenses/)?", "", name)
    return below.replace("/", "_")


def list_licences(parts: Iterable[Part]) -> bytes:
    """A line a part: what it is and under which licence, as a text for Windows."""
    lines = [f"{part.name} {part.version}: {part.licence}" for part in parts]
    return "\r\n".join(["The texts lie in the folder of each part.", "", *lines, ""]).encode("utf-8-sig")
