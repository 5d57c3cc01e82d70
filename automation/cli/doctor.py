"""`ekakushin doctor`: is this PC ready for the service?"""

from __future__ import annotations

import getpass
import sys

import typer
from rich.console import Console

from ekakushin.automation.cli import options as o
from ekakushin.automation.doctor import Premises, examine, fix, print_checks
from ekakushin.automation.results import ExitCode
from ekakushin.automation.settings import Settings, read_settings
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say


def doctor(
    user: o.AnyUser = "",
    fix_it: o.Fix = False,
    site: o.Site = None,
    home: o.Home = None,
    vault: o.Vault = None,
    database: o.Database = None,
    browser: o.Browser = None,
    any_pc: o.AnyPc = None,
    lang: o.Lang = None,
    as_json_only: o.Json = False,
) -> None:
    """Look at everything that the work needs."""
    settings = read_settings(
        site=site, home=home, vault=vault, database=database, browser=browser, any_pc=any_pc, lang=lang
    )
    premises = Premises(settings if as_json_only else _with_passphrase(settings), user)
    tell(say("doctor.looking"))
    checks = examine(premises)
    if fix_it:
        checks = fix(premises, checks, tell)
    print_checks(checks, Console(), as_json_only=as_json_only)
    is_bad = any(check.state == "bad" for check in checks)
    raise typer.Exit(ExitCode.NOT_ALL if is_bad else ExitCode.DONE)


def _with_passphrase(settings: Settings) -> Settings:
    """With the vault's passphrase, asked for where somebody can answer; Enter alone means none."""
    if settings.vault != "file" or settings.vault_passphrase or not sys.stdin.isatty():
        return settings
    typed = getpass.getpass(say("doctor.passphrase"))
    return settings.model_copy(update={"vault_passphrase": Secret(typed) if typed else None})
