"""A process family that gets a part of a core, or none for a while: stopped and let go on again and again."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

_TURN = 0.1  # seconds for one turn of going on and being stopped
_LOOK = 10  # turns between two looks for new members of the family


def family(pid: int) -> list[psutil.Process]:
    """A process and all that it has started."""
    with suppress(psutil.Error):
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    return []


def those(pid: int, kind: str) -> list[psutil.Process]:
    """Of a family, the `renderer`s or the `driver`."""
    found = []
    for process in family(pid):
        with suppress(psutil.Error):
            words = " ".join(process.cmdline())
            if f"--type={kind}" in words or (kind == "driver" and "run-driver" in words):
                found.append(process)
    return found


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that are still there; what has died and waits for its parent to notice is not."""
    found = []
    for process in processes:
        with suppress(psutil.Error):
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def send(number: int, processes: list[psutil.Process]) -> None:
    """Send a signal to those that are still there."""
    for process in processes:
        with suppress(psutil.Error, ProcessLookupError):
            process.send_signal(number)


@contextmanager
def starved(pid: int, share: float) -> Iterator[None]:
    """Inside, the family gets `share` of the time that it would get; all of it with 1."""
    over = threading.Event()

    def turns() -> None:
        members, turn = family(pid), 0
        while not over.wait(_TURN * share):
            turn += 1
            members = family(pid) if turn % _LOOK == 0 else members
            send(signal.SIGSTOP, members)
            over.wait(_TURN * (1 - share))
            send(signal.SIGCONT, members)

    thread = threading.Thread(target=turns)
    if share < 1:
        thread.start()
    try:
        yield
    finally:
        over.set()
        if share < 1:
            thread.join()
        send(signal.SIGCONT, family(pid))


@contextmanager
def crowded(cores: int | None = None) -> Iterator[None]:
    """Inside, every core has other work to do, twice as much as there are cores."""
    children = []
    for _ in range(2 * (cores or os.cpu_count() or 1)):
        child = os.fork()
        if child == 0:
            while True:
                pass
        children.append(child)
    try:
        yield
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
