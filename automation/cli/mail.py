"""`ekakushin mail`: what is in the mails, shown or kept, and the mailbox that they are in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.automation.cli.help_page import HelpedTyper
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.settings import Settings

Host = Annotated[str, typer.Option("--imap", metavar="HOST", help=say("help.imap"))]
MailUser = Annotated[str, typer.Option("--user", metavar="U", help=say("help.mail_user"))]
MailFolder = Annotated[str, typer.Option("--folder", metavar="F", help=say("help.mail_folder"))]
Since = Annotated[str | None, typer.Option("--since", metavar="D", help=say("help.since"))]
Port = Annotated[int | None, typer.Option("--port", min=1, max=65535, help=say("help.port"))]
StartTls = Annotated[bool, typer.Option("--starttls", help=say("help.starttls"))]
OAuth = Annotated[bool, typer.Option("--oauth", help=say("help.oauth"))]

app = HelpedTyper(help=say("help.mail"), no_args_is_help=True)


@app.command("read", help=say("help.mail_read"))
@takes()
def mail_read(paths: o.Paths = None, addresses: o.Addresses = False, as_json_only: o.Json = False) -> None:
    """What is in these mails."""
    from ekakushin.automation.commands.mail import from_mails, print_mails
    from ekakushin.flows.mailbox import as_json

    reading = from_mails(paths or [Path("-")])
    if as_json_only:
        print(json.dumps(as_json(reading, addresses=addresses), ensure_ascii=False))
    else:
        from ekakushin.automation.terminal.console import open_console

        print_mails(reading, open_console(), addresses=addresses)
    raise typer.Exit(0 if reading.people else 1)


@app.command("import", help=say("help.mail_import"))
@takes("home", "vault")
def mail_import(*, paths: o.Paths = None, settings: Settings) -> None:
    """Keep what is in these mails."""
    from ekakushin.automation.commands.mail import from_mails, take_in
    from ekakushin.automation.office import Office

    taken = take_in(Office(settings).people, from_mails(paths or [Path("-")]), by_hand=True)
    print(say("run.imported", count=len(taken.complete)))
    raise typer.Exit(0 if taken.complete and not taken.others else 1)


@app.command("fetch", help=say("help.mail_fetch"))
@takes("site", "home", "vault")
def mail_fetch(
    *,
    host: Host,
    user: MailUser,
    folder: MailFolder = "INBOX",
    since: Since = None,
    port: Port = None,
    starttls: StartTls = False,
    oauth: OAuth = False,
    as_json_only: o.Json = False,
    settings: Settings,
) -> None:
    """Keep what is in the mails of a mailbox."""
    from ekakushin.automation.commands.fetching import FetchRequest, fetch_mails
    from ekakushin.automation.imap import Scope, Server
    from ekakushin.automation.office import Office

    office = Office(settings)
    server = Server.at(host, port, starttls=starttls, ca=office.site.ca)
    scope = Scope(folder=folder, since=_day(since))
    request = FetchRequest(server=server, user=user, oauth=oauth, scope=scope, as_json_only=as_json_only)
    raise typer.Exit(fetch_mails(office, request))


@app.command("forget", help=say("help.mail_forget"))
@takes("home", "vault")
def mail_forget(
    *, host: Host, user: MailUser, port: Port = None, starttls: StartTls = False, settings: Settings
) -> None:
    """Forget the password and the token of a mailbox."""
    from ekakushin.automation.commands.fetching import forget_login
    from ekakushin.automation.imap import Server
    from ekakushin.automation.office import Office

    raise typer.Exit(forget_login(Office(settings), Server.at(host, port, starttls=starttls), user))


def _day(since: str | None) -> date | None:
    """A day, or so many days ago. Raises typer.BadParameter."""
    from ekakushin.automation.imap.days import day_of

    try:
        return day_of(since, date.today()) if since else None
    except ValueError:
        raise typer.BadParameter(say("fetch.since", given=since), param_hint="--since") from None
