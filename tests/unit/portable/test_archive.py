"""The zip: the same bytes for the same files, and names that Windows reads."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from portable.archive import pack

DATE = datetime(2026, 11, 29, 14, 37, 6, tzinfo=UTC)
FILES = {"ekakushin/はじめにお読みください.txt": b"1", "ekakushin/b": b"2" * 1000, "ekakushin/a": b""}


def test_the_order_in_which_files_come_changes_nothing() -> None:
    assert pack(FILES, DATE) == pack(dict(reversed(FILES.items())), DATE)


def test_every_file_has_the_one_date_and_neither_owner_nor_mode() -> None:
    entries = zipfile.ZipFile(io.BytesIO(pack(FILES, DATE))).infolist()

    assert [entry.filename for entry in entries] == sorted(FILES)
    assert {(entry.date_time, entry.create_system, entry.external_attr >> 16) for entry in entries} == {
        ((2026, 11, 29, 14, 37, 6), 0, 0o600)
    }


def test_a_name_in_japanese_is_marked_as_utf_8() -> None:
    (name,) = [
        each for each in zipfile.ZipFile(io.BytesIO(pack(FILES, DATE))).infolist() if "は" in each.filename
    ]

    assert name.flag_bits & 0x800


def test_a_date_before_zips_were_made_is_their_first() -> None:
    packed = pack({"a": b""}, datetime(1970, 1, 1, tzinfo=UTC))

    assert zipfile.ZipFile(io.BytesIO(packed)).infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
