"""Runs one command and writes what it and everything that it started have used.

python -m bench.measured RESULT.json COMMAND...          BENCH_KINDS=1 also by kind of process

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
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.kinds import Kinds
from bench.processes import cpu_with_children, descendants, proportional_size

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
_EVERY = (0.05, 0.5)  # seconds between two looks: of a short command, of one that has run for some seconds
_MANY = 30  # looks
_KINDS = "BENCH_KINDS"
_LEFT = 20.0  # seconds after which what outlives the command is killed


@dataclass(frozen=True)
class Sample:
    """One look at a command: when (seconds since 1970), what it had used so far, and its memory in MiB."""

    at: float
    cpu: float
    memory: float


@dataclass(frozen=True, kw_only=True)
class Use:
    """What a command has used: seconds of processor and wall, exit code, and what was seen meanwhile.

    `left` counts processes that outlived the command for so long that they were killed. `kinds` are processor seconds
    by kind of process, where they were asked for; they lack what came between the last look and a process's end.
    `looking` is what this process has used itself, which is in no other number.
    """

    cpu: float
    wall: float
    code: int
    left: int = 0
    looking: float = 0.0
    kinds: dict[str, float] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)

    @property
    def memory(self) -> float:
        """The most MiB at one moment (proportional set size)."""
        return max((sample.memory for sample in self.samples), default=0.0)


def measure(
    command: Sequence[str], result: Path, *, log: Path, environment: Mapping[str, str], kinds: bool = False
) -> Use:
    """Run the command below a process of its own that measures it; what it prints goes into `log`."""
    environment = {**environment, _KINDS: "1" if kinds else ""}
    wrapped = [sys.executable, "-m", "bench.measured", str(result), *command]
    with log.open("wb") as output:
        subprocess.run(wrapped, stdout=output, stderr=output, env=environment, check=True)
    found = json.loads(result.read_text("utf-8"))
    return Use(**{**found, "samples": [Sample(**sample) for sample in found["samples"]]})


def main(result: str, *command: str) -> None:
    """Measure one command."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    samples, kinds = list[Sample](), Kinds(os.getpid())
    began = time.monotonic()
    process = subprocess.Popen(command)
    threading.Thread(target=_look, args=(samples,), daemon=True).start()
    with kinds.watched() if os.environ.get(_KINDS) else nullcontext():
        _wait_until_ended(process)
        wall = time.monotonic() - began
        left = _wait_for_the_rest()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    use = Use(
        cpu=spent.ru_utime + spent.ru_stime,
        wall=wall,
        code=process.returncode,
        left=left,
        looking=time.process_time(),
        kinds=kinds.seconds,
        samples=samples,
    )
    Path(result).write_text(json.dumps(asdict(use)), "utf-8")


def _look(samples: list[Sample]) -> None:
    while True:
        family = list(descendants(os.getpid()))
        own = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = own.ru_utime + own.ru_stime + sum(map(cpu_with_children, family))
        samples.append(Sample(time.time(), used, sum(map(proportional_size, family))))
        time.sleep(_EVERY[len(samples) > _MANY])


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
