"""Says what is about to happen on the sites, for whom, and what of it cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence

from ekakushin.automation.commands.starting.visit import head, tell_wrapped
from ekakushin.automation.results import Result
from ekakushin.automation.terminal.cells import printable
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import say

_FEW = 5  # people who are named
_FINAL = ("once_issue", "once_signup", "once_password")


def explain(people: Sequence[Result]) -> None:
    """Tell it, for these people."""
    steps = " → ".join(say(f"step.{step}") for step in STEPS)
    head("plan")
    tell_wrapped(say("start.for_whom", count=len(people), who=_names(people)))
    tell_wrapped(say("start.steps", steps=steps))
    tell_wrapped(say("start.any_time"))
    head("once")
    for each in _FINAL:
        tell_wrapped(say(f"start.{each}"), mark="- ")
    tell("")


def _names(people: Sequence[Result]) -> str:
    names = say("overview.comma").join(printable(f"{each.user_id} {each.name}") for each in people[:_FEW])
    more = len(people) - _FEW
    return say("start.and_more", names=names, count=more) if more > 0 else names
