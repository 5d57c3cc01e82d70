"""`ekakushin cert`: login certificates, listed, handed out, put aside, and put where a browser finds them."""

from __future__ import annotations

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.commands.certificates import export, list_certificates, remove, renew
from ekakushin.automation.commands.install import install_for, take_back
from ekakushin.automation.office import Office
from ekakushin.automation.settings import read_settings
from ekakushin.flows.text import say

app = typer.Typer(help=say("help.cert"), no_args_is_help=True)


@app.command("list", help=say("help.cert_list"))
def cert_list(
    home: o.Home = None,
    vault: o.Vault = None,
    ics: o.Ics = None,
    lang: o.Lang = None,
    as_json_only: o.Json = False,
) -> None:
    """Every certificate."""
    office = Office(read_settings(home=home, vault=vault, lang=lang))
    raise typer.Exit(list_certificates(office, ics=ics, as_json_only=as_json_only))


@app.command("export", help=say("help.cert_export"))
def cert_export(
    user: o.User,
    to: o.ToFile,
    force: o.Force = False,
    home: o.Home = None,
    vault: o.Vault = None,
    lang: o.Lang = None,
) -> None:
    """Certificate and key of one person, as a file."""
    office = Office(read_settings(home=home, vault=vault, lang=lang))
    raise typer.Exit(export(office, user, to, overwrite=force, note=office.audit.note))


@app.command("remove", help=say("help.cert_remove"))
def cert_remove(
    user: o.User,
    serial: o.Serial,
    force: o.EvenCurrent = False,
    yes: o.WithoutAsking = False,
    home: o.Home = None,
    vault: o.Vault = None,
    lang: o.Lang = None,
) -> None:
    """Put a certificate aside."""
    office = Office(read_settings(home=home, vault=vault, lang=lang))
    raise typer.Exit(remove(office, user, serial, force=force, yes=yes))


@app.command("renew", help=say("help.cert_renew"))
def cert_renew(
    user: o.User,
    site: o.Site = None,
    home: o.Home = None,
    vault: o.Vault = None,
    headed: o.Headed = None,
    browser: o.Browser = None,
    any_pc: o.AnyPc = None,
    lang: o.Lang = None,
) -> None:
    """Ask the service for a renewal, where it offers one."""
    settings = read_settings(
        site=site, home=home, vault=vault, headed=headed, browser=browser, any_pc=any_pc, lang=lang
    )
    raise typer.Exit(renew(Office(settings), user))


@app.command("install", help=say("help.cert_install"))
def cert_install(
    user: o.User,
    browser: o.OwnBrowser = None,
    favourite: o.Favourite = "",
    undo: o.Undo = False,
    site: o.Site = None,
    home: o.Home = None,
    vault: o.Vault = None,
    any_pc: o.AnyPc = None,
    lang: o.Lang = None,
) -> None:
    """Let the person's own browser be let in."""
    office = Office(read_settings(site=site, home=home, vault=vault, any_pc=any_pc, lang=lang))
    if undo:
        raise typer.Exit(take_back(office, user))
    raise typer.Exit(install_for(office, user, browser=browser, favourite=favourite))
