"""Runs one command and writes what it and everything that it started have used.

python -m bench.measured RESULT.json COMMAND...

Every descendant is waited for, also one whose parent has gone (this process is their subreaper), so that the
system's own sum of the processor time holds all of them.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.processes import descendants, proportional_size

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
_EVERY = 0.5  # seconds between two looks at the memory
_LEFT = 20.0  # seconds after which what outlives the command is killed


@dataclass(frozen=True, kw_only=True)
class Use:
    """What a command has used. Seconds of processor and wall, MiB (proportional set size, the most), exit code.

    `left` counts processes that outlived the command for so long that they were killed.
    """

    cpu: float
    wall: float
    memory: float
    code: int
    left: int = 0


def measure(command: Sequence[str], result: Path, *, log: Path, environment: dict[str, str]) -> Use:
    """Run the command below a process of its own that measures it; what it prints goes into `log`."""
    wrapped = [sys.executable, "-m", "bench.measured", str(result), *command]
    with log.open("wb") as output:
        subprocess.run(wrapped, stdout=output, stderr=output, env=environment, check=True)
    return Use(**json.loads(result.read_text("utf-8")))


def main(result: str, *command: str) -> None:
    """Measure one command."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    seen = _Seen()
    began = time.monotonic()
    process = subprocess.Popen(command)
    threading.Thread(target=seen.look, daemon=True).start()
    _wait_until_ended(process)
    wall = time.monotonic() - began
    left = _wait_for_the_rest()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    use = Use(
        cpu=spent.ru_utime + spent.ru_stime, wall=wall, memory=seen.most, code=process.returncode, left=left
    )
    Path(result).write_text(json.dumps(asdict(use)), "utf-8")


class _Seen:
    """The most memory that all descendants had at one moment."""

    def __init__(self) -> None:
        self.most = 0.0

    def look(self) -> None:
        while True:
            self.most = max(self.most, sum(map(proportional_size, descendants(os.getpid()))))
            time.sleep(_EVERY)


def _wait_until_ended(process: subprocess.Popen[bytes]) -> None:
    while process.returncode is None:
        pid, status = os.waitpid(-1, 0)
        if pid == process.pid:
            process.returncode = os.waitstatus_to_exitcode(status)


def _wait_for_the_rest() -> int:
    """Wait for everybody who is left; how many had to be killed."""
    killed: list[int] = []
    timer = threading.Timer(_LEFT, lambda: killed.extend(_kill_all()))
    timer.start()
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        return len(killed)
    finally:
        timer.cancel()


def _kill_all() -> list[int]:
    found = list(descendants(os.getpid()))
    for pid in found:
        os.kill(pid, signal.SIGKILL)
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
