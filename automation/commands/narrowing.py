"""Who is left of a selection: those who were asked for, and not those whose work is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ekakushin.automation.commands.last_run import failed_last, known_among
from ekakushin.automation.commands.selection import Selection
from ekakushin.automation.commands.status import standing_of
from ekakushin.automation.office import Office
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

FAILED = "failed"


def narrow(selection: Selection, only: Collection[str]) -> Selection:
    """Without those who cannot be begun with and were not asked for."""
    if not only or FAILED in only:
        return selection
    return replace(selection, refused=tuple(each for each in selection.refused if each.user_id in only))


def with_failed_last(office: Office, selection: Selection, only: Collection[str]) -> Selection:
    """Of `failed`, also those whom the last run has called that and of whom no mails have come since."""
    if FAILED not in only:
        return selection
    known = {each.user_id for each in selection.refused} | set(selection.user_ids)
    last = failed_last(office)
    come = known_among(last, office.people.everybody())
    missing = [each for each in last if each.user_id not in known and each.user_id not in come]
    return replace(selection, refused=(*selection.refused, *missing))


def without_the_done(office: Office, selection: Selection) -> Selection:
    """Nobody fails whose work is done already, whatever these mails say; that they were not used is told."""
    known = {each.user_id for each in office.people.everybody()}
    refused = {each.user_id: each for each in selection.refused if each.user_id in known}
    if not refused:
        return selection
    done = {each.user_id for each in standing_of(office, refused) if each.state == "done"}
    for user_id in done:
        told = refused[user_id]
        tell(say("mail.left_with", user_id=user_id, code=told.code, message=told.message))
    return replace(selection, refused=tuple(each for each in selection.refused if each.user_id not in done))


def choose(office: Office, selection: Selection, only: Collection[str]) -> list[str]:
    """Those of the selection that were asked for. Raises Misconfigured (MAIL-004) for somebody unknown."""
    user_ids = selection.user_ids
    if not only:
        return list(user_ids)
    refused = {each.user_id for each in selection.refused}
    for each in only:
        if each != FAILED and each not in user_ids and each not in refused:
            raise Misconfigured("MAIL-004", user_id=each)
    stuck = _stuck(office, user_ids) if FAILED in only else set()
    return [each for each in user_ids if each in only or each in stuck]


def _stuck(office: Office, user_ids: Collection[str]) -> set[str]:
    """Who has failed, and whose mails have come since a run failed for want of them."""
    failed = {result.user_id for result in standing_of(office, user_ids) if result.state == "failed"}
    return failed | set(known_among(failed_last(office), office.people.everybody()).values())
