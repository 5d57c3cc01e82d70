"""The main job on a PC that starves: slow, crowded, with a clock that jumps; and Ctrl-C where something hangs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from ekakushin.flows.browser.finding import BrowserProgram
from tests.support.afflicted import VARIABLE
from tests.support.durably import Department, department, flags_to_reissue
from tests.support.hardship import busy, limited
from tests.support.invariants import broken
from tests.support.starving import alive, crowded, family, send, starved, those

ROOT = Path(__file__).parents[2]
DAY = 24 * 60 * 60  # seconds
DAILY = {("renderer", 2), ("driver", 1), ("disk", 2)}
AT_ONCE = 30.0  # seconds: far more than is promised, far less than any wait of a flow

Surrounded = Callable[[subprocess.Popen[str]], AbstractContextManager[None]]


@pytest.fixture
def here(tmp_path: Path, browser_program: BrowserProgram) -> Iterator[Department]:
    """One person, and a state folder."""
    with department(tmp_path, browser_program.path, people=1, signing_delay=0.2) as here:
        yield here


def started(here: Department, *arguments: object, **afflictions: object) -> subprocess.Popen[str]:
    """`onboard` on a PC that is afflicted so."""
    here.surroundings |= {VARIABLE: json.dumps(afflictions), "PYTHONPATH": str(ROOT)}
    return here.start("onboard", here.site.mails, *arguments, program="tests.support.afflicted")


def test_a_slow_disk_and_slow_keys_change_nothing(here: Department, full: bool) -> None:
    slow = {"flush": 1.0, "key": 20.0} if full else {"flush": 0.05, "key": 5.0}
    assert here.ended(started(here, **slow))[0] == 0, here.log[-1]
    assert broken(here, done=True) == []


@pytest.mark.skipif(sys.platform != "linux", reason="processes are stopped and let go on by signals")
def test_a_part_of_a_core_is_enough(here: Department, full: bool) -> None:
    process = started(here, "--until", "password" if full else "signup")
    with starved(process.pid, 0.1 if full else 0.25):
        code, _ = here.ended(process)
    assert code == 0, here.log[-1]
    assert broken(here, done=full) == []


@pytest.mark.skipif(sys.platform != "linux", reason="what takes the cores are forked processes")
def test_a_crowded_pc_onboards_everybody_once(
    tmp_path: Path, browser_program: BrowserProgram, full: bool
) -> None:
    people, pages = (20, busy(6.0)) if full else (2, None)
    with department(tmp_path, browser_program.path, people=people, html_filter=pages) as here:
        with crowded() if full else nullcontext():
            assert here.ended(started(here, "--workers", 4))[0] == 0, here.log[-1]
        assert broken(here, done=True) == []


@pytest.mark.skipif(sys.platform != "linux", reason="processes are stopped and let go on by signals")
@pytest.mark.parametrize("act", ["authenticate", "issue", "login", "pin"])
def test_a_laptop_that_sleeps_wakes_to_the_right_state(here: Department, act: str, full: bool) -> None:
    if not full and act != "issue":
        pytest.skip("a sleep at 発行 is tried; --full tries others")
    limited(here.site, browser=6.0, step=20.0)
    process = started(here)
    _until(here, act, process)
    members = family(process.pid)
    send(signal.SIGSTOP, members)
    time.sleep(25.0)
    send(signal.SIGCONT, members)
    assert here.ended(process)[0] == 0, here.log[-1]
    assert broken(here, done=True) == []


@pytest.mark.parametrize("jump", [1500 * DAY, DAY, -DAY // 8])
def test_a_clock_that_jumps_presses_nothing_twice(here: Department, tmp_path: Path, jump: int) -> None:
    clock = tmp_path / "clock"
    clock.write_text("0")
    process = started(here, clock=str(clock))
    _until(here, "issue", process)
    clock.write_text(str(jump))
    here.ended(process)
    assert broken(here, done=False) == []
    assert here.ended(started(here, clock=str(clock)))[0] in (0, 1), here.log[-1]
    clock.write_text("0")
    assert here.ended(started(here))[0] == 0, here.log[-1]
    assert broken(here, done=True) == []


def _until(here: Department, act: str, process: subprocess.Popen[str]) -> None:
    while not any(line.act == act for line in here.site.ledger()):
        assert process.poll() is None, (here.ended(process), here.log)
        time.sleep(0.02)


def _stops(kind: str, process: subprocess.Popen[str], folder: Path) -> None:
    """Let something hang for good."""
    if kind == "disk":
        (folder / "hang").touch()
        time.sleep(1.0)
    else:
        send(signal.SIGSTOP, those(process.pid, kind))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are stopped by signals")
@pytest.mark.parametrize(
    ("kind", "times"),
    [("renderer", 2), ("driver", 1), ("disk", 2), ("renderer", 1), ("driver", 2), ("disk", 1)],
)
def test_ctrl_c_ends_a_run_in_which_something_hangs(
    here: Department, tmp_path: Path, kind: str, times: int, full: bool
) -> None:
    if not full and (kind, times) not in DAILY:
        pytest.skip("in the long measure: each thing that hangs is met once a day")
    limited(here.site, page=4.0, issuance=4.0, browser=120.0)
    process = started(here, hang=str(tmp_path / "hang"))
    _until(here, "authenticate", process)
    members = family(process.pid)
    _stops(kind, process, tmp_path)
    for _ in range(times):
        os.kill(process.pid, signal.SIGINT)
        time.sleep(0.5)
    out, err = process.communicate(timeout=AT_ONCE if times == 2 else 2 * AT_ONCE)
    (tmp_path / "hang").unlink(missing_ok=True)
    here.printed += [out, err]
    assert (process.returncode, alive(members)) == (3, []), err
    assert broken(here, done=False) == []
    codes = [here.run("onboard", *flags_to_reissue(here))[0] for _ in range(2)]
    assert 0 in codes, here.log[-1]
    assert broken(here, done=True) == []
