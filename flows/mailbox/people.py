"""The people whom mails invite: what is known, missing or contradictory about each."""

from __future__ import annotations

from collections.abc import Sequence

from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.mailbox.captions import ADDRESSES, PASSWORDS
from ekakushin.flows.mailbox.facts import MailPart
from ekakushin.flows.models import Invitation, Noun
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

FIELDS = (*ADDRESSES, *PASSWORDS)


class IgnoredMail(Noun):
    """A file, or a message in it, that says nothing about anybody, and the sentence that tells why."""

    file: str
    reason: str


class InvitedPerson(Noun):
    """What all mails together say about one user ID; a field that they contradict each other in is empty.

    `conflicts` are the names of those fields, `name` and `company` among them.
    """

    user_id: str
    name: str = ""
    company: str = ""
    issuance_url: Secret | None = None
    signup_url: Secret | None = None
    login_url: Secret | None = None
    authentication_password: Secret | None = None
    login_password: Secret | None = None
    conflicts: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that no mail tells."""
        return tuple(each for each in FIELDS if getattr(self, each) is None and each not in self.conflicts)

    @property
    def complete(self) -> bool:
        """Whether there is an invitation: nothing missing, nothing contradictory."""
        return not self.missing and not self.conflicts

    def invitation(self) -> Invitation:
        """The invitation. Raises Misconfigured: MAIL-002 for what conflicts, MAIL-001 for what is missing."""
        if self.conflicts:
            raise Misconfigured("MAIL-002", user_id=self.user_id, names=_captions(self.conflicts))
        if self.missing:
            raise Misconfigured("MAIL-001", user_id=self.user_id, missing=_captions(self.missing))
        return Invitation.model_validate({each: getattr(self, each) for each in Invitation.model_fields})


class MailReading(Noun):
    """The people in the order in which their user IDs first appear, and what was ignored."""

    people: tuple[InvitedPerson, ...] = ()
    ignored: tuple[IgnoredMail, ...] = ()


def _captions(fields: tuple[str, ...]) -> str:
    return ", ".join(say(f"mail.field_{each}") for each in fields)


def join_parts(mails: list[list[MailPart]]) -> tuple[InvitedPerson, ...]:
    """The parts of all mails, one person a user ID."""
    parts: dict[str, list[MailPart]] = {}
    for part in (part for mail in mails for part in mail):
        parts.setdefault(part.user_id, []).append(part)
    return tuple(_person(user_id, theirs) for user_id, theirs in parts.items())


def _person(user_id: str, parts: list[MailPart]) -> InvitedPerson:
    told: dict[str, Sequence[str | Secret]] = {each: _names(parts, each) for each in ("name", "company")}
    told |= {each: list(dict.fromkeys(v for part in parts for v in part.values(each))) for each in FIELDS}
    conflicts = tuple(each for each, values in told.items() if len(values) > 1)
    known = {each: values[0] for each, values in told.items() if len(values) == 1}
    return InvitedPerson.model_validate({"user_id": user_id, "conflicts": conflicts, **known})


def _names(parts: list[MailPart], which: str) -> list[str]:
    """The different names, spaces aside. One beside a password counts before others: there the mail greets
    the person (G), elsewhere somebody who forwards may greet a colleague."""
    beside = [part for part in parts if part.named and any(part.values(each) for each in PASSWORDS)]
    greeted = beside or parts
    names = [getattr(part.named, which) for part in greeted if part.named]
    return list({name.replace(" ", ""): name for name in reversed(names) if name}.values())


def without_repetition(renditions: list[list[MailPart]]) -> list[MailPart]:
    """The parts of one mail in several renditions: what a better one tells, the others do not repeat."""
    parts: list[MailPart] = []
    for rendition in renditions:
        parts += [_drop_told(part, tuple(parts)) for part in rendition]
    return parts


def _drop_told(part: MailPart, better: tuple[MailPart, ...]) -> MailPart:
    same = [each for each in better if each.user_id == part.user_id]
    known = {each for each in FIELDS if any(other.values(each) for other in same)}
    return MailPart(
        user_id=part.user_id,
        named=part.named if not any(other.named for other in same) else None,
        said={name: values for name in FIELDS if name not in known and (values := part.values(name))},
    )
