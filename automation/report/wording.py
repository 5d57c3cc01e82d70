"""How a report puts states, moments and lengths of time into words and signs."""

from __future__ import annotations

from datetime import datetime

from ekakushin.automation.report.findings import local
from ekakushin.automation.results import State
from ekakushin.flows.dates import minute
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import say

# Beside every word, so that nothing is told by colour alone; all are in the usual Japanese fonts.
SIGNS: dict[State, str] = {"done": "○", "failed": "×", "waiting": "△", "running": "▷", "pending": "－"}

_SECONDS = {"days": 86400, "hours": 3600, "minutes": 60}


def state_word(state: State) -> str:
    """The word for where somebody stands."""
    return say(f"standing.{state}")


def who_word(who: str) -> str:
    """The words for who must act; "" where that is not known."""
    return say(f"who.{who}") if who else ""


def step_word(step: str) -> str:
    """The step's name; the word for being before the first one where there is none."""
    return say(f"step.{step}") if step in STEPS else say("report.before")


def moment_word(moment: datetime | None) -> str:
    """Day and time on this PC's clock; "" for no moment."""
    return minute(local(moment)) if moment else ""


def short_moment_word(moment: datetime | None) -> str:
    """The same without the year, for narrow columns."""
    return f"{local(moment):%m/%d %H:%M}" if moment else ""


def length_word(seconds: float) -> str:
    """A length of time in its largest fitting unit, rounded: 13時間."""
    for unit, size in _SECONDS.items():
        if seconds >= size:
            return say(f"report.{unit}", count=round(seconds / size))
    return say("report.short_seconds", count=round(seconds))
