"""`ekakushin mail`: what is in the mails, shown or kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.settings import Settings

app = typer.Typer(help=say("help.mail"), no_args_is_help=True)


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
    from ekakushin.automation.commands.mail import from_mails
    from ekakushin.automation.office import Office

    office = Office(settings)
    reading = from_mails(paths or [Path("-")])
    complete = [person for person in reading.people if person.complete]
    office.people.keep((person.invitation() for person in complete), by_hand=True)
    print(say("run.imported", count=len(complete)))
    raise typer.Exit(0 if complete and len(complete) == len(reading.people) else 1)
