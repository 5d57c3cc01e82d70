"""How a run goes, as it goes: a board on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TextIO

from rich.live import Live

from ekakushin.automation.engine.progress import Progress
from ekakushin.automation.results import Result
from ekakushin.automation.terminal.board import Board, how_far, how_fast, waiting
from ekakushin.automation.terminal.cells import moment, printable, who
from ekakushin.automation.terminal.console import open_console
from ekakushin.automation.terminal.pace import Course, Pace, utc_now
from ekakushin.flows.models import StepName
from ekakushin.flows.text import say

_WHOLE_COURSE = Course()
_EVERY = 60.0  # seconds between two lines of numbers


@contextmanager
def progress_on(
    stream: TextIO | None = None,
    total: int = 0,
    clock: Callable[[], float] = time.monotonic,
    *,
    course: Course = _WHOLE_COURSE,
    now: Callable[[], datetime] = utc_now,
    talking: bool = False,
) -> Iterator[Progress]:
    """The progress that suits the stream (standard error if none is named).

    `total` is how many people the run has (0: not known), `course` what each of them goes through; `clock`
    gives seconds, `now` the moment that `Result.until` is measured against; `talking` leaves the terminal to
    somebody who is asked things on it.
    """
    stream = stream or sys.stderr
    pace = Pace(total, course=course, clock=clock, now=now)
    console = open_console(stream, highlight=False)
    if talking or not stream.isatty() or console.is_dumb_terminal:
        yield PlainLines(stream, pace, clock=clock)
        return
    board = Board(pace, clock=clock, tell=console.print)
    # What is piped somewhere else must not land on this terminal.
    with Live(board, console=console, vertical_overflow="crop", redirect_stdout=sys.stdout.isatty()):
        try:
            yield board
        finally:
            board.close()


def ending_line(result: Result) -> str:
    """How somebody ended, in one line."""
    if result.state == "done":
        return printable(f"{who(result)}: {result.message}")
    said = f" ({say('run.site_said')}: {result.site_words})" if result.site_words else ""
    return printable(f"{who(result)}: [{result.code}] {result.message}{said} {result.remedy}")


class PlainLines:
    """One line an event, for logs and pipes, and once a minute one of numbers."""

    def __init__(
        self, stream: TextIO, pace: Pace | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream, self._clock = stream, clock
        self._pace = pace or Pace(clock=clock)
        self._numbers_at = clock()

    def began(self, result: Result, step: StepName) -> None:
        """Nothing to see: a step is told when it has ended."""
        self._pace.began(result, step)

    def went(self, result: Result, step: StepName, seconds: float) -> None:
        """One line a step."""
        self._pace.went(result, step)
        took = say("run.seconds", seconds=f"{seconds:.1f}")
        self._say(f"{who(result)} {say(f'step.{step}')}: {took}")

    def waits(self, result: Result) -> None:
        """One line, with the reason if there is trouble, and the moment until which nothing is tried."""
        self._pace.waits(result)
        why = f"[{result.code}] {result.message} " if result.code else ""
        until = say("progress.waits")
        if result.until:
            until = say("progress.waits_until", at=moment(result.until, self._pace.numbers().at))
        self._say(printable(f"{who(result)}: {why}{until}"))

    def ended(self, result: Result) -> None:
        """One line a person."""
        self._pace.ended(result)
        self._say(ending_line(result))

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)
        if self._clock() - self._numbers_at >= _EVERY:
            self._numbers_at = self._clock()
            print(self._numbers(), file=self._stream, flush=True)

    def _numbers(self) -> str:
        numbers = self._pace.numbers()
        waits = [waiting(numbers)] if numbers.waiting else []
        return "-- " + " | ".join([*how_far(numbers), *waits, *how_fast(numbers)])
