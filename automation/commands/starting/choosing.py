"""Who is meant: those who are known already, or the people of mails, of whom a roster may take some."""

from __future__ import annotations

from collections.abc import Sequence

from ekakushin.automation.commands.selection import Selection, select_from
from ekakushin.automation.commands.starting.mails import ask_for_mails
from ekakushin.automation.commands.starting.rosters import ask_for_roster
from ekakushin.automation.commands.starting.visit import Visit, head, tell_wrapped
from ekakushin.automation.commands.status import count_states, standing_of
from ekakushin.automation.results import Result, for_invitation
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.text import say


def choose_people(visit: Visit) -> Selection:
    """Everybody who is known, or who is in the mails that are given. Raises KeyboardInterrupt, or Misconfigured."""
    office = visit.looking_office()
    known = standing_of(office)
    if known and _goes_on(visit, known):
        return select_from(office, None)
    head("mails")
    tell_wrapped(say("start.mails"))
    reading = ask_for_mails(visit.questions, visit.places)
    roster = None
    complete = sum(each.complete for each in reading.people)
    if complete > 1:
        head("people")
        roster = ask_for_roster(visit.questions, complete)
    return select_from(office, reading, (lambda: roster) if roster else None)


def _goes_on(visit: Visit, known: Sequence[Result]) -> bool:
    """Whether those who are known are meant, of whom all may be done already."""
    head("known")
    tell(say("start.known", numbers=count_states(known)))
    if all(each.state == "done" for each in known):
        return not visit.questions.agree(say("start.add_more"), default=False)
    return visit.questions.pick(say("start.which"), [say("start.go_on"), say("start.add")]) == 0


def left_of(visit: Visit, selection: Selection) -> list[Result]:
    """Where those of the selection stand who are not done yet."""
    standing = {each.user_id: for_invitation(each) for each in selection.invitations}
    known = standing_of(visit.looking_office(), selection.user_ids)
    standing |= {each.user_id: each for each in known}
    return [standing[each] for each in selection.user_ids if standing[each].state != "done"]
