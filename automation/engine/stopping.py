"""Ctrl-C: the first one lets the current clicks end, the second ends at once, and nothing that hangs keeps either.

On Windows Ctrl-Break, closing the console, logging off and shutting down are the same.
"""

from __future__ import annotations

import asyncio
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from ekakushin.flows.text import say

AT_ONCE = 5.0  # seconds in which a run that is ended at once may still close its browser and say how it went
STUCK = 300.0  # seconds for which nothing goes on here at all: a disk, or what keeps secrets, does not answer
_TICK = 15.0  # seconds between two looks whether anything goes on
_LATE = 20.0  # seconds beyond the grace after which the run is ended from outside
_STOPPED = 3  # the exit code of a run that did not come to its end
_BREAK: signal.Signals | None = getattr(signal, "SIGBREAK", None)  # Ctrl-Break, which Windows alone has
_SIGNALS = (signal.SIGINT, signal.SIGTERM, *([_BREAK] if _BREAK else []))
_CTRL_BREAK, _ENDS = 1, (2, 5, 6)  # CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT

Grace = Callable[[], float]


class Stop:
    """How a process reacts to Ctrl-C: the first calls `ask`; without it the first ends at once too.

    `grace` is how many seconds the clicks that are under way may take then. `loop` is where the work is done: if
    nothing goes on there for STUCK seconds, this process is ended as well.
    """

    def __init__(self) -> None:
        self.ask: Callable[[], None] | None = None
        self.grace: Grace = lambda: 0.0
        self.loop: asyncio.AbstractEventLoop | None = None
        self.asked = 0

    def heed(self, number: int, frame: FrameType | None) -> None:
        """A signal has come: handled between two instructions of the main thread."""
        self.asked += 1
        if self.asked > 1 or self.ask is None:
            raise KeyboardInterrupt
        with suppress(OSError):  # a console that is being closed takes no words any more
            print(say("run.stopping"), file=sys.stderr, flush=True)
        self.ask()


@contextmanager
def heeding(end: Callable[[str], None]) -> Iterator[Stop]:
    """Inside, signals are handled by what is yielded; `end` ends this process, where nothing else does, and says why.

    A thread of its own counts them, which hears of them even while the main thread hangs in a call to the disk.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    with _Watch(stop, end).watching() as heard:

        def heed(number: int, frame: FrameType | None) -> None:
            heard(number)
            stop.heed(number, frame)

        before = {number: signal.signal(number, heed) for number in _SIGNALS}
        try:
            with _hearing_of_the_end():
                yield stop
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Watch:
    """Counts the signals beside the main thread and ends the process when its time is over."""

    def __init__(self, stop: Stop, end: Callable[[str], None]) -> None:
        self._stop, self._end = stop, end
        self._heard: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._over = 0
        self._count = 0
        self._deadline = float("inf")
        self._silent = 0.0

    @contextmanager
    def watching(self) -> Iterator[Callable[[int], None]]:
        """Inside, what is yielded is to be called with each signal, where the system does not tell it itself."""
        thread = threading.Thread(target=self._watch, name="ctrl-c", daemon=True)
        thread.start()
        try:
            with _listen_for_signals(self._heard) as told:
                yield (lambda number: None) if told else self._heard.put
        finally:
            self._heard.put(self._over)
            thread.join()

    def _watch(self) -> None:
        while True:
            try:
                number = self._heard.get(timeout=min(_TICK, max(0.0, self._deadline - time.monotonic())))
            except queue.Empty:
                if time.monotonic() >= self._deadline:
                    return self._end("run.ended")
                if self._is_stuck():
                    return self._end("run.stuck")
            else:
                if number == self._over:
                    return None
                self._note()

    def _note(self) -> None:
        self._count += 1
        first = self._count == 1 and self._stop.ask is not None
        seconds = self._stop.grace() + _LATE if first else AT_ONCE
        self._deadline = min(self._deadline, time.monotonic() + seconds)

    def _is_stuck(self) -> bool:
        """Whether nothing has gone on for long; counted in our own ticks, as a PC that sleeps ticks not at all."""
        if self._stop.loop is None:
            return False
        self._silent += _TICK
        with suppress(RuntimeError):  # the loop is closed: its work is done
            self._stop.loop.call_soon_threadsafe(self._beat)
        return self._silent > STUCK and not self._stop.loop.is_closed()

    def _beat(self) -> None:
        self._silent = 0.0


@contextmanager
def _listen_for_signals(heard: queue.SimpleQueue[int]) -> Iterator[bool]:
    """Have each signal's number put into `heard` at once, whatever the main thread does; whether that can be done."""
    if sys.platform == "win32":  # asyncio wants the place for itself there
        yield False
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    thread = threading.Thread(target=_pass_on, args=(reading, heard), name="signals", daemon=True)
    thread.start()
    try:
        yield True
    finally:
        signal.set_wakeup_fd(before)
        os.close(writing)  # ends the thread
        thread.join()
        os.close(reading)


@contextmanager
def _hearing_of_the_end() -> Iterator[None]:
    """Inside, closing the console, logging off and shutting down are as Ctrl-Break, for as long as Windows waits: some
    seconds. It ends a process as soon as its handler returns."""
    if sys.platform != "win32":
        yield
        return
    import ctypes

    handler = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint32)(_heed_the_end)
    kernel32 = ctypes.windll.kernel32
    kernel32.SetConsoleCtrlHandler(handler, True)
    try:
        yield
    finally:
        kernel32.SetConsoleCtrlHandler(handler, False)


def _heed_the_end(event: int) -> int:
    """In a thread of Windows' own: whether this was for us. Ctrl-Break is told here too: not every C library does."""
    if event != _CTRL_BREAK and event not in _ENDS:
        return 0
    signal.raise_signal(_BREAK or signal.SIGTERM)
    if event in _ENDS:
        time.sleep(STUCK)  # the work ends this process, or Windows does
    return 1


def _pass_on(reading: int, heard: queue.SimpleQueue[int]) -> None:
    while numbers := os.read(reading, 16):
        for number in numbers:
            if number in _SIGNALS:
                heard.put(number)


def end_now(kill_browsers: Callable[[], None], why: str) -> None:
    """End this process as a power failure would, its browsers first; everything that counts is on disk already.

    `why` is the sentence to say, by its name.
    """
    with suppress(Exception):
        print(say(why), file=sys.stderr, flush=True)
    with suppress(Exception):
        kill_browsers()
    os._exit(_STOPPED)
