"""The status table of all people: made once, or drawn again and again until Ctrl-C."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from ekakushin.automation.results import Result, State
from ekakushin.automation.terminal.cells import legend, moment, printable, steps_of, wrap
from ekakushin.automation.terminal.output import failure_of
from ekakushin.flows.dates import second
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import say

MANY = 40  # people; beyond, those of whom there is nothing to see are left out
_FRAME = 11  # lines around the people of a table that is watched
_NAME = 8  # cells that a name keeps
_NARROW = 76  # cells; with less, a state may take two lines
_STYLES: dict[State, str] = {
    "done": "green",
    "failed": "bold red",
    "waiting": "yellow",
    "running": "cyan",
    "pending": "dim",
}
_ORDER: tuple[State, ...] = ("done", "failed", "waiting", "running", "pending")
_ENDED: tuple[State, ...] = ("done", "failed")
_QUIET: tuple[State, ...] = ("done", "pending")
_FIRST: tuple[State, ...] = ("failed", "running", "waiting", "pending", "done")


def status_table(results: Sequence[Result], *, at: datetime, only_open: bool | None = None) -> RenderableType:
    """Who stands where at the moment `at`: numbers, people, what the marks mean, what is to be done.

    `only_open` leaves out who is done or not begun with (None: if there are more than 40 people).
    """
    some = len(results) > MANY if only_open is None else only_open
    shown = [result for result in results if not some or result.state not in _QUIET]
    left_out = [result for result in results if some and result.state in _QUIET]
    return Group(
        _numbers(results, at),
        "",
        _People(shown, at),
        *_hidden_counts(left_out),
        "",
        _Legend(),
        _ToDo(results),
    )


def watched_table(results: Sequence[Result], *, at: datetime, height: int) -> RenderableType:
    """The table for a screen of `height` lines: those first of whom there is something to see."""
    by_interest = sorted(results, key=lambda result: _FIRST.index(result.state))
    shown, hidden = by_interest[: max(height - _FRAME, 1)], by_interest[max(height - _FRAME, 1) :]
    more = [Text(say("progress.more", count=len(hidden)), "dim")] if hidden else []
    leave = Text(say("status.leave"), "dim")
    return Group(_numbers(results, at), "", _People(shown, at), *more, "", _Legend(), leave)


def watch(
    read: Callable[[], Sequence[Result]],
    console: Console,
    *,
    every: float = 2.0,
    pause: Callable[[float], None] = time.sleep,
    rounds: int | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Sequence[Result]:
    """Show who stands where, read anew `every` seconds, until everybody is done or failed; returns the last answer.

    Ends at Ctrl-C too, where nobody reads it any more, and after `rounds` readings if so many are named. Without a
    terminal the table is printed again only when something has changed. Raises what `read` raises.
    """
    readings = _readings(read, lambda: pause(every), rounds, lambda: failure_of(console.file) is not None)
    if console.is_interactive:
        return _draw(readings, console, now)
    return _print(readings, console, now)


def _readings(
    read: Callable[[], Sequence[Result]],
    pause: Callable[[], None],
    rounds: int | None,
    nobody_reads: Callable[[], bool],
) -> Iterator[tuple[Result, ...]]:
    for turn in count(1):
        results = tuple(read())
        yield results
        if turn == rounds or nobody_reads() or all(result.state in _ENDED for result in results):
            return
        pause()


def _draw(
    readings: Iterator[tuple[Result, ...]], console: Console, now: Callable[[], datetime]
) -> Sequence[Result]:
    from rich.live import Live

    results: tuple[Result, ...] = ()
    with (
        Live(console=console, auto_refresh=False, screen=True, vertical_overflow="crop") as live,
        suppress(KeyboardInterrupt),
    ):
        for results in readings:
            table = watched_table(results, at=now(), height=console.size.height)
            live.update(table, refresh=True)
    if results:
        console.print(status_table(results, at=now()))
    return results


def _print(
    readings: Iterator[tuple[Result, ...]], console: Console, now: Callable[[], datetime]
) -> Sequence[Result]:
    before: tuple[Result, ...] | None = None
    with suppress(KeyboardInterrupt):
        for results in readings:
            if results != before:
                console.print(status_table(results, at=now()))
            before = results
    return before or ()


def _numbers(results: Sequence[Result], at: datetime) -> Text:
    states = Counter(result.state for result in results)
    text = Text(say("status.at", at=second(at)), "dim")
    text.append("\n" + say("status.people", count=len(results)), "not dim bold").append(": ", "not dim")
    for state in _ORDER:
        text.append(" | " if state != _ORDER[0] else "")
        style = _STYLES[state] if states[state] else ""
        text.append(say("status.count", state=say(f"state.{state}"), count=states[state]), f"not dim {style}")
    return text


@dataclass(frozen=True)
class _People:
    """One row a person; the name gives way where the screen is narrow."""

    results: Sequence[Result]
    at: datetime

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if not self.results:
            return
        plain = options.ascii_only or options.legacy_windows
        counted = any(result.failures is not None for result in self.results)
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        table.add_column(say("mails.user_id"), no_wrap=True)
        table.add_column(say("mails.name"), min_width=_NAME)
        table.add_column(say("status.steps"), no_wrap=True)
        table.add_column(say("run.state"), no_wrap=options.max_width >= _NARROW)
        table.add_column(say("status.code"), no_wrap=True)
        if counted:
            table.add_column(say("status.failures"), no_wrap=True)
        for result in self.results:
            table.add_row(*self._row(result, plain), *([_failures(result)] if counted else []))
        yield table

    def _row(self, result: Result, plain: bool) -> list[Text]:
        state = say(f"state.{result.state}")
        if result.until and result.state == "waiting":
            state += " " + say("status.until", at=moment(result.until, self.at))
        return [
            Text(printable(result.user_id)),
            Text(printable(result.name), no_wrap=True, overflow="ellipsis"),
            steps_of(result, plain=plain),
            Text(state, _STYLES[result.state]),
            Text(result.code),
        ]


def _failures(result: Result) -> Text:
    """ログイン失敗回数; a word besides the colour where it is not 0."""
    if not result.failures:
        return Text("" if result.failures is None else "0", "dim")
    return Text(say("status.careful", count=result.failures), "bold red")


def _hidden_counts(results: Sequence[Result]) -> list[Text]:
    states = Counter(result.state for result in results)
    parts = [
        say("status.count", state=say(f"state.{state}"), count=states[state])
        for state in _ORDER
        if states[state]
    ]
    return [Text(say("status.left_out", people=" | ".join(parts)), "dim")] if parts else []


class _Legend:
    """What the marks mean, and which step each of them is."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield legend(plain=options.ascii_only or options.legacy_windows)
        steps = " ".join(say(f"short.{step}").replace("\n", "") for step in STEPS)
        yield Text(say("status.order", steps=steps), "dim")


@dataclass(frozen=True)
class _ToDo:
    """What to do about the failures: once per code, however many people have it."""

    results: Sequence[Result]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        stuck = [result for result in self.results if result.state == "failed" and result.remedy]
        codes = Counter(result.code for result in stuck)
        if codes:
            yield Text("\n" + say("status.to_do"), "bold")
        for code, people in codes.most_common():
            first = next(result for result in stuck if result.code == code)
            head = f"{code} ({say('status.times', count=people)}) "
            lines = wrap(printable(first.remedy), options.max_width - cell_len(head), lines=3)
            yield Text(head, "red").append(("\n" + " " * cell_len(head)).join(lines), "default not bold")
