"""`ekakushin audit`: the log of what was shown, exported and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.automation.cli.help_page import HelpedTyper
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.settings import Settings

YesRestart = Annotated[bool, typer.Option("--yes", help=say("help.yes_restart"))]

app = HelpedTyper(help=say("help.audit"), no_args_is_help=True)


@app.command("verify", help=say("help.audit_verify"))
@takes("home", "vault")
def audit_verify(settings: Settings, as_json_only: o.Json = False) -> None:
    """Whether the log is as it was written."""
    from ekakushin.automation.commands.audit import verify_audit
    from ekakushin.automation.office import Office

    raise typer.Exit(verify_audit(Office(settings), as_json_only=as_json_only))


@app.command("list", help=say("help.audit_list"))
@takes("home")
def audit_list(settings: Settings, as_json_only: o.Json = False) -> None:
    """What the log says."""
    from ekakushin.automation.commands.audit import list_audit
    from ekakushin.automation.office import Office

    raise typer.Exit(list_audit(Office(settings), as_json_only=as_json_only))


@app.command("restart", help=say("help.audit_restart"))
@takes("home", "vault")
def audit_restart(settings: Settings, yes: YesRestart = False) -> None:
    """Another log, after one that was tampered with."""
    from ekakushin.automation.commands.audit import restart_audit
    from ekakushin.automation.office import Office

    raise typer.Exit(restart_audit(Office(settings), yes=yes))
