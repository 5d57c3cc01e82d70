"""The search finds what was planted, however it was written and packed."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import pickle
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openpyxl import Workbook

from tests.support.canary.private_keys import parts_of_key
from tests.support.canary.searching import Search

WORD = 'Planted&Word+7/"ü'
SEARCH = Search({"word": WORD.encode(), "number": b"84031957"})

WRITTEN: dict[str, bytes] = {
    "plain": WORD.encode(),
    "for an address": quote(WORD, safe="").encode(),
    "for an address, twice": quote(quote(WORD, safe=""), safe="").encode(),
    "for a page": html.escape(WORD).encode(),
    "for JSON": json.dumps(WORD).encode(),
    "hex": WORD.encode().hex().encode(),
    "HEX": WORD.encode().hex().upper().encode(),
    **{
        f"base64, {shift} behind": base64.b64encode(b"ab"[:shift] + WORD.encode() + b"z")
        for shift in range(3)
    },
    "base64 for addresses": base64.urlsafe_b64encode(WORD.encode()),
    "UTF-16, small end first": WORD.encode("utf-16-le"),
    "UTF-16, big end first": WORD.encode("utf-16-be"),
    "base64 of UTF-16": base64.b64encode(WORD.encode("utf-16-le")),
}


def zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    return stream.getvalue()


def in_png(data: bytes) -> bytes:
    chunks = [(b"IHDR", b"x"), (b"zTXt", b"Comment\0\0" + zlib.compress(data))]
    packed = [len(each).to_bytes(4, "big") + kind + each + b"sum!" for kind, each in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "not at all": lambda data: data,
    "zip": zipped,
    "zip in zip": lambda data: zipped(zipped(data)),
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "text of a PNG": in_png,
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN.keys())
@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED.keys())
def test_it_is_found(tmp_path: Path, written: bytes, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / "file").write_bytes(pack(b"before " + written + b" behind"))
    assert {found.secret for found in SEARCH.in_folder(tmp_path)} == {"word"}


def test_it_is_found_in_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["a", WORD])
    book.save(tmp_path / "book.xlsx")
    assert SEARCH.in_folder(tmp_path)


@pytest.mark.parametrize("pack", [lambda data: data, base64.b64encode], ids=["as it is", "base64"])
def test_it_is_found_in_a_databases_pickle(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    with closing(sqlite3.connect(tmp_path / "base.sqlite")) as database:
        database.execute("CREATE TABLE kept (value)")
        database.execute("INSERT INTO kept VALUES (?)", [pack(pickle.dumps({"x": WORD}))])
        database.commit()
    assert SEARCH.in_folder(tmp_path)


def test_it_is_found_in_a_row_that_was_deleted(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "base.sqlite")) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE kept (value)")
        database.execute("INSERT INTO kept VALUES (?)", [WORD])
        database.commit()
        database.execute("DELETE FROM kept")
        database.commit()
    assert SEARCH.in_folder(tmp_path)


def test_it_is_found_in_a_name(tmp_path: Path) -> None:
    name = WORD.translate({ord(each): None for each in '/"'})  # what no name may hold on every system
    (tmp_path / name).mkdir()
    assert Search({"x": name.encode()}).in_folder(tmp_path)


def test_it_is_found_in_what_was_printed() -> None:
    assert [each.place for each in SEARCH.in_texts(["a", f"b {WORD}"])] == ["printed"]


@pytest.mark.parametrize(("text", "count"), [("PIN 84031957.", 1), ("184031957", 0), ("84031957123", 0)])
def test_a_number_counts_where_it_stands_alone(text: str, count: int) -> None:
    assert len(SEARCH.in_texts([text])) == count


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(zipped(b"nothing"))
    assert SEARCH.in_folder(tmp_path) == []


def test_what_could_be_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        Search({"PIN": b"1234"})


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_a_private_key_is_found(tmp_path: Path, encoding: Encoding, form: PrivateFormat) -> None:
    key = rsa.generate_private_key(65537, 1024)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key").write_bytes(key.private_bytes(encoding, form, NoEncryption()))
    assert Search(dict(parts_of_key(pem))).in_folder(tmp_path)


def test_a_prime_alone_is_a_key(tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 1024)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "prime").write_text(f"{key.private_numbers().q:x}")
    assert Search(dict(parts_of_key(pem))).in_folder(tmp_path)
