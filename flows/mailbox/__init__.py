"""Reads the people whom mails invite from files, folders and standard input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from ekakushin.flows.mailbox.archives import Unpacking
from ekakushin.flows.mailbox.captions import ADDRESSES, names_sites
from ekakushin.flows.mailbox.decoding import decode
from ekakushin.flows.mailbox.facts import MailPart, parts_of
from ekakushin.flows.mailbox.gateways import has_lost, has_rewritten
from ekakushin.flows.mailbox.kinds import Source
from ekakushin.flows.mailbox.messages import MailText, text_of_bytes, texts_of_message
from ekakushin.flows.mailbox.people import (
    FIELDS,
    IgnoredMail,
    InvitedPerson,
    MailReading,
    join_parts,
    without_repetition,
)
from ekakushin.flows.mailbox.sources import sources
from ekakushin.flows.secret import AskPassword, Secret, ask_nobody
from ekakushin.flows.text import say

__all__ = [
    "FIELDS",
    "IgnoredMail",
    "InvitedPerson",
    "MailReading",
    "Source",
    "address_text",
    "as_json",
    "decode",
    "read_mails",
]


def read_mails(
    paths: Sequence[Path],
    stdin: bytes | None = None,
    *,
    ask: AskPassword = ask_nobody,
    fetched: Iterable[Source | IgnoredMail] = (),
) -> MailReading:
    """The people in the mails at `paths`, in `stdin`, which `-` among the paths stands for, and in those `fetched`.

    `ask` is asked for the passwords of zips, but not of those in a mail that nobody has chosen.
    Never raises for what a file holds: whatever cannot be used is in `ignored`, with its reason.
    """
    mails: list[list[MailPart]] = []
    ignored: list[IgnoredMail] = []
    unpacking = Unpacking(ask=ask)
    for source in chain(sources(paths, stdin, unpacking), fetched):
        if isinstance(source, IgnoredMail):
            ignored.append(source)
        else:
            _read(source, unpacking, mails, ignored)
    return MailReading(people=join_parts(mails), ignored=tuple(ignored))


def as_json(reading: MailReading, *, addresses: bool = False) -> dict[str, Any]:
    """The reading for scripts: of addresses (null where none) the personal part only on request, passwords never."""
    return {
        "people": [_person_as_json(person, addresses) for person in reading.people],
        "ignored": [ignored.model_dump() for ignored in reading.ignored],
    }


def _read(
    source: Source, unpacking: Unpacking, mails: list[list[MailPart]], ignored: list[IgnoredMail]
) -> None:
    asked = replace(unpacking) if source.chosen else replace(unpacking, ask=ask_nobody)
    try:
        found = [(text, _parts(text)) for text in _texts(source, asked)]
    except (
        Exception
    ):  # The email package raises many things for broken mails; one such mail must not stop the rest.
        if source.chosen:
            ignored.append(IgnoredMail(file=source.label, reason=say("mail.damaged")))
        return
    if not source.chosen and not any(_is_about_sites(text, parts) for text, parts in found):
        return
    for text, parts in found:
        mails.append(parts)
        reason = text.problem or _reason(text, parts)
        if reason:
            ignored.append(IgnoredMail(file=text.label, reason=reason))


def _reason(text: MailText, parts: Sequence[MailPart]) -> str:
    """What a mail that could be read fails to tell; "" if nothing."""
    if not parts:
        return "" if text.is_cover else say("mail.no_user_id")
    told = {name for part in parts for name in ADDRESSES if part.values(name)}
    if len(told) < len(ADDRESSES) and any(map(names_sites, text.renditions)):
        return say("mail.gateway") if any(map(has_lost, text.renditions)) else ""
    return ""


def _is_about_sites(text: MailText, parts: Sequence[MailPart]) -> bool:
    """Whether a text tells more about somebody than the user ID that they may have anywhere."""
    told = any(part.values(name) for part in parts for name in FIELDS)
    return told or (bool(parts) and any(map(names_sites, text.renditions)))


def _texts(source: Source, unpacking: Unpacking) -> list[MailText]:
    if source.kind == "message":
        return texts_of_message(source.label, source.data, unpacking)
    return [text_of_bytes(source.label, source.data)]


def _parts(text: MailText) -> list[MailPart]:
    """An untouched rendition counts before one whose addresses a gateway has rewritten."""
    return without_repetition([parts_of(each) for each in sorted(text.renditions, key=has_rewritten)])


def _person_as_json(person: InvitedPerson, addresses: bool) -> dict[str, Any]:
    return {
        "user_id": person.user_id,
        "name": person.name,
        "company": person.company,
        "issuance_url": address_text(person.issuance_url, personal=addresses) or None,
        "signup_url": address_text(person.signup_url, personal=addresses) or None,
        "login_url": address_text(person.login_url, personal=addresses) or None,
        "complete": person.complete,
        "missing": list(person.missing),
        "conflicts": list(person.conflicts),
    }


def address_text(address: Secret | None, *, personal: bool) -> str:
    """The address as it may be shown, without its query unless the `personal` part is wanted; "" for none."""
    if address is None or personal:
        return address.reveal() if address else ""
    before, mark, _ = address.reveal().partition("?")
    return f"{before}?…" if mark else before
