"""The named places at which a test may kill this process, to see that nothing is lost there."""

from __future__ import annotations

import os
import signal
from collections import Counter

from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

VARIABLE = "EKAKUSHIN_CRASH_AT"

# Every act of the two sites, in the order of the story. In each: `before`, nothing has been sent; `noted`, what
# must be kept before it is sent is kept, and nothing has left the browser; `sent`, the site has it, and its answer
# has not been looked at; `answered`, the answer has been seen, and nothing of it is kept; `kept`, it is. Acts of
# which nothing is kept have no such place.
CRASH_POINTS: tuple[str, ...] = (
    "authenticate.before",
    "authenticate.sent",
    "authenticate.answered",
    "issue.before",
    "issue.noted",
    "issue.sent",
    "issue.answered",
    "issue.archived",  # P12: the file is on disk and has not been opened
    "issue.kept",
    "verify.before",
    "verify.sent",
    "verify.answered",
    "verify.kept",
    "signup.before",
    "signup.sent",
    "signup.answered",
    "login.before",
    "login.sent",
    "login.answered",
    "login.kept",
    "signing.before",
    "signing.asked",
    "pin.before",
    "pin.sent",
    "pin.answered",
    "pin.kept",
    "password.before",
    "password.noted",
    "password.sent",
    "password.answered",
    "logout.before",  # also while the signing certificate is made, and at the end
    "logout.sent",
    "logout.answered",
    "password.kept",
)

_reached: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """Kill this process at once if EKAKUSHIN_CRASH_AT is `name`, or `name#2` for the second time, and so on.

    Raises Misconfigured (ENV-005) if the variable names no place at all. Without the variable nothing happens.
    """
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    place, number, time = wanted.partition("#")
    if place not in CRASH_POINTS or not (time if number else "1").isdecimal():
        reason = say("crash.unknown", name=wanted, known=", ".join(CRASH_POINTS))
        raise Misconfigured("ENV-005", file=VARIABLE, reason=reason)
    _reached[name] += 1
    if name == place and _reached[name] == int(time or 1):
        die()


def die() -> None:
    """End without cleaning up, as a power failure would."""
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)
