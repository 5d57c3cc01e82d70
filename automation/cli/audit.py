"""`ekakushin audit`: what each command takes, and whom it calls."""

from __future__ import annotations

from typing import Annotated

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.commands.audit import list_audit, restart_audit, verify_audit
from ekakushin.automation.office import Office
from ekakushin.automation.settings import read_settings
from ekakushin.flows.text import say

YesRestart = Annotated[bool, typer.Option("--yes", help=say("help.yes_restart"))]

app = typer.Typer(help=say("help.audit"), no_args_is_help=True)


@app.command("verify", help=say("help.audit_verify"))
def verify(
    home: o.Home = None, vault: o.Vault = None, lang: o.Lang = None, as_json_only: o.Json = False
) -> None:
    """Whether the log is as it was written."""
    office = Office(read_settings(home=home, vault=vault, lang=lang))
    raise typer.Exit(verify_audit(office, as_json_only=as_json_only))


@app.command("list", help=say("help.audit_list"))
def listing(home: o.Home = None, lang: o.Lang = None, as_json_only: o.Json = False) -> None:
    """What the log says."""
    raise typer.Exit(list_audit(Office(read_settings(home=home, lang=lang)), as_json_only=as_json_only))


@app.command("restart", help=say("help.audit_restart"))
def restart(home: o.Home = None, vault: o.Vault = None, lang: o.Lang = None, yes: YesRestart = False) -> None:
    """Another log, after one that was tampered with."""
    raise typer.Exit(restart_audit(Office(read_settings(home=home, vault=vault, lang=lang)), yes=yes))
