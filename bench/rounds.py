"""Rounds of the same work by several ways, each at a fresh mock, in turn."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.counting import counted
from bench.measured import measure
from bench.proof import logins, missing
from bench.site import served
from bench.ways import COUNTED, Run


class NotDoneError(Exception):
    """A run that does not count, because the mock's ledger does not prove the work."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many people, how many of them at a time, how many rounds of which ways.

    The delays of the service and of each of its answers are in seconds.
    """

    people: int
    at_a_time: int
    rounds: int
    ways: tuple[str, ...]
    signing_delay: float = 1.0
    answer_delay: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One way in one round. Seconds and MiB as in `Use`; pages, logins and calls (or None) of the whole run."""

    way: str
    round: int
    cpu: float
    wall: float
    memory: float
    pages: int
    logins: int
    calls: int | None = None


def measured(plan: Plan, tell: Callable[[str], None]) -> list[Measure]:
    """Every way in every round, the first one going on from round to round. Raises NotDoneError.

    Before that a round that does not count for time: it warms the disk's cache, and there the driver calls are
    counted, which no measured run is burdened with.
    """
    calls = {way: _one(plan, way, 0, tell).calls for way in plan.ways}
    found = []
    for number in range(1, plan.rounds + 1):
        for way in _turned(plan.ways, number - 1):
            found.append(replace(_one(plan, way, number, tell), calls=calls[way]))
    return found


def _turned(ways: Sequence[str], by: int) -> list[str]:
    """The ways, beginning with another one each time."""
    start = by % len(ways)
    return [*ways[start:], *ways[:start]]


def _one(plan: Plan, way: str, number: int, tell: Callable[[str], None]) -> Measure:
    with (
        TemporaryDirectory(prefix="bench-") as name,
        served(
            Path(name) / "mock",
            people=plan.people,
            signing_delay=plan.signing_delay,
            answer_delay=plan.answer_delay,
        ) as site,
    ):
        folder = Path(name)
        calls = folder / "calls" if number == 0 and way in COUNTED else None
        run = Run(way=way, site=site, folder=folder, at_a_time=plan.at_a_time, calls=calls)
        log = folder / "log"
        use = measure(run.command, folder / "use.json", log=log, environment=run.environment)
        left = missing(site.ledger(), site.user_ids)
        if left:
            raise NotDoneError(_told(way, use.code, left, log))
        found = Measure(
            way=way,
            round=number,
            cpu=use.cpu,
            wall=use.wall,
            memory=use.memory,
            pages=site.pages,
            logins=logins(site.ledger()),
            calls=counted(calls) if calls else None,
        )
    tell(json.dumps(asdict(found)))
    return found


def _told(way: str, code: int, left: Sequence[str], log: Path) -> str:
    lines = log.read_text("utf-8", "replace").splitlines()
    last = [line for line in lines if not line.startswith("#")][-12:]  # chromedriver prints its own stack
    return "\n".join([f"{way}: not proven by the ledger (exit code {code}): {', '.join(left)}", *last])
