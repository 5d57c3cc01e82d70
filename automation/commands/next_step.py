"""The command that comes next, from how far everybody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ekakushin.automation.results import Result
from ekakushin.flows.text import say

EXPIRING_DAYS = 60


class NextStep(NamedTuple):
    """A command as it is typed, and what for."""

    command: str
    purpose: str


def next_steps(results: Sequence[Result], *, expiring: bool = False) -> list[NextStep]:
    """What to type next, the most urgent first; `expiring` says that certificates end within 60 days."""
    if not results:
        return [NextStep("ekakushin start", say("next.start"))]
    states = Counter(each.state for each in results)
    steps = []
    if states["failed"]:
        steps.append(NextStep("ekakushin status", say("next.failed")))
        steps.append(NextStep("ekakushin onboard --only failed", say("next.retry")))
    if states["running"]:
        steps.append(NextStep("ekakushin status --watch", say("next.watch")))
    elif states["pending"] or states["waiting"]:
        steps.append(NextStep("ekakushin onboard", say("next.resume")))
    if expiring:
        steps.append(NextStep(f"ekakushin status --expiring {EXPIRING_DAYS}d", say("next.expiring")))
    return steps + _for_the_done([each for each in results if each.state == "done"])


def next_lines(steps: Sequence[NextStep]) -> list[str]:
    """A line a command, with what it is for below it."""
    return [line for each in steps for line in (f"  {each.command}", f"      {each.purpose}")]


def _for_the_done(done: Sequence[Result]) -> list[NextStep]:
    if len(done) == 1:
        user_id = done[0].user_id
        return [
            NextStep(f"ekakushin credentials show {user_id}", say("next.show")),
            NextStep(f"ekakushin cert install {user_id}", say("next.install")),
        ]
    if done:
        export = f"ekakushin credentials export --to {say('next.handout')} --for all"
        return [NextStep(export, say("next.export"))]
    return []
