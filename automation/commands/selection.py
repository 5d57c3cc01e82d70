"""Chooses the people a command is about: those of the mails, of the roster, or everybody who is known here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ekakushin.automation.commands.mail import from_mails, is_nothing
from ekakushin.automation.office import Office
from ekakushin.automation.people import Person
from ekakushin.automation.results import Result, fail, pending
from ekakushin.automation.roster import Roster, RosterRow, join, read_roster, sentences
from ekakushin.automation.roster.joining import sentences as joining_told
from ekakushin.automation.terminal.asking import ask_file_password
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.mailbox import InvitedPerson, MailReading
from ekakushin.flows.models import Invitation
from ekakushin.flows.text import say


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The people who can be started, in order, and the results of those who cannot. `rows` are the roster's rows."""

    user_ids: tuple[str, ...] = ()
    refused: tuple[Result, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    rows: tuple[tuple[str, RosterRow], ...] = ()


def select(
    office: Office, mails: Sequence[Path], roster: Path | None = None, *, visible: bool = False
) -> Selection:
    """Who is meant; nothing is kept yet. `visible` leaves out the roster's hidden rows.

    Raises Misconfigured (ENV-009) for a roster that cannot be read.
    """
    office.must_be_usable()
    read = partial(read_roster, roster, visible=visible, ask=ask_file_password) if roster else None
    return select_from(office, from_mails(mails) if mails else None, read)


def select_from(
    office: Office, reading: MailReading | None, read: Callable[[], Roster] | None = None
) -> Selection:
    """Who is meant by mails that were read already, None for everybody who is known; `read` gets the roster's rows.

    Raises what `read` raises.
    """
    people = office.people.with_halves(reading.people) if reading else None
    selection = _select_invited(office, people) if people is not None else _select_everybody(office)
    if not selection.user_ids and not selection.refused:
        if not reading:
            tell(say("run.nobody_known"))
        elif not is_nothing(reading):  # that has been told
            tell(say("run.nobody"))
    if read is None or (reading and not people):  # whoever names the wrong folder has not failed anybody
        return selection
    return _on_roster(office, selection, people, read())


def _select_invited(office: Office, people: Iterable[InvitedPerson]) -> Selection:
    invitations, refused = sort_out(office, people)
    user_ids = tuple(each.user_id for each in invitations)
    return Selection(user_ids=user_ids, refused=tuple(refused), invitations=tuple(invitations))


def _select_everybody(office: Office) -> Selection:
    return Selection(user_ids=tuple(person.user_id for person in office.people.everybody()))


def sort_out(office: Office, people: Iterable[InvitedPerson]) -> tuple[list[Invitation], list[Result]]:
    """The invitations that can be begun with, and the results of those that cannot, before any browser starts."""
    invitations, refused = [], []
    for person in people:
        try:
            invitation = person.invitation()
            office.must_be_on_site(invitation)
            invitations.append(invitation)
        except Misconfigured as error:
            refused.append(fail(pending(person.user_id, person.name, person.company), error))
    return invitations, refused


def _on_roster(
    office: Office, selection: Selection, people: Sequence[InvitedPerson] | None, roster: Roster
) -> Selection:
    """Those whom the roster names, of the selection and of whose mails were taken in before. What does not join is
    told."""
    noteworthy = [note for note in (*roster.ignored, *roster.remarks) if note.matters]
    for sentence in sentences(noteworthy):
        tell(sentence)
    if not roster.rows:
        tell(say("overview.empty_roster"))
    before = [each for each in office.people.everybody() if each.user_id not in _user_ids(people or ())]
    joined = join(roster.rows, [*(people or ()), *before])
    for sentence in joining_told(joined):
        tell(sentence)
    missing = [_without_mail(row) for row in joined.without_mail]
    return replace(
        selection,
        user_ids=tuple(
            each for each in dict.fromkeys([*selection.user_ids, *_user_ids(before)]) if each in joined.pairs
        ),
        refused=(*(each for each in selection.refused if each.user_id in joined.pairs), *missing),
        invitations=tuple(each for each in selection.invitations if each.user_id in joined.pairs),
        rows=tuple(joined.pairs.items()),
    )


def _user_ids(people: Iterable[InvitedPerson | Person]) -> list[str]:
    return [each.user_id for each in people]


def _without_mail(row: RosterRow) -> Result:
    who = row.user_id or row.name
    person = pending(who, row.name if row.user_id else "", row.company)
    return fail(person, Misconfigured("MAIL-004", user_id=who))


def keep(office: Office, selection: Selection) -> None:
    """Take the mails and the roster's rows in. Raises VaultClosed, or Misconfigured (ENV-004)."""
    if selection.invitations:
        office.people.keep(selection.invitations)
    if selection.rows:
        office.people.note_roster(dict(selection.rows))
