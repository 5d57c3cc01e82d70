"""The console's Ctrl-C stops the command, and neither the browser nor its driver."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.systems import not_under_wine

# Has a console, starts a child and presses Ctrl-C for everybody of that console.
PRESSING = """
import ctypes, signal, subprocess, sys, time
from ekakushin.flows.browser.processes import apart

file, wanted = sys.argv[1:]
ctypes.windll.kernel32.SetConsoleCtrlHandler(None, False)
command = [sys.executable, "-c", f"open({file!r}, 'w').close(); import time; time.sleep(60)"]
child = subprocess.Popen(command, **(apart() if wanted == "apart" else {}))
end = time.monotonic() + 30
while time.monotonic() < end and not __import__("os").path.exists(file):
    time.sleep(0.1)
signal.signal(signal.SIGINT, lambda *_: None)
ctypes.windll.kernel32.GenerateConsoleCtrlEvent(signal.CTRL_C_EVENT, 0)
time.sleep(2)
runs_on = child.poll() is None
child.kill()
sys.exit(7 if runs_on else 8)
"""


@pytest.mark.parametrize(("wanted", "code"), [("apart", 7), ("beside", 8)])
def test_ctrl_c_reaches_what_shares_the_console_alone(tmp_path: Path, wanted: str, code: int) -> None:
    script = tmp_path / "pressing.py"
    script.write_text(PRESSING, "utf-8")
    pressing = subprocess.run(
        [sys.executable, script, tmp_path / "child", wanted],
        creationflags=getattr(subprocess, "CREATE_NEW_CONSOLE"),  # noqa: B009  (elsewhere there is none)
        timeout=120,
        check=False,
    )
    assert pressing.returncode == code


# Has a console, and presses a key of it while work goes on that may be asked to stop.
STOPPING = """
import ctypes, sys, threading, time
from ekakushin.automation.engine.stopping import heeding

asked = threading.Event()
ctypes.windll.kernel32.SetConsoleCtrlHandler(None, False)
with heeding(lambda why: None) as stop:
    stop.ask, stop.grace = asked.set, lambda: 60.0
    ctypes.windll.kernel32.GenerateConsoleCtrlEvent(int(sys.argv[1]), 0)
    end = time.monotonic() + 20
    while time.monotonic() < end and not asked.is_set():
        time.sleep(0.1)
sys.exit(7 if asked.is_set() else 8)
"""


@pytest.mark.parametrize(  # CTRL_C_EVENT, CTRL_BREAK_EVENT
    "event", [0, pytest.param(1, marks=not_under_wine("its consoles pass on Ctrl-C alone"))]
)
def test_ctrl_break_stops_as_ctrl_c_does(tmp_path: Path, event: int) -> None:
    script = tmp_path / "stopping.py"
    script.write_text(STOPPING, "utf-8")
    stopping = subprocess.run(
        [sys.executable, script, str(event)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,  # Wine's console is no file to write to
        creationflags=getattr(subprocess, "CREATE_NEW_CONSOLE"),  # noqa: B009  (elsewhere there is none)
        timeout=120,
        check=False,
    )
    assert stopping.returncode == 7, stopping.stdout
