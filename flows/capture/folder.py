"""A capture on disk: what lies in its folder, how it is written, and whether it is as it was written.

The format is described in docs/capture.md.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import Field

from ekakushin.flows.models import Noun
from ekakushin.flows.screens.description import ScreenDescription

FORMAT = 1
CAPTURE, STRUCK, MANIFEST, PAGES = "capture.toml", "struck.json", "manifest.sha256", "pages"


class CapturedDocument(Noun):
    """One document of a page: its file, the path and application it came from, and the charset it had.

    `destination` is `document` for the page itself and `frame` for one in a frame of it; `main` says that the
    screen's fields or words are in it. `captions` tells what stood where a `{{text:N}}` stands.
    """

    file: str
    site: str
    path: str
    charset: str
    destination: str = "document"
    main: bool = True
    captions: dict[str, str] = Field(default_factory=dict)


class CapturedScreen(ScreenDescription):
    """A screen's description with what is needed to show it again.

    `called` is the screen's name in file names; `state` is that of a menu that has several, `step` the step in which it
    was met. `roles` maps what a
    field is for (as docs/capture.md lists them) to the name under which its value is sent.
    """

    called: str = ""
    state: str = ""
    step: str = ""
    roles: dict[str, str] = Field(default_factory=dict)
    documents: tuple[CapturedDocument, ...] = ()


class KeptScreen(Noun):
    """A captured screen with its files: markup by file name, and the picture."""

    screen: CapturedScreen
    markup: dict[str, str]
    picture: bytes = b""


class CaptureNotes(Noun):
    """What a capture says of itself."""

    version: str
    made: datetime
    site: str
    until: str = ""


def write_capture(
    folder: Path, screens: Sequence[KeptScreen], struck: Mapping[tuple[str, str], int], notes: CaptureNotes
) -> None:
    """Write it into a folder that is empty or new. Raises OSError, FileExistsError for one that holds anything."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    pages = folder / PAGES
    pages.mkdir(parents=True, exist_ok=True)
    files: dict[str, bytes] = {}
    for number, kept in enumerate(screens, 1):
        files |= {f"{PAGES}/{name}": text.encode() for name, text in kept.markup.items()}
        stem = f"{PAGES}/{stem_of(number, kept.screen.called)}"
        files[f"{stem}.json"] = kept.screen.to_json().encode()
        if kept.picture:
            files[f"{stem}.png"] = kept.picture
    files[STRUCK] = _struck(struck).encode()
    files[CAPTURE] = _toml(screens, notes).encode()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / MANIFEST).write_bytes(_manifest(files).encode())


def stem_of(number: int, called: str) -> str:
    """The name of a screen's files without their ending."""
    return f"{number:02d}-{called}"


def name_of(screen: str) -> str:
    """A screen's name in file names: AlreadySignedUpScreen is `already-signed-up`."""
    words = re.findall(r"[A-Z][a-z0-9]*", screen.removesuffix("Screen"))
    return "-".join(word.lower() for word in words) or "page"


def read_screens(folder: Path) -> list[CapturedScreen]:
    """The screens of a capture in their order. Raises OSError, and ValueError for what is no capture."""
    kind = tomllib.loads((folder / CAPTURE).read_text("utf-8")).get("format")
    if kind != FORMAT:
        raise ValueError(f"format {kind}")
    files = sorted((folder / PAGES).glob("*.json"))
    return [CapturedScreen.model_validate_json(file.read_bytes()) for file in files]


def broken_files(folder: Path) -> list[str]:
    """The files that are not as the manifest says, are missing, or are not in it. Raises OSError without manifest."""
    lines = (folder / MANIFEST).read_text("utf-8").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines if line)}
    there = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    there.pop(MANIFEST)
    wrong = [name for name, path in there.items() if listed.get(name) != _digest(path.read_bytes())]
    return sorted({*wrong, *(set(listed) - set(there))})


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _manifest(files: Mapping[str, bytes]) -> str:
    """As `sha256sum` writes it, and checks it with -c."""
    return "".join(f"{_digest(data)}  {name}\n" for name, data in sorted(files.items()))


def _struck(struck: Mapping[tuple[str, str], int]) -> str:
    entries = [
        {"rule": rule, "place": place, "count": count} for (rule, place), count in sorted(struck.items())
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def _toml(screens: Sequence[KeptScreen], notes: CaptureNotes) -> str:
    quoted = json.dumps  # JSON's strings are TOML's, but for what neither needs here
    head = {
        "tool": notes.version,
        "made": notes.made.isoformat(timespec="seconds"),
        "site": notes.site,
        "until": notes.until,
    }
    lines = [f"format = {FORMAT}", *(f"{name} = {quoted(text)}" for name, text in head.items())]
    for kept in screens:
        for document in kept.screen.documents:
            entry = {"file": f"{PAGES}/{document.file}", "charset": document.charset}
            lines += ["", "[[page]]", f"screen = {quoted(kept.screen.called)}"]
            lines += [f"{name} = {quoted(text)}" for name, text in entry.items()]
    return "\n".join(lines) + "\n"


def count_by_rule(struck: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """How much was struck by each rule, in all places together."""
    total: Counter[str] = Counter()
    for (rule, _), count in struck.items():
        total[rule.partition(":")[0]] += count
    return dict(sorted(total.items()))
