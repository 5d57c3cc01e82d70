"""`ekakushin credentials`: what each command takes, and whom it calls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.commands.credentials import (
    Export,
    export_credentials,
    forget_credentials,
    show_credentials,
)
from ekakushin.automation.office import Office
from ekakushin.automation.settings import read_settings
from ekakushin.flows.text import say

To = Annotated[Path, typer.Option("--to", metavar="FILE.xlsx|DIR", help=say("help.to"))]
For = Annotated[list[str], typer.Option("--for", metavar="USER|all", help=say("help.for"))]
MoreUsers = Annotated[list[str] | None, typer.Argument(metavar="USER", help=say("help.for"))]
Users = Annotated[list[str], typer.Argument(metavar="USER", help=say("help.user"))]
Each = Annotated[bool, typer.Option("--each", help=say("help.each"))]
Password = Annotated[Literal["ask", "make"] | None, typer.Option("--password", help=say("help.password_way"))]
WithCertificates = Annotated[bool, typer.Option("--with-certificates", help=say("help.with_certificates"))]
YesForget = Annotated[bool, typer.Option("--yes", help=say("help.yes_forget"))]

app = typer.Typer(help=say("help.credentials"), no_args_is_help=True)


@app.command("show", help=say("help.credentials_show"))
def show(
    user: o.User, home: o.Home = None, vault: o.Vault = None, lang: o.Lang = None, yes: o.Yes = False
) -> None:
    """Password and PIN of one person, on a terminal."""
    office = Office(read_settings(home=home, vault=vault, lang=lang))
    raise typer.Exit(show_credentials(office, user, yes=yes))


@app.command("export", help=say("help.credentials_export"))
def export(
    to: To,
    users: For,
    more: MoreUsers = None,
    each: Each = False,
    password: Password = None,
    force: o.Force = False,
    home: o.Home = None,
    vault: o.Vault = None,
    database: o.Database = None,
    lang: o.Lang = None,
) -> None:
    """Password, PIN and all else that people need, as encrypted workbooks."""
    office = Office(read_settings(home=home, vault=vault, database=database, lang=lang))
    wanted = (*users, *(more or ()))
    wish = Export(to=to, users=wanted, each=each, password=password, force=force)
    raise typer.Exit(export_credentials(office, wish))


@app.command("forget", help=say("help.credentials_forget"))
def forget(
    users: Users,
    with_certificates: WithCertificates = False,
    home: o.Home = None,
    vault: o.Vault = None,
    lang: o.Lang = None,
    yes: YesForget = False,
) -> None:
    """Remove people's secrets from the vault."""
    office = Office(read_settings(home=home, vault=vault, lang=lang))
    raise typer.Exit(forget_credentials(office, users, with_certificates=with_certificates, yes=yes))
