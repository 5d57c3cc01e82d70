"""Asks for the mails until somebody can be begun with: found ones are offered, others are dragged in or typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ekakushin.automation.commands.mail import from_mails, is_nothing
from ekakushin.automation.commands.starting.dragged import paths_in
from ekakushin.automation.commands.starting.finding import FoundMails, find_mails
from ekakushin.automation.commands.starting.visit import tell_wrapped
from ekakushin.automation.terminal.cells import printable
from ekakushin.automation.terminal.questions import Questions
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.mailbox import InvitedPerson, MailReading
from ekakushin.flows.text import say

_FEW = 10  # people who are named one by one


def ask_for_mails(questions: Questions, places: Iterable[Path]) -> MailReading:
    """The mails of at least one person of whom both are there; found mails of `places` are offered first.

    Raises KeyboardInterrupt where somebody leaves.
    """
    tell(say("start.looking"))
    found = find_mails(places)
    paths = _first_paths(questions, found)
    reading = _read(paths)
    while not _is_enough(reading):
        if not reading.people:
            paths = _first_paths(questions, found)
        else:
            more = _more_paths(questions, reading)
            if not more:
                break
            paths = list(dict.fromkeys([*paths, *more]))
        reading = _read(paths)
    return reading


def _first_paths(questions: Questions, found: Sequence[FoundMails]) -> list[Path]:
    for number, each in enumerate(found, 1):
        tell(
            f"  {number}. {say('start.found', folder=each.folder, mails=len(each.files), people=each.people)}"
        )
    while True:
        typed = questions.line(say("start.drag_or_number" if found else "start.drag"))
        chosen = int(typed) if typed.isdecimal() else 1 if not typed else 0
        if found and 1 <= chosen <= len(found):
            return list(found[chosen - 1].files)
        paths = existing(paths_in(typed))
        if paths:
            return paths


def _more_paths(questions: Questions, reading: MailReading) -> list[Path]:
    """What is dragged in for those of whom a mail is missing; nothing goes on with the others, if there are any."""
    are_some = any(each.complete for each in reading.people)
    while True:
        typed = questions.line(say("start.rest" if are_some else "start.rest_alone"))
        paths = existing(paths_in(typed))
        if paths or (are_some and not typed):
            return paths


def existing(paths: Sequence[Path]) -> list[Path]:
    """The paths, or none of them where one is not there, which is told."""
    missing = [each for each in paths if not each.exists()]
    for each in missing:
        tell(say("start.not_there", path=printable(str(each))))
    return [] if missing else list(paths)


def _read(paths: Sequence[Path]) -> MailReading:
    reading = from_mails(paths)
    if not reading.people:
        if not is_nothing(reading):  # that has been told
            tell_wrapped(say("start.no_mails"))
        tell_wrapped(say("start.save_mails"))
        return reading
    for each in reading.people[:_FEW]:
        tell_wrapped(_state_of(each), mark="  ")
    if len(reading.people) > _FEW:
        complete = sum(each.complete for each in reading.people)
        tell(say("start.more_people", count=len(reading.people) - _FEW))
        tell(say("start.counted", complete=complete, others=len(reading.people) - complete))
    return reading


def _state_of(person: InvitedPerson) -> str:
    who = printable(f"{person.user_id} {person.name}")
    try:
        person.invitation()
    except Misconfigured as error:
        return say("start.incomplete", who=who, reason=f"[{error.code}] {error}")
    return say("start.complete", who=who)


def _is_enough(reading: MailReading) -> bool:
    return bool(reading.people) and all(each.complete for each in reading.people)
