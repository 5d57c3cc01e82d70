"""The processes of started browsers: finds all of them, and kills those that do not end by themselves."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import suppress
from typing import Any

import psutil

_GONE = 5.0  # seconds for a process that was killed to disappear
_LOOK = 0.02  # seconds between two looks whether one has ended

_started: set[psutil.Process] = set()


def apart() -> dict[str, Any]:
    """How to start a process so that the terminal's Ctrl-C reaches neither it nor what it starts.

    On Windows that takes a process group, and against the window's being closed a console of its own, which nobody
    sees. What it says there goes nowhere: our console's standard error is not a file that it could write to.
    """
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return {"creationflags": flags, "stderr": subprocess.DEVNULL}
    return {"start_new_session": True}


class ProcessTree:
    """Playwright's driver, as asyncio has started it, and all of its descendants."""

    def __init__(self, driver: asyncio.SubprocessTransport) -> None:
        self._driver = driver
        self._members: set[psutil.Process] = set()
        with suppress(psutil.Error):  # it has died already
            self._members.add(psutil.Process(driver.get_pid()))
        self.look()

    async def exit_code(self) -> str:
        """What the driver has ended with, as Windows or the shell would say it; "?" where it has not ended."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_GONE):
                while self._driver.get_returncode() is None:  # noqa: ASYNC110  (a transport tells nobody)
                    await asyncio.sleep(_LOOK)
        code = self._driver.get_returncode()
        if code is None:
            return "?"
        return f"0x{code & 0xFFFFFFFF:08X}" if code > 255 else str(code)

    def look(self) -> None:
        """Note who belongs to it now: what outlives its parent cannot be found later."""
        self._members |= _descendants(self._members)
        _started.update(self._members)

    def end(self) -> None:
        """Kill what is left of it: a process that was stopped or hangs does not end when it is asked to."""
        self.look()
        _kill(self._members)
        _started.difference_update(self._members)
        self._driver.close()  # its pipes too, which would complain once the loop is closed


def end_all() -> None:
    """Kill every browser that this process has started; for the moment before it ends itself."""
    _kill(_started | _descendants(_started))
    _started.clear()


def _descendants(processes: set[psutil.Process]) -> set[psutil.Process]:
    found: set[psutil.Process] = set()
    for process in processes:
        with suppress(psutil.Error):
            found.update(process.children(recursive=True))
    return found


def _kill(processes: set[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.kill()  # a process id that belongs to somebody else by now is left alone (psutil looks)
    with suppress(
        OSError, psutil.Error
    ):  # they were killed; whether they have gone yet is not worth an error
        psutil.wait_procs(list(processes), timeout=_GONE)
