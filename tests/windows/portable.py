"""The portable folder, built, unpacked and tried in a Windows that nothing was ever installed in.

python -m tests.windows.portable FOLDER      FOLDER is one that set_up.sh has made
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ekakushin.flows.browser.getting import browser_or_get_one
from tests.support.running_browsers import running

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
BUILD = PROJECT / "packaging/windows/build.py"
TESTS = ("tests/windows/test_office_pc.py", "tests/windows/test_portable.py")
PLACE = "業務 ツール"
WHERE = rf"C:\{PLACE}\ekakushin"
SHARE = ("fileserver", "総務")  # a path of dosdevices/unc is, to Wine, a share of another computer
CRUTCH = "ekakushin/python/_wmi.pyd"  # Wine 8 lacks what it asks for, and dies
PYTEST = ("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--timeout=300", "--tb=short", "-rs")
SECONDS = "600"
WINES = (
    r"[Software\\Wine\\"  # what Wine keeps for itself, such as the key that its Credential Manager has made
)


def main() -> int:
    """Build and try it; 0 where all went well."""
    folder = Path(sys.argv[1]).absolute()
    built = build_twice(folder / "built")
    with running(browser_or_get_one(tell=print).path) as address:
        return try_portable(folder, built, address)


def build_twice(out: Path) -> Path:
    """One zip, built at two places, two times of day and in two time zones. Raises AssertionError if they differ."""
    with ThreadPoolExecutor() as pool:
        one, two = pool.map(_build, (out / "one", out / "two"), ("Asia/Tokyo", "America/New_York"))
    assert one.read_bytes() == two.read_bytes(), f"{one} and {two} differ"
    return one


def _build(out: Path, zone: str) -> Path:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    subprocess.run(
        [sys.executable, BUILD, "--out", out, "--python", "package-index"],
        check=True,
        cwd=out,
        env={**os.environ, "TZ": zone, "PYTHONHASHSEED": str(len(zone))},
    )
    (built,) = out.glob("*.zip")
    return built


def try_portable(folder: Path, built: Path, address: str) -> int:
    """Unpack it into a fresh Windows, run what an office does in a day, and look at what is left."""
    started = time.monotonic()
    prefix = folder / "portable"
    shutil.rmtree(prefix, ignore_errors=True)
    shutil.copytree(folder / "fresh", prefix, symlinks=True)
    unpacked = prefix / "drive_c" / PLACE
    with zipfile.ZipFile(built) as archive:
        archive.extractall(unpacked)
    (unpacked / CRUTCH).unlink()
    _share(prefix, unpacked)
    before = _files(prefix), _registry(prefix)
    code = _run(folder, prefix, address)
    left = _left(prefix, unpacked, built, before)
    print(*left, sep="\n")
    print(f"Portable folder: exit code {code}, {len(left)} left, after {time.monotonic() - started:.0f} s")
    return code or bool(left)


def _share(prefix: Path, unpacked: Path) -> None:
    """The folder is on a share and on a network drive, X:, too. From a share itself no program starts in Wine 8."""
    server, share = SHARE
    place = prefix / "dosdevices/unc" / server
    place.mkdir(parents=True)
    (place / share).symlink_to(unpacked)
    (prefix / "dosdevices/x:").symlink_to(unpacked)


def _run(folder: Path, prefix: Path, address: str) -> int:
    tested = {"TESTED_COMMAND": rf"{WHERE}\ekakushin.exe", "EKAKUSHIN_BROWSER": f"cdp:{address}"}
    environment = {**os.environ, **tested, "WINDOWS_PREFIX": str(prefix)}
    done = subprocess.run(
        [HERE / "run.sh", folder, "-t", SECONDS, *PYTEST, *TESTS],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        encoding="cp932",
        errors="replace",
        check=False,
    )
    print(done.stdout, flush=True)
    subprocess.run(["wineserver", "-k"], env={**environment, "WINEPREFIX": str(prefix)}, check=False)
    return done.returncode


def _left(
    prefix: Path, unpacked: Path, built: Path, before: tuple[set[str], dict[str, set[str]]]
) -> list[str]:
    """What is in the folder, on the disk or in the registry and should not be there."""
    files, registry = before
    changed = [f"in the folder: {name}" for name in _changed(unpacked, built)]
    written = [f"written: {name}" for name in sorted(_files(prefix) - files) if not _is_allowed(name)]
    now = _registry(prefix)
    kept = [
        f"in the registry: {hive} {line}"
        for hive, lines in now.items()
        for line in sorted(lines - registry[hive])
        if not line.startswith(WINES)
    ]
    return changed + written + kept


def _changed(unpacked: Path, built: Path) -> list[str]:
    """The names of files that are not as they are in the zip, or not in it at all."""
    with zipfile.ZipFile(built) as archive:
        packed = {entry.filename: entry.CRC for entry in archive.infolist() if entry.filename != CRUTCH}
    there = {
        file.relative_to(unpacked).as_posix(): zlib.crc32(file.read_bytes())
        for file in unpacked.rglob("*")
        if file.is_file()
    }
    return sorted(name for name, _ in packed.items() ^ there.items())


def _files(prefix: Path) -> set[str]:
    return {file.relative_to(prefix).as_posix() for file in (prefix / "drive_c").rglob("*") if file.is_file()}


def _is_allowed(name: str) -> bool:
    """What this test itself writes, and the state folders that the command and its mock have where none is named."""
    own: Callable[[str], bool] = lambda part: f"/{part}/" in f"/{name}"  # noqa: E731
    folders = ("pycache", "AppData/Local/ekakushin", "AppData/Local/ekakushin-mock")
    return any(map(own, folders)) or "/pytest-of-" in name


def _registry(prefix: Path) -> dict[str, set[str]]:
    """Every value of the registry's files, each behind the name of its key."""
    return {hive: _values(prefix / f"{hive}.reg") for hive in ("user", "system", "userdef")}


def _values(file: Path) -> set[str]:
    key, values = "", set()
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("["):
            key = line.partition("] ")[0] + "]"
        elif line.startswith(('"', "@")):
            values.add(f"{key} {line}")
    return values


if __name__ == "__main__":
    sys.exit(main())
