"""Runs a Python program as `python -m` does and notes what each of its threads spends processor time on.

python -m bench.sampling FILE -m MODULE ARGUMENTS...

Every few milliseconds the time that a thread has used since (the kernel's own count, in nanoseconds) is put down
to where the thread is now. The sums are exact, their places a sample. FILE gets JSON when the program ends.

The main thread looks at itself, at a signal that comes as processor time passes: a second thread gets to look at it
mostly when it goes to sleep, and would put down all short pieces of work to the event loop.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import runpy
import signal
import sys
import threading
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from bench.parts import part_of, step_of

_EVERY = 0.01  # wall seconds, for all threads but the main one
_EVERY_OF_MAIN = 0.002  # processor seconds


@dataclass(kw_only=True)
class Spent:
    """Processor seconds of one program: of all of it, by part and by step.

    What is in `total` and in no part was spent by threads that are not Python's, and by looking.
    """

    total: float = 0.0
    looking: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    steps: dict[str, float] = field(default_factory=dict)


class _Sampler(threading.Thread):
    """Looks at all other threads until told to end."""

    def __init__(self) -> None:
        super().__init__(name="sampler", daemon=True)
        self.spent = Spent()
        self._ended = threading.Event()
        self._main = 0.0
        self._files: dict[int, int] = {}
        self._before: dict[int, float] = defaultdict(float)

    def look_at_main(self, _: int, frame: FrameType | None) -> None:
        """The handler of the signal."""
        now = time.thread_time()
        seconds, self._main = now - self._main, now
        if frame:
            self._put_down(frame, seconds)

    def run(self) -> None:
        while not self._ended.wait(_EVERY):
            self._look()
        self._look()
        self.spent.looking = time.thread_time()

    def end(self) -> Spent:
        """Look once more; what was found."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        self._ended.set()
        self.join()
        usage = resource.getrusage(resource.RUSAGE_SELF)
        self.spent.total = usage.ru_utime + usage.ru_stime
        return self.spent

    def _look(self) -> None:
        frames = sys._current_frames()
        for thread in threading.enumerate():
            frame = frames.get(thread.ident or 0)
            if frame is None or thread.native_id is None or thread in (self, threading.main_thread()):
                continue
            self._put_down(frame, self._since(thread.native_id))

    def _put_down(self, frame: FrameType, seconds: float) -> None:
        if seconds > 0:
            _add(self.spent.parts, part_of(frame), seconds)
            _add(self.spent.steps, step_of(frame), seconds)

    def _since(self, native_id: int) -> float:
        """What the thread has used since the look before."""
        try:
            if native_id not in self._files:
                self._files[native_id] = os.open(f"/proc/self/task/{native_id}/schedstat", os.O_RDONLY)
            line = os.pread(self._files[native_id], 100, 0)
        except OSError:  # the thread has ended
            return 0.0
        now = int(line.split()[0]) / 1e9
        seconds, self._before[native_id] = now - self._before[native_id], now
        return seconds


def _add(sums: dict[str, float], name: str, seconds: float) -> None:
    sums[name] = sums.get(name, 0.0) + seconds


def main(file: str, _: str, module: str, *arguments: str) -> None:
    """Sample, and run the module."""
    sampler = _Sampler()
    sampler.start()
    signal.signal(signal.SIGPROF, sampler.look_at_main)
    signal.setitimer(signal.ITIMER_PROF, _EVERY_OF_MAIN, _EVERY_OF_MAIN)
    atexit.register(lambda: Path(file).write_text(json.dumps(asdict(sampler.end())), "utf-8"))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def read_spent(file: Path) -> Spent:
    """What `main` wrote."""
    return Spent(**json.loads(file.read_text("utf-8")))


if __name__ == "__main__":
    main(*sys.argv[1:])
