"""The command on a PC where something is slow: `python -m tests.support.afflicted`, with AFFLICTIONS as JSON.

`key` are the seconds that each key takes, `flush` those of each flush to the disk; `hang` names a file: once it is
there, no flush ever comes back. `clock` names a file with the seconds by which the clock is wrong, at any moment.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import time_machine

import ekakushin.flows.certenroll.calls
from ekakushin.automation.main import main

VARIABLE = "AFFLICTIONS"


def slowly(act: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    """The same, so many seconds later."""

    def slow(*values: Any) -> Any:
        time.sleep(seconds)
        return act(*values)

    return slow


def hanging(act: Callable[..., Any], file: Path) -> Callable[..., Any]:
    """The same, until the file is there; then it never returns."""

    def hangs(*values: Any) -> Any:
        while file.exists():
            time.sleep(0.1)
        return act(*values)

    return hangs


def put_the_clock(file: Path) -> None:
    """Keep the clock as wrong as the file says; what only measures how time passes is left alone."""
    traveller = time_machine.travel(datetime.now(UTC), tick=True).start()

    def follow() -> None:
        wrong = 0
        while True:
            wanted = int(file.read_text() or wrong)
            traveller.shift(wanted - wrong)
            wrong = wanted
            time.sleep(0.05)

    threading.Thread(target=follow, daemon=True).start()


if __name__ == "__main__":
    os.environ.pop(
        "LD_PRELOAD", None
    )  # another time is for this process alone; a browser does not start with it
    wanted = json.loads(os.environ.get(VARIABLE, "{}"))
    if wanted.get("key"):
        ekakushin.flows.certenroll.calls.make_key = slowly(
            ekakushin.flows.certenroll.calls.make_key, wanted["key"]
        )
    if wanted.get("flush"):
        os.fsync = slowly(os.fsync, wanted["flush"])
    if wanted.get("hang"):
        os.fsync = hanging(os.fsync, Path(wanted["hang"]))
    if wanted.get("clock"):
        put_the_clock(Path(wanted["clock"]))
    main()
