"""Many people through `ekakushin onboard`: seconds a person and memory, early in the run and late.

    python -m bench.many [PEOPLE]        200 if not given; a mock is served by this process

Prints one line for each window of people: how long it took from one person's last step to the next (mean
seconds), and the most memory that the command and its browser used meanwhile (proportional set size, MiB;
what several processes share is counted once). Linux only: it reads /proc.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ekakushin.fixtures.mock_site import LedgerLine, MockSite

_WINDOW = 20  # people
_EVERY = 2.0  # seconds between two looks at the memory


def main(people: int) -> None:
    """Measure one run."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        with MockSite(folder / "mock", people=people, signing_delay=1.5) as site:
            command = [sys.executable, "-m", "ekakushin", "onboard", str(site.mails)]
            flags = ["--site", str(site.site_file), "--home", str(folder / "home"), "--vault", "file"]
            environment = {**os.environ, "EKAKUSHIN_VAULT_PASSPHRASE": "bench"}
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            with subprocess.Popen([*command, *flags], env=environment, **quiet) as process:
                memory = _watched(process)
            _print(site.ledger(), memory)


def _watched(process: subprocess.Popen[bytes]) -> list[tuple[float, float]]:
    """(moment, MiB) until the process ends."""
    seen: list[tuple[float, float]] = []
    ended = threading.Event()
    threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
    while not ended.wait(_EVERY):
        seen.append((time.time(), sum(map(_proportional_size, [process.pid, *_descendants(process.pid)]))))
    return seen


def _descendants(pid: int) -> Iterator[int]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    queue = [pid]
    while queue:
        children = parents.get(queue.pop(), [])
        yield from children
        queue += children


def _proportional_size(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _print(ledger: list[LedgerLine], memory: list[tuple[float, float]]) -> None:
    ends = sorted(datetime.fromisoformat(line.at).timestamp() for line in ledger if line.act == "password")
    print(f"{'people':>10}  {'s/person':>8}  {'MiB, most':>9}")
    for first in range(0, len(ends) - _WINDOW + 1, _WINDOW):
        start, end = ends[first], ends[first + _WINDOW - 1]
        most = max((size for moment, size in memory if start <= moment <= end), default=0.0)
        print(f"{first + 1:>4}–{first + _WINDOW:<5}  {(end - start) / (_WINDOW - 1):>8.2f}  {most:>9.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
