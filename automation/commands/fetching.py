"""The work behind `mail fetch`: who is let into the mailbox, what is read there, and what is said of it."""

from __future__ import annotations

import getpass
import json
import sys
from dataclasses import dataclass, field, replace
from typing import Any

import typer

from ekakushin.automation.commands.mail import Taken, from_mails, take_in
from ekakushin.automation.commands.next_step import tell_next
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.imap import Haul, KeptLogins, MailboxLogin, Scope, Server, haul_from, open_mailbox
from ekakushin.automation.imap.login import LoginRefused
from ekakushin.automation.office import Office
from ekakushin.automation.terminal.cells import printable
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.mailbox import MailReading, as_json
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say


@dataclass(frozen=True, kw_only=True)
class FetchRequest:
    """Whose mailbox is read, with a password or, with `oauth`, a token, and which of its mails are wanted."""

    server: Server
    user: str
    oauth: bool = False
    scope: Scope = field(default_factory=Scope)
    as_json_only: bool = False


def fetch_mails(office: Office, request: FetchRequest) -> ExitCode:
    """Read the mails of a mailbox and keep what they say, as `mail import` does, once all of them are read.

    A connection that breaks leaves nothing behind: half of the mails might be the older half. Fetching may happen every
    night, so it does not allow logins after some that ended unclear, as an import by hand does.
    Raises Misconfigured (MAIL-005, MAIL-006, MAIL-007) and VaultClosed.
    """
    office.must_be_usable()
    kept = KeptLogins(lambda: office.vault)
    login, is_typed = _login(office, kept, request)
    try:
        with open_mailbox(request.server, login) as client:
            kept.note_success(request.server, login)
            haul = haul_from(client, request.scope, tell)
            reading = from_mails([], haul.mails)
    except LoginRefused:
        kept.note_refusal(request.server, login)
        raise
    taken = take_in(office.people, reading, by_hand=False)
    _say(haul, reading, taken, as_json_only=request.as_json_only)
    if is_typed and typer.confirm(say("fetch.keep"), err=True):
        kept.keep(request.server, login)
    return ExitCode.DONE if taken.complete and not taken.others else ExitCode.NOT_ALL


def forget_login(office: Office, server: Server, user: str) -> ExitCode:
    """Remove a mailbox's password and token from the vault. Raises VaultClosed."""
    found = KeptLogins(lambda: office.vault).forget(server, user)
    print(say("fetch.forgotten" if found else "fetch.nothing_kept", user=user, host=server.host))
    return ExitCode.DONE if found else ExitCode.NOT_ALL


def _login(office: Office, kept: KeptLogins, request: FetchRequest) -> tuple[MailboxLogin, bool]:
    """What to log in with, and whether somebody has typed it: given, kept, or asked for.

    What the server has refused is not sent again unless somebody types it.
    """
    server, settings = request.server, office.settings
    given = settings.mail_token if request.oauth else settings.mail_password
    secret = given or kept.get(server, request.user, oauth=request.oauth)
    login = MailboxLogin(user=request.user, secret=secret or Secret(""), oauth=request.oauth)
    refused = bool(secret) and kept.was_refused(server, login)
    if secret and not refused:
        return login, False
    if not sys.stdin.isatty():
        raise _nothing_to_log_in_with(request, "fetch.refused_before" if refused else "fetch.nobody_to_ask")
    if refused:
        tell(say("fetch.refused_before"))
    key = "fetch.ask_token" if request.oauth else "fetch.ask_password"
    typed = getpass.getpass(say(key, user=printable(request.user), host=server.host)).strip()
    if not typed:
        raise _nothing_to_log_in_with(request, "fetch.nothing_typed")
    return replace(login, secret=Secret(typed)), True


def _nothing_to_log_in_with(request: FetchRequest, key: str) -> Misconfigured:
    return Misconfigured("MAIL-006", user=request.user, detail=say(key))


def _say(haul: Haul, reading: MailReading, taken: Taken, *, as_json_only: bool) -> None:
    for sentence in _remarks(haul, reading):
        tell(sentence)
    if as_json_only:
        print(json.dumps(_as_json(haul, reading, taken), ensure_ascii=False))
    else:
        print(say("run.imported", count=len(taken.complete)))
        if taken.complete:
            tell_next("imported")


def _remarks(haul: Haul, reading: MailReading) -> list[str]:
    """What else somebody must know who trusts that all mails were found."""
    remarks = []
    if haul.found.searched:
        remarks.append(
            say("fetch.searched" if haul.found.in_japanese else "fetch.searched_poorly", of=haul.found.of)
        )
    if not reading.people:
        remarks.append(say("fetch.nobody", folder=printable(haul.folder)))
    if haul.in_junk:
        remarks.append(say("fetch.junk", folder=printable(haul.junk), count=haul.in_junk))
    return remarks


def _as_json(haul: Haul, reading: MailReading, taken: Taken) -> dict[str, Any]:
    people = MailReading(people=(*taken.complete, *taken.others), ignored=reading.ignored)
    return {
        "imported": len(taken.complete),
        "folder": haul.folder,
        "mails": haul.found.of,
        "read": len(haul.found.sizes),
        "searched": haul.found.searched,
        "junk": {"folder": haul.junk, "mails": haul.in_junk} if haul.in_junk else None,
        **as_json(people),
    }
