"""Looks whether this PC is ready, offers to mend what is safe, and asks whether to go on if something stays wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ekakushin.automation.commands.starting.visit import Visit, head
from ekakushin.automation.terminal.console import open_console
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.doctor import Check


def is_ready(visit: Visit) -> bool:
    """Whether it goes on. Raises KeyboardInterrupt, or Misconfigured (ENV-005)."""
    from ekakushin.automation.doctor import Premises, examine, fix, print_checks

    head("doctor")
    tell(say("doctor.looking"))
    premises = Premises(visit.settings)
    checks = examine(premises)
    print_checks(checks, open_console(sys.stderr), as_json_only=False)
    if _is_bad(checks) and visit.questions.agree(say("start.fix"), default=True):
        checks = fix(premises, checks, tell)
        print_checks(checks, open_console(sys.stderr), as_json_only=False)
    if not _is_bad(checks) or visit.questions.agree(say("start.despite"), default=False):
        return True
    tell(say("start.mend_first"))
    return False


def _is_bad(checks: Sequence[Check]) -> bool:
    return any(check.state == "bad" for check in checks)
