"""PC and Windows user against the roster."""

from __future__ import annotations

import pytest

from ekakushin.automation.doctor import Premises
from ekakushin.automation.doctor.examination import look_at_roster
from ekakushin.automation.people import People
from ekakushin.automation.roster import RosterRow
from ekakushin.automation.roster.binding import this_pc
from ekakushin.flows.secret import Secret
from tests.support.fakes import MemoryVault, invitation
from tests.support.offices import ELSEWHERE
from tests.unit.automation.doctor.conftest import Enter


def knowing(premises: Premises, **pcs: str) -> Premises:
    """These people, with the PCs that the roster has for them."""
    people = People(premises.home, MemoryVault)
    people.keep(invitation(user_id.strip("_")) for user_id in pcs)
    rows = {user_id.strip("_"): pc for user_id, pc in pcs.items()}
    people.note_roster({user: RosterRow(row=2, user_id=user, pc=pc) for user, pc in rows.items()})
    return premises


def test_nobody_is_known_yet(enter: Enter) -> None:
    assert look_at_roster(enter())[0].state == "unknown"


@pytest.mark.parametrize("pc", ["", this_pc()])
def test_a_roster_that_names_no_pc_or_this_one_is_good(pc: str, enter: Enter) -> None:
    assert look_at_roster(knowing(enter(), _10006=pc))[0].state == "good"


def test_another_pc_is_bad_and_both_are_named(enter: Enter) -> None:
    (check,) = look_at_roster(knowing(enter(), _10006=ELSEWHERE))

    assert (check.state, check.code) == ("bad", "ENV-008")
    assert all(word in check.detail for word in (ELSEWHERE, this_pc(), "10006"))
    assert ELSEWHERE in check.remedy


def test_only_the_person_who_is_asked_about_counts(enter: Enter) -> None:
    knowing(enter(), _10006=ELSEWHERE, _10007=this_pc())

    assert look_at_roster(enter("10007"))[0].state == "good"
    assert look_at_roster(enter("10006"))[0].code == "ENV-008"
    assert look_at_roster(enter())[0].code == "ENV-008"


def test_several_pcs_that_share_a_database_are_no_fault(enter: Enter) -> None:
    knowing(enter(), _10006=ELSEWHERE, _10007=this_pc())

    (check,) = look_at_roster(enter(database=Secret("postgresql://somewhere/work")))

    assert check.state == "good"


def test_any_pc_allows_it(enter: Enter) -> None:
    assert look_at_roster(knowing(enter(any_pc=True), _10006=ELSEWHERE))[0].state == "good"
