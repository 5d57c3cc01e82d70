"""Whether the roster has these people work on this PC, as this Windows user (G: the certificate is bound to both)."""

from __future__ import annotations

from ekakushin.automation.doctor.check import Check, bad, good, unknown
from ekakushin.automation.doctor.premises import Premises
from ekakushin.automation.people import Person
from ekakushin.automation.roster import must_be_here
from ekakushin.automation.roster.binding import this_pc, this_user
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

_FEW = 5  # people who are named


def look_at_roster(premises: Premises) -> list[Check]:
    """One line. Where several PCs share a database, it is as it should be that some people belong elsewhere."""
    people = [person for person in premises.people if person.pc or person.windows_user]
    if not premises.known:
        return [unknown("roster", "", say("doctor.nobody"))]
    if not people:
        return [good("roster", say("doctor.roster_open"))]
    elsewhere = {person.user_id: error for person in people if (error := _elsewhere(person))}
    here = say("doctor.here", pc=this_pc(), user=this_user())
    if not elsewhere:
        return [good("roster", here)]
    detail = f"{next(iter(elsewhere.values()))} ({_named(list(elsewhere))})"
    shared = premises.settings.database and len(elsewhere) < len(people)
    if premises.settings.any_pc or shared:
        return [good("roster", say("doctor.allowed", detail=detail))]
    return [bad("roster", "ENV-008", detail, **next(iter(elsewhere.values())).values)]


def _elsewhere(person: Person) -> Misconfigured | None:
    try:
        must_be_here(person.pc, person.windows_user)
    except Misconfigured as error:
        return error
    return None


def _named(user_ids: list[str]) -> str:
    more = [say("doctor.and_more", count=len(user_ids) - _FEW)] if len(user_ids) > _FEW else []
    return " ".join([*user_ids[:_FEW], *more])
