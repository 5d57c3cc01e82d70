"""Everything that may be inside a file: members of archives, what was compressed, what a database keeps encoded."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

_DEEPEST = 4
_ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")


def layers(data: bytes, name: str = "", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The data itself and all that can be got out of it, each with where it was found."""
    yield name, data
    if depth < _DEEPEST:
        for where, inner in _inside(data):
            yield from layers(inner, f"{name}!{where}", depth + 1)


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data[:2] == b"\x1f\x8b":
        with suppress(OSError, EOFError, zlib.error):
            yield "gzip", gzip.decompress(data)
    if data[:2] in (b"\x78\x01", b"\x78\x9c", b"\x78\xda"):
        with suppress(zlib.error):
            yield "zlib", zlib.decompress(data)
    if zipfile.is_zipfile(io.BytesIO(data)):
        yield from _zipped(data)
    if data[:16] == b"SQLite format 3\0":
        yield from _cells(data)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _texts_of_png(data)


def _zipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield "comment", archive.comment
        for member in archive.infolist():
            yield member.filename, archive.read(member)


def _cells(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What the tables of a database keep, and what it means where it is base64: a pickle, another file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "copy.sqlite"
        file.write_bytes(data)
        with closing(sqlite3.connect(file)) as database, suppress(sqlite3.DatabaseError):
            tables = [
                row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            for table in tables:
                for row in database.execute(f'SELECT * FROM "{table}"'):
                    yield table, b"\n".join(_in_bytes(value) for value in row)


def _in_bytes(value: object) -> bytes:
    data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")
    return b"\n".join((data, *(_decoded(match.group()) for match in _ENCODED.finditer(data))))


def _decoded(letters: bytes) -> bytes:
    with suppress(binascii.Error):
        return base64.b64decode(
            letters.rstrip(b"=") + b"=" * (-len(letters.rstrip(b"=")) % 4), altchars=b"-_"
        )
    return b""


def _texts_of_png(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The chunks of text that a picture may carry beside what it shows."""
    at = 8
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind in (b"tEXt", b"iTXt", b"eXIf"):
            yield kind.decode(), data[at + 8 : at + 8 + size]
        if kind == b"zTXt":
            yield kind.decode(), data[at + 8 : at + 8 + size].partition(b"\0")[2][1:]
        at += size + 12
