"""An office whose vault, certificates and browser are fakes, in a state folder that is real."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ekakushin.automation.commands.selection import Selection
from ekakushin.automation.engine.orders import Ending, Order, Trouble
from ekakushin.automation.office import Office
from ekakushin.automation.roster import RosterRow
from ekakushin.automation.settings import read_settings
from ekakushin.flows.mailbox import InvitedPerson
from ekakushin.flows.models import STEPS
from ekakushin.flows.workplace import Workplace
from tests.support.fakes import Surroundings, invitation
from tests.support.staging import StagedTab, staged

ELSEWHERE = "no-pc-of-this-name"


def office_in(home: Path, around: Surroundings, *tabs: StagedTab, **settings: Any) -> Office:
    """An office in `home` whose browser has these tabs, with these settings."""
    office = Office(read_settings(home=home, **settings))
    office.__dict__["vault"] = around.vault
    office.__dict__["certificates"] = around.certificates

    @asynccontextmanager
    async def opened(tell: Callable[[str], None]) -> AsyncIterator[Workplace]:
        workplace = replace(around.workplace, site=office.site, clock=lambda: datetime.now(UTC))
        yield staged(workplace, *tabs) if tabs else workplace

    office.__dict__["open"] = opened
    return office


def person(user_id: str = "10006", /, **other: object) -> InvitedPerson:
    """Somebody of whom the mails tell everything, unless `other` says otherwise."""
    return InvitedPerson.model_validate({**dict(invitation(user_id)), **other})


def invited(*user_ids: str) -> Selection:
    """These people, with their mails."""
    return Selection(user_ids=user_ids, invitations=tuple(invitation(each) for each in user_ids))


def bound_elsewhere(office: Office, user_id: str) -> None:
    """The roster wants another PC for somebody who is known."""
    office.people.note_roster({user_id: RosterRow(row=2, user_id=user_id, pc=ELSEWHERE)})


def ended(user_id: str, state: str, code: str = "", kind: str = "Refused", **more: Any) -> Ending:
    """How somebody's only part ended."""
    order = Order(user_id=user_id, steps=more.pop("steps", STEPS))
    trouble = Trouble(code=code, kind=kind) if code else None
    return Ending.model_validate({"order": order, "state": state, "trouble": trouble, **more})


def lines_of(said: str, *words: str) -> Sequence[str]:
    """The lines that hold all these words."""
    return [line for line in said.splitlines() if all(word in line for word in words)]
