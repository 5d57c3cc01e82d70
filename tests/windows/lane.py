"""The Windows lane: unit and contract tests, and the portable folder, by Windows' own Python under Wine.

python -m tests.windows.lane [FOLDER]      FOLDER is where Windows is made, and kept for the next time
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from ekakushin.flows.browser.getting import browser_or_get_one
from tests.support.running_browsers import running
from tests.windows.portable import build_twice, try_portable

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
UNAVAILABLE = 69
SECONDS = "1800"  # for each half, which takes 5 minutes on a PC that is not busy
# Windows' Python starts four times slower here than on Linux: two processes, of about the same length, do everything.
OTHERS = (
    "anything",
    "bench",
    "fixtures",
    "flows",
    "portable",
    "support",
    "test_documentation.py",
    "test_names.py",
    "test_packaging.py",
)
HALVES = (
    ("tests/unit/automation",),
    (*(f"tests/unit/{part}" for part in OTHERS), "tests/contract", "tests/windows/test_apart.py"),
)
PYTEST = [
    "-m",
    "pytest",
    "-q",
    "-n",
    "0",
    "-p",
    "no:cacheprovider",
    "--timeout=300",
    "--tb=short",
    "--durations=6",
    "-rs",
]


def main() -> int:
    """Set up, run, and say how it went; the exit code is 0 where every test passed or was left out with its reason."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="windows-", ignore_cleanup_errors=True) as temporary:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else temporary)
        with ThreadPoolExecutor() as pool:
            building = pool.submit(build_twice, folder.absolute() / "built")
            code = _set_up(folder)
            if code == UNAVAILABLE:
                print(
                    "Windows: left out; Wine cannot be installed here (Debian or Ubuntu on amd64, apt, root)."
                )
                return 0
            if code:
                return code
            with running(browser_or_get_one(tell=print).path) as address:
                codes = _run_all(pool, folder, building, address)
        _shut_down(folder)
    print(f"Windows: exit codes {codes} after {time.monotonic() - started:.0f} s")
    return max(codes)


def _run_all(pool: ThreadPoolExecutor, folder: Path, building: Future[Path], address: str) -> list[int]:
    """Two at a time: whichever half is done first makes room for the portable folder."""
    halves = [pool.submit(_run, folder, half, address) for half in HALVES]
    wait(halves, return_when=FIRST_COMPLETED)
    portable = try_portable(folder.absolute(), building.result(), address)
    return [*(half.result() for half in halves), portable]


def _set_up(folder: Path) -> int:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # this python3 has pip
    return subprocess.run(
        [HERE / "set_up.sh", folder], env={**os.environ, "PATH": path}, check=False
    ).returncode


def _shut_down(folder: Path) -> None:
    """End what is left of this Windows: a test that ran out of time has left its processes."""
    prefix = {**os.environ, "WINEPREFIX": str(folder.absolute() / "prefix")}
    subprocess.run(["wineserver", "-k"], env=prefix, check=False)


def _run(folder: Path, tests: tuple[str, ...], address: str) -> int:
    done = subprocess.run(
        [HERE / "run.sh", folder, "-t", SECONDS, *PYTEST, *tests],
        cwd=PROJECT,
        env={**os.environ, "EKAKUSHIN_BROWSER": f"cdp:{address}"},
        stdout=subprocess.PIPE,
        encoding="cp932",  # what pytest writes to a pipe on a Japanese Windows
        errors="replace",
        check=False,
    )
    print(done.stdout, flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
