"""The live progress display at the bottom of a terminal during a run, and the failures printed above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from threading import Lock

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ekakushin.automation.results import Result
from ekakushin.automation.terminal.cells import (
    clock_time,
    moment,
    pad,
    printable,
    roughly,
    steps_of,
    who,
    wrap,
)
from ekakushin.automation.terminal.pace import Pace, PaceNumbers
from ekakushin.flows.models import STEPS, StepName
from ekakushin.flows.text import say

_MOST_PEOPLE = 8
_OTHER_LINES = 5  # two of numbers, one for who waits, one for who finds no room, one free
_NAME = (6, 24)  # cells for a name, at least and at most
_CLOCK = 9  # cells for the time in a step
_BAR = 6  # cells below which a bar says nothing
_GAP = "  "


@dataclass(frozen=True)
class BoardTrouble:
    """One person's failure, printed above the board: who, code and what happened, then what to do, two lines each."""

    result: Result

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        result, width = self.result, options.max_width
        style = "yellow" if result.state == "waiting" else "bold red"
        text = Text(_indent("× ", _trouble_lines(result, width - 2)))
        text.highlight_words([f"[{result.code}]"], style)
        text.stylize(style, 0, 1)
        yield text
        if result.remedy:
            yield Text(_indent("  → ", wrap(printable(result.remedy), width - 4, lines=2)))


def _trouble_lines(result: Result, width: int) -> list[str]:
    """With the site's own words where they find room; half of them say nothing."""
    happened = printable(f"{who(result)} [{result.code}] {result.message}")
    said = f"{happened} ({say('run.site_said')}: {printable(result.site_words)})"
    if result.site_words and len(lines := wrap(said, width, lines=3)) <= 2:
        return lines
    return wrap(happened, width, lines=2)


def _indent(first: str, lines: Sequence[str]) -> str:
    return first + ("\n" + " " * cell_len(first)).join(lines)


@dataclass(frozen=True)
class _Work:
    """One person's step and the clock's second it began; `place` is a line, which whoever comes next takes over."""

    result: Result
    step: StepName
    since: float
    place: int


class Board:
    """The live display: numbers of the run and who is worked on; rich redraws it, from a thread of its own.

    `tell` prints above it.
    """

    def __init__(
        self, pace: Pace, *, clock: Callable[[], float], tell: Callable[[RenderableType], None]
    ) -> None:
        self._pace, self._clock, self._tell = pace, clock, tell
        self._at_work: dict[str, _Work] = {}
        self._reasons: dict[str, str] = {}
        self._closed = False
        self._lock = Lock()

    def began(self, result: Result, step: StepName) -> None:
        """Show the step with its seconds."""
        with self._lock:
            self._pace.began(result, step)
            self._reasons.pop(result.user_id, None)
            self._at_work[result.user_id] = _Work(result, step, self._clock(), self._place(result.user_id))

    def went(self, result: Result, step: StepName, seconds: float) -> None:
        """Count the step."""
        with self._lock:
            self._pace.went(result, step)

    def waits(self, result: Result) -> None:
        """Count the person among those who wait, with the reason if there is trouble."""
        with self._lock:
            self._pace.waits(result)
            self._at_work.pop(result.user_id, None)
            self._reasons[result.user_id] = (
                printable(f"[{result.code}] {result.message}") if result.code else ""
            )

    def ended(self, result: Result) -> None:
        """Count the person, and print what happened to whoever is not done."""
        with self._lock:
            self._pace.ended(result)
            self._at_work.pop(result.user_id, None)
            self._reasons.pop(result.user_id, None)
        if result.state != "done":  # not under the lock: whoever prints draws the board too
            self._tell(BoardTrouble(result))

    def close(self) -> None:
        """Leave nothing but the numbers on the screen."""
        with self._lock:
            self._closed = True

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        with self._lock:
            numbers, now = self._pace.numbers(), self._clock()
            people = sorted(map(self._resumed, self._at_work.values()), key=lambda work: work.place)
            reasons = Counter(self._reasons.values())
        if self._closed:
            numbers = numbers.model_copy(update={"left": None})
        yield from _numbers(numbers, options.max_width)
        if self._closed:
            if numbers.waiting:
                yield _fitting(Text(f"{_GAP}{waiting(numbers)}", "yellow"), options.max_width)
            return
        room = min(max(options.size.height - _OTHER_LINES, 0), _MOST_PEOPLE)
        plain = options.ascii_only or options.legacy_windows
        yield from _people(people[:room], options.max_width, now, plain)
        if len(people) > room:
            yield Text(_GAP + say("progress.more", count=len(people) - room), "dim")
        if numbers.waiting:
            why = "".join(reason for reason, _ in reasons.most_common(1))
            yield _fitting(Text(f"{_GAP}{waiting(numbers)} {why}".rstrip(), "yellow"), options.max_width)

    def _resumed(self, work: _Work) -> _Work:
        """With the steps that lie behind the person from before this run."""
        behind = dict.fromkeys(self._pace.steps_of(work.result.user_id), 0.0)
        return replace(work, result=work.result.model_copy(update={"seconds": behind | work.result.seconds}))

    def _place(self, user_id: str) -> int:
        if user_id in self._at_work:
            return self._at_work[user_id].place
        taken = {work.place for work in self._at_work.values()}
        return next(place for place in count() if place not in taken)


def how_far(numbers: PaceNumbers) -> list[str]:
    """How many are done, how many are stuck, and how long it may still take."""
    parts = [say("progress.done", done=numbers.done, all=numbers.people)]
    if numbers.stuck:
        parts.append(say("progress.stuck", count=numbers.stuck))
    if numbers.left is not None:
        parts.append(say("progress.left", time=roughly(numbers.left)))
    return parts


def how_fast(numbers: PaceNumbers) -> list[str]:
    """The time that has passed, the steps that were gone, and the speed."""
    parts = [
        say("progress.elapsed", time=clock_time(numbers.elapsed)),
        say("progress.steps", done=numbers.steps_done, all=numbers.steps_all),
    ]
    if numbers.speed is not None:
        parts.append(say("progress.speed", speed=f"{numbers.speed:.1f}"))
    return parts


def waiting(numbers: PaceNumbers) -> str:
    """How many wait, and until when the next one does."""
    if numbers.next_at is None:
        return say("progress.waiting", count=numbers.waiting)
    return say("progress.waiting_until", count=numbers.waiting, at=moment(numbers.next_at, numbers.at))


def _numbers(numbers: PaceNumbers, width: int) -> RenderResult:
    parts = Text(_GAP.join(how_far(numbers)), "bold")
    if numbers.stuck:
        parts.highlight_words([say("progress.stuck", count=numbers.stuck)], "bold red")
    bar = width - parts.cell_len - len(_GAP)
    if bar >= _BAR:
        line = Table.grid(padding=(0, len(_GAP), 0, 0))
        drawn = ProgressBar(max(numbers.people, 1), numbers.done, width=bar)
        drawn.complete_style = drawn.finished_style = "green"  # rich's own looks like a failure
        line.add_row(drawn, parts)
        yield line
    else:
        yield _fitting(parts, width)
    yield _fitting(Text(_GAP.join(how_fast(numbers)), "dim"), width)


def _people(people: Sequence[_Work], width: int, now: float, plain: bool) -> RenderResult:
    """A line a person: user ID, name, the steps as marks where there is room, the step, its time."""
    ids = max((cell_len(printable(work.result.user_id)) for work in people), default=0)
    steps = max(cell_len(say(f"step.{step}")) for step in STEPS)
    room = width - ids - steps - _CLOCK - 4 * len(_GAP)
    marked = room >= _NAME[0] + len(STEPS) + len(_GAP)
    names = min(room - (len(STEPS) + len(_GAP)) * marked, _NAME[1])
    for work in people:
        line = Text(_GAP + pad(printable(work.result.user_id), ids) + _GAP)
        line.append(pad(printable(work.result.name), names) + _GAP if names > 0 else "")
        if marked:
            line.append_text(steps_of(_going(work), plain=plain)).append(_GAP)
        line.append(pad(say(f"step.{work.step}"), steps))
        passed = clock_time(now - work.since)
        line.append(" " * (_CLOCK - cell_len(passed)) + passed, "dim")
        yield _fitting(line, width)


def _going(work: _Work) -> Result:
    return work.result.model_copy(update={"state": "running", "step": work.step})


def _fitting(text: Text, width: int) -> Text:
    """`text` in one line, cut where it does not fit."""
    text.truncate(width, overflow="ellipsis")
    return text
