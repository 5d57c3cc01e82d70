"""Ctrl-C once and twice, and the end of a process in which something hangs."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from ekakushin.automation.engine import stopping
from ekakushin.automation.engine.stopping import heeding
from tests.support.systems import WINDOWS, posix_only

ROOT = Path(__file__).parents[4]


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Why the process would have been ended."""
    monkeypatch.setattr(stopping, "AT_ONCE", 0.05)
    monkeypatch.setattr(stopping, "_LATE", 0.05)
    monkeypatch.setattr(stopping, "_TICK", 0.01)
    return []


def waited_for(ended: list[str]) -> list[str]:
    """Wait until the process would have ended."""
    happened = threading.Event()
    for _ in range(500):
        if ended or happened.wait(0.01):
            break
    return ended


def test_the_first_asks_and_the_second_interrupts(ended: list[str]) -> None:
    asked: list[str] = []
    with heeding(ended.append) as stop:
        stop.ask, stop.grace = (lambda: asked.append("stop")), (lambda: 60.0)
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert (asked, ended) == (["stop"], [])


@pytest.mark.parametrize(("event", "waits"), [(1, 0), (2, 1), (5, 1), (6, 1)])
def test_ctrl_break_the_console_s_closing_logging_off_and_shutting_down_are_as_ctrl_c(
    ended: list[str], monkeypatch: pytest.MonkeyPatch, event: int, waits: int
) -> None:
    asked: list[str] = []
    waited: list[float] = []
    monkeypatch.setattr(stopping.time, "sleep", waited.append)
    with heeding(ended.append) as stop:
        stop.ask, stop.grace = (lambda: asked.append("stop")), (lambda: 60.0)
        assert stopping._heed_the_end(event) == 1
    assert (asked, len(waited)) == (["stop"], waits)


def test_a_console_that_is_gone_keeps_nobody_from_stopping(
    ended: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OSError(6, "The handle is invalid")

    asked: list[str] = []
    monkeypatch.setattr("builtins.print", gone)
    with heeding(ended.append) as stop:
        stop.ask, stop.grace = (lambda: asked.append("stop")), (lambda: 60.0)
        signal.raise_signal(signal.SIGINT)
    assert asked == ["stop"]


def test_ctrl_c_comes_as_a_signal_of_its_own() -> None:
    assert stopping._heed_the_end(0) == 0


@pytest.mark.skipif(not WINDOWS, reason="Windows alone has Ctrl-Break")
def test_ctrl_break_asks_as_ctrl_c_does(ended: list[str]) -> None:
    asked: list[str] = []
    with heeding(ended.append) as stop:
        stop.ask, stop.grace = (lambda: asked.append("stop")), (lambda: 60.0)
        signal.raise_signal(getattr(signal, "SIGBREAK"))  # noqa: B009  (elsewhere there is none)
    assert asked == ["stop"]


def test_where_nothing_can_be_asked_for_the_first_interrupts(ended: list[str]) -> None:
    with pytest.raises(KeyboardInterrupt), heeding(ended.append):
        signal.raise_signal(signal.SIGTERM)


def test_what_does_not_end_within_the_grace_is_ended(ended: list[str]) -> None:
    with heeding(ended.append) as stop:
        stop.ask = lambda: None
        signal.raise_signal(signal.SIGINT)
        assert waited_for(ended) == ["run.ended"]


def test_a_loop_in_which_nothing_goes_on_is_ended(ended: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "STUCK", 0.05)
    loop = asyncio.new_event_loop()  # nobody runs it: as one whose thread hangs in a call to the disk
    with heeding(ended.append) as stop:
        stop.loop = loop
        assert waited_for(ended) == ["run.stuck"]
    loop.close()


def test_a_loop_that_goes_on_is_not(ended: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "STUCK", 0.1)

    async def works() -> None:
        for _ in range(40):
            await asyncio.sleep(0.01)

    with heeding(ended.append) as stop:
        loop = asyncio.new_event_loop()
        stop.loop = loop
        loop.run_until_complete(works())
        stop.loop = None
        loop.close()
    assert ended == []


def test_afterwards_signals_do_what_they_did(ended: list[str]) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with heeding(ended.append):
        pass
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


@posix_only("a thread is told of a signal by the system")
def test_a_process_that_hangs_in_c_is_ended_all_the_same() -> None:
    hangs = textwrap.dedent(
        """
        import ctypes, functools, os, signal, threading
        from ekakushin.automation.engine import stopping
        stopping.AT_ONCE = 0.2
        threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        with stopping.heeding(functools.partial(stopping.end_now, lambda: print("browsers"))):
            # As a call to a disk that does not answer: no signal gets through to this thread.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            ctypes.CDLL(None).usleep(900000000)
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", hangs], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 3
