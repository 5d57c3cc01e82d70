"""Linux: a browser's managed policy, a JSON file in a folder that only an administrator can write to."""

from __future__ import annotations

import base64
import json
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ekakushin.automation.certificates.stores.places import POLICY
from ekakushin.automation.certificates.stores.store import missing_above

OURS = "ekakushin.json"


class FilePolicy:
    """One file of a policy folder.

    Of several files that set the same policy a browser takes one alone; so where another one sets it already, that
    one is added to. A file that cannot be understood raises OSError like one that cannot be read.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.place = str(file)

    @classmethod
    def in_folder(cls, folder: Path) -> FilePolicy:
        """The file that sets the policy already (the last by name, which is the one that counts), or ours."""
        files = sorted(folder.glob("*.json"), reverse=True) if folder.is_dir() else []
        setting = (file for file in files if POLICY.encode() in (_read(file) or b""))
        return cls(next(setting, folder / OURS))

    def find(self, orders: Sequence[str]) -> bool:
        """Whether all these orders are in the file."""
        return set(orders) <= set(_orders(_parse(_read(self._file))))

    def before(self) -> str | None:
        """The file's bytes as base64, None where there is none."""
        content = _read(self._file)
        return None if content is None else base64.b64encode(content).decode()

    def missing(self) -> list[Path]:
        """The folders above it that are not there."""
        return missing_above(self._file.parent)

    def select_automatically(self, orders: Sequence[str], *, instead_of: Sequence[str] = ()) -> None:
        """Add these orders to the file, which is made readable for everybody where it is missing."""
        document = _parse(_read(self._file))
        for folder in self.missing():
            folder.mkdir()
            folder.chmod(0o755)
        _put(self._file, _render(_with(document, orders, instead_of)))

    def undo(self, orders: Sequence[str], before: str | None) -> None:
        """Take these orders away; the file is as it was, byte by byte, if nobody else has changed it."""
        content, original = _read(self._file), None if before is None else base64.b64decode(before)
        if content is None or content == original:
            return
        if content == _render(_with(_parse(original), orders)):
            rest = original
        else:
            document = _with(_parse(content), (), orders)
            empty = not document and self._file.name == OURS
            rest = None if empty else _render(document)
        if rest is None:
            self._file.unlink(missing_ok=True)
        else:
            _put(self._file, rest)

    def by_hand(self, orders: Sequence[str]) -> Sequence[tuple[str, bytes]]:
        """The whole file as it should be."""
        return (("-".join(self._file.parts[1:]), _render(_with(_parse(_read(self._file)), orders))),)


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _parse(content: bytes | None) -> dict[str, Any]:
    try:
        document = json.loads(content) if content else {}
    except ValueError as error:
        raise OSError(f"JSON: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get(POLICY, []), list):
        raise OSError(f"JSON: {POLICY}")
    return document


def _orders(document: dict[str, Any]) -> list[Any]:
    return [each for each in document.get(POLICY, []) if isinstance(each, str)]


def _with(document: dict[str, Any], orders: Sequence[str], instead_of: Sequence[str] = ()) -> dict[str, Any]:
    kept = [each for each in document.get(POLICY, []) if each not in instead_of and each not in orders]
    rest = {name: value for name, value in document.items() if name != POLICY}
    return {**rest, POLICY: [*kept, *orders]} if kept or orders else rest


def _render(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _put(file: Path, content: bytes) -> None:
    """In the place of the file, whole or not at all, with the rights it had; readable for everybody if it is new."""
    rights = file.stat() if file.exists() else None
    written = file.with_name(f".{file.name}.{secrets.token_hex(6)}.tmp")
    try:
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        written.chmod(rights.st_mode & 0o7777 if rights else 0o644)
        if rights and sys.platform != "win32":
            os.chown(written, rights.st_uid, rights.st_gid)
        written.replace(file)
    finally:
        written.unlink(missing_ok=True)
