"""What is in the mails, read and shown: addresses without their personal parts, passwords not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ekakushin.automation.terminal.asking import ask_file_password
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.mailbox import (
    IgnoredMail,
    InvitedPerson,
    MailReading,
    Source,
    address_text,
    read_mails,
)
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from rich.console import Console

    from ekakushin.automation.people import People


_FEW = 3  # files that are named one by one, though they cannot be read for the same reason


def from_mails(paths: Sequence[Path], fetched: Iterable[Source | IgnoredMail] = ()) -> MailReading:
    """What is in the mails; `-` is standard input. What could not be read is told: of many files of a kind one line."""
    stdin = sys.stdin.buffer.read() if Path("-") in paths else None
    reading = read_mails(paths, stdin, ask=ask_file_password, fetched=fetched)
    kinds: dict[str, list[str]] = {}
    for each in reading.ignored:
        kinds.setdefault(each.reason, []).append(each.file)
    if paths and is_nothing(reading):
        place, first = " ".join(map(str, paths)), reading.ignored[0]
        told = {"count": len(reading.ignored), "file": first.file, "reason": first.reason.rstrip("。.")}
        tell(say("mail.no_mails_there", place=place, **told))
        return reading
    for reason, files in kinds.items():
        if len(files) > _FEW:
            tell(say("mail.not_read", count=len(files), file=files[0], reason=reason))
        else:
            for file in files:
                tell(say("run.ignored", file=file, reason=reason))
    return reading


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The people of whom everything is kept now, and those of whom something is missing or contradictory."""

    complete: tuple[InvitedPerson, ...]
    others: tuple[InvitedPerson, ...]


def take_in(people: People, reading: MailReading, *, by_hand: bool) -> Taken:
    """Keep what the mails say; one of two mails is kept until the other one comes, and what is missing is told.

    `by_hand` also allows new logins after some that ended unclear. Raises what `People.keep` raises.
    """
    found = people.with_halves(reading.people)
    complete = tuple(each for each in found if each.complete)
    others = tuple(each for each in found if not each.complete)
    people.keep((each.invitation() for each in complete), by_hand=by_hand)
    people.keep_halves(each for each in others if not each.conflicts)
    for person in others:
        tell(_trouble_of(person))
    return Taken(complete=complete, others=others)


def _trouble_of(person: InvitedPerson) -> str:
    try:
        person.invitation()
    except Misconfigured as error:
        half = "" if person.conflicts else say("run.half")
        return f"[{error.code}] {error} {half or error.remedy}"
    return ""


def is_nothing(reading: MailReading) -> bool:
    """Whether these are many files and none of them a mail of ours: another folder was meant."""
    return not reading.people and len(reading.ignored) > _FEW


def print_mails(reading: MailReading, console: Console, *, addresses: bool = False) -> None:
    """A small table a person; `addresses` shows their personal parts too."""
    from rich.table import Table
    from rich.text import Text

    for person in reading.people:
        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in _rows(person, addresses):
            table.add_row(name, Text(value))
        console.print(table)
        console.print()


def _rows(person: InvitedPerson, addresses: bool) -> list[tuple[str, str]]:
    shown = partial(address_text, personal=addresses)
    state = say("mails.complete") if person.complete else ""
    trouble = say("mails.missing", names=_captions(person.missing)) if person.missing else ""
    conflict = say("mails.conflict", names=_captions(person.conflicts)) if person.conflicts else ""
    return [
        (say("mails.user_id"), person.user_id),
        (say("mails.name"), f"{person.name} ({person.company})" if person.company else person.name),
        (say("mails.issuance_url"), shown(person.issuance_url)),
        (say("mails.signup_url"), shown(person.signup_url)),
        (say("mails.login_url"), shown(person.login_url)),
        (say("mails.authentication_password"), str(person.authentication_password or "")),
        (say("mails.login_password"), str(person.login_password or "")),
        (say("mails.state"), " ".join(filter(None, [state, trouble, conflict]))),
    ]


def _captions(fields: Iterable[str]) -> str:
    return ", ".join(say(f"mails.{field}") for field in fields)
