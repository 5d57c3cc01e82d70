"""How busy this PC is, measured before anything else is looked at: the other looks would be in the way."""

from __future__ import annotations

from ekakushin.automation.doctor.check import Check, good, unknown
from ekakushin.flows.load import BUSY, slowness
from ekakushin.flows.text import say

_WORK = 0.1  # seconds of computing


def look_at_load() -> list[Check]:
    """One line about how much longer things take here than they need; a busy PC is slow, not unfit."""
    times = slowness(_WORK)
    if times > BUSY:
        detail = say("doctor.busy", times=round(times))
        return [unknown("load", "ENV-015", detail, times=round(times))]
    return [good("load", say("doctor.idle"))]
