"""`ekakushin cert`: lists, exports and puts aside login certificates, and installs them for a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.automation.cli.help_page import HelpedTyper
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.settings import Settings

app = HelpedTyper(help=say("help.cert"), no_args_is_help=True)


@app.command("list", help=say("help.cert_list"))
@takes("home", "vault")
def cert_list(settings: Settings, ics: o.Ics = None, as_json_only: o.Json = False) -> None:
    """Every certificate."""
    from ekakushin.automation.commands.certificates import list_certificates
    from ekakushin.automation.office import Office

    raise typer.Exit(list_certificates(Office(settings), ics=ics, as_json_only=as_json_only))


@app.command("export", help=say("help.cert_export"))
@takes("home", "vault")
def cert_export(user: o.User, to: o.ToFile, settings: Settings, force: o.Force = False) -> None:
    """Certificate and key of one person, as a file."""
    from ekakushin.automation.commands.certificates import export
    from ekakushin.automation.office import Office

    office = Office(settings)
    raise typer.Exit(export(office, user, to, overwrite=force, note=office.audit.note))


@app.command("remove", help=say("help.cert_remove"))
@takes("home", "vault")
def cert_remove(
    user: o.User,
    serial: o.Serial,
    settings: Settings,
    force: o.EvenCurrent = False,
    yes: o.WithoutAsking = False,
) -> None:
    """Put a certificate aside."""
    from ekakushin.automation.commands.certificates import remove
    from ekakushin.automation.office import Office

    raise typer.Exit(remove(Office(settings), user, serial, force=force, yes=yes))


@app.command("renew", help=say("help.cert_renew"))
@takes("site", "home", "vault", "headed", "browser", "proxy", "any_pc")
def cert_renew(user: o.User, settings: Settings) -> None:
    """Ask the service for a renewal, where it offers one."""
    from ekakushin.automation.commands.certificates import renew
    from ekakushin.automation.office import Office

    raise typer.Exit(renew(Office(settings), user))


@app.command("install", help=say("help.cert_install"))
@takes("site", "home", "vault", "any_pc")
def cert_install(
    *,
    user: o.User,
    browser: o.OwnBrowser = None,
    favourite: o.Favourite = "",
    undo: o.Undo = False,
    settings: Settings,
) -> None:
    """Let the person's own browser be let in."""
    from ekakushin.automation.commands.install import install_for, take_back
    from ekakushin.automation.office import Office

    if undo:
        raise typer.Exit(take_back(Office(settings), user))
    raise typer.Exit(install_for(Office(settings), user, browser=browser, favourite=favourite))
