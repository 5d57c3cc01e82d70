"""Many people: whether a later person costs more than an early one, and what looking at many of them costs.

python -m bench growth [--only people|commands] [--people N] [--window N] [--at-a-time N] [--json]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measured import Sample, Use, measure
from bench.proof import missing
from bench.rounds import NotDoneError
from bench.scale import measured_commands, print_command, print_headings
from bench.site import served
from bench.ways import Run
from ekakushin.fixtures.mock_site import LedgerLine


@dataclass(frozen=True, kw_only=True)
class Window:
    """Some people in a row, by when they were done: seconds for one of them, and the most memory meanwhile in MiB."""

    first: int
    last: int
    cpu: float
    wall: float
    memory: float


def main(arguments: Sequence[str]) -> int:
    """Measure; the exit code. Raises NotDoneError."""
    parser = argparse.ArgumentParser(prog="python -m bench growth", description=__doc__)
    parser.add_argument("--only", choices=("people", "commands"))
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--window", type=int, default=20)
    parser.add_argument("--at-a-time", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    commands = list(measured_commands()) if given.only != "people" else []
    people = [] if given.only == "commands" else many(given.people, given.at_a_time, given.window)
    if given.json:
        print(json.dumps({"commands": list(map(asdict, commands)), "windows": list(map(asdict, people))}))
        return 0
    if commands:
        print_headings()
    for command in commands:
        print_command(command)
    if people:
        print(f"\n{'people':>10}{'CPU s':>8}{'wall s':>8}{'MiB':>6}      for one person")
    for window in people:
        name = f"{window.first}–{window.last}"
        print(f"{name:>10}{window.cpu:>8.2f}{window.wall:>8.2f}{window.memory:>6.0f}")
    return 0


def many(people: int, at_a_time: int, window: int) -> list[Window]:
    """One run of ours with many people, window by window. Raises NotDoneError."""
    with (
        TemporaryDirectory(prefix="bench-") as name,
        served(Path(name) / "mock", people=people, signing_delay=1.0) as site,
    ):
        folder = Path(name)
        run = Run(way="ours", site=site, folder=folder, at_a_time=at_a_time)
        log = folder / "log"
        use = measure(run.command, folder / "use.json", log=log, environment=run.environment)
        left = missing(site.ledger(), site.user_ids)
        if left:
            raise NotDoneError(f"not proven by the ledger: {', '.join(left)}\n{log.read_text('utf-8')}")
        return list(windows(site.ledger(), use, window))


def windows(ledger: Sequence[LedgerLine], use: Use, size: int) -> Iterator[Window]:
    """The windows of a run; people at its end who do not fill one are left out."""
    done = [line for line in ledger if line.act == "password" and line.outcome == "ok"]
    ends = [use.samples[0].at, *sorted(datetime.fromisoformat(line.at).timestamp() for line in done)]
    for first in range(0, len(ends) - size, size):
        start, end = ends[first], ends[first + size]
        during = [sample.memory for sample in use.samples if start <= sample.at <= end]
        yield Window(
            first=first + 1,
            last=first + size,
            cpu=(_cpu(use.samples, end) - _cpu(use.samples, start)) / size,
            wall=(end - start) / size,
            memory=max(during, default=0.0),
        )


def _cpu(samples: Sequence[Sample], moment: float) -> float:
    """What had been used at the moment, by the last look before it."""
    return max((sample.cpu for sample in samples if sample.at <= moment), default=0.0)
