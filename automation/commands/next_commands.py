"""The command that comes next, from how far everybody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ekakushin.automation.results import Result
from ekakushin.flows.text import say

EXPIRING_DAYS = 60


class NextCommand(NamedTuple):
    """A command as it is typed, and what for."""

    command: str
    purpose: str


def next_commands(results: Sequence[Result], *, expiring: bool = False) -> list[NextCommand]:
    """What to type next, the most urgent first; `expiring` says that certificates end within 60 days."""
    if not results:
        return [NextCommand("ekakushin start", say("next_command.start"))]
    states = Counter(each.state for each in results)
    steps = []
    if states["failed"]:
        steps.append(NextCommand("ekakushin status", say("next_command.failed")))
        steps.append(NextCommand("ekakushin onboard --only failed", say("next_command.retry")))
    if states["running"]:
        steps.append(NextCommand("ekakushin status --watch", say("next_command.watch")))
    elif states["pending"] or states["waiting"]:
        steps.append(NextCommand("ekakushin onboard", say("next_command.resume")))
    if expiring:
        steps.append(
            NextCommand(f"ekakushin status --expiring {EXPIRING_DAYS}d", say("next_command.expiring"))
        )
    return steps + _for_the_done([each for each in results if each.state == "done"])


def next_lines(steps: Sequence[NextCommand]) -> list[str]:
    """A line a command, with what it is for below it."""
    return [line for each in steps for line in (f"  {each.command}", f"      {each.purpose}")]


def _for_the_done(done: Sequence[Result]) -> list[NextCommand]:
    if len(done) == 1:
        user_id = done[0].user_id
        return [
            NextCommand(f"ekakushin credentials show {user_id}", say("next_command.show")),
            NextCommand(f"ekakushin cert install {user_id}", say("next_command.install")),
        ]
    if done:
        export = f"ekakushin credentials export --to {say('next_command.handout')} --for all"
        return [NextCommand(export, say("next_command.export"))]
    return []
