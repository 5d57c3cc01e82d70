"""How a run goes, as it goes: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from automation.results import Result
from automation.run import Progress
from flows.models import STEPS, StepName
from flows.text import say


@contextmanager
def progress_on(stream: TextIO | None = None) -> Iterator[Progress]:
    """The progress that suits the stream (standard error if none is named)."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield PlainLines(stream)
        return
    console = Console(file=stream)
    with Bars(
        TextColumn("{task.fields[person]}", markup=False),
        BarColumn(bar_width=14),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=console,
    ) as bars:
        yield _Bars(bars)


def told(result: Result) -> str:
    """How somebody ended, in one line."""
    who = f"{result.user_id} {result.name}".strip()
    if result.state == "done":
        return f"{who}: {result.message}"
    said = f" ({say('run.site_said')}: {result.site_words})" if result.site_words else ""
    return f"{who}: [{result.code}] {result.message}{said} {result.remedy}"


class PlainLines:
    """One line an event, for logs and pipes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def began(self, result: Result, step: StepName) -> None:
        """Nothing: a step is told when it has ended."""

    def went(self, result: Result, step: StepName, seconds: float) -> None:
        """One line a step."""
        self._say(f"{result.user_id} {say(f'step.{step}')}: {say('run.seconds', seconds=f'{seconds:.1f}')}")

    def ended(self, result: Result) -> None:
        """One line a person."""
        self._say(told(result))

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


class _Bars:
    """A bar a person."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def _task(self, result: Result) -> TaskID:
        if result.user_id not in self._tasks:
            person = f"{result.user_id} {result.name}"
            self._tasks[result.user_id] = self._bars.add_task("", total=len(STEPS), person=person)
        return self._tasks[result.user_id]

    def began(self, result: Result, step: StepName) -> None:
        self._bars.update(self._task(result), description=say(f"step.{step}"))

    def went(self, result: Result, step: StepName, seconds: float) -> None:
        self._bars.advance(self._task(result))

    def ended(self, result: Result) -> None:
        task = self._task(result)
        self._bars.update(task, description=result.message if result.state == "done" else result.code)
        self._bars.stop_task(task)
        if result.state != "done":
            self._bars.console.print(told(result), markup=False)
