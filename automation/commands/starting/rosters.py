"""Asks for the roster that says which people of the mails are meant, again where one cannot be read."""

from __future__ import annotations

import sys

from ekakushin.automation.commands.starting.dragged import paths_in
from ekakushin.automation.commands.starting.mails import existing
from ekakushin.automation.guide.card import tell_error
from ekakushin.automation.roster import Roster, read_roster
from ekakushin.automation.terminal.asking import ask_file_password
from ekakushin.automation.terminal.questions import Questions
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say


def ask_for_roster(questions: Questions, count: int) -> Roster | None:
    """The roster, None for all `count` people of the mails. Raises KeyboardInterrupt where somebody leaves."""
    while True:
        typed = questions.line(say("start.roster", count=count))
        if not typed:
            return None
        paths = existing(paths_in(typed))
        if paths[1:]:
            tell(say("start.roster_one"))
        elif paths:
            try:
                return read_roster(paths[0], ask=ask_file_password)
            except Misconfigured as error:
                tell_error(error, sys.stderr)
