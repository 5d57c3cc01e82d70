"""The commands of the single steps: what each takes, and whom it calls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.commands.onboard import one_step
from ekakushin.automation.commands.selection import from_mails
from ekakushin.automation.office import Office
from ekakushin.automation.settings import Settings, read_settings
from ekakushin.automation.terminal.hands import must_be_possible
from ekakushin.flows.models import STEPS, StepName
from ekakushin.flows.text import say


def add_steps(app: typer.Typer) -> None:
    """A command for each step; issuing has flags of its own."""
    app.command(name="issue", help=say("help.issue"))(_issue)
    for step in STEPS[1:]:
        app.command(name=step, help=say(f"help.{step}"))(_step_command(step))


def _issue(
    user: o.User,
    mails: o.Mails = None,
    site: o.Site = None,
    home: o.Home = None,
    vault: o.Vault = None,
    headed: o.Headed = None,
    assist: o.Assist = None,
    by_hand: o.ByHand = None,
    from_path: o.FromPath = None,
    pin_stdin: o.PinStdin = None,
    browser: o.Browser = None,
    debug: o.Debug = None,
    trace: o.Trace = None,
    reissue: o.Reissue = False,
    any_pc: o.AnyPc = None,
    lang: o.Lang = None,
    as_json_only: o.Json = False,
) -> None:
    """The certificate, here or in the person's own browser."""
    settings = read_settings(
        site=site,
        home=home,
        vault=vault,
        headed=headed,
        assist=assist,
        by_hand=by_hand,
        downloads=from_path,
        pin_stdin=pin_stdin,
        browser=browser,
        debug=debug,
        trace=trace,
        any_pc=any_pc,
        lang=lang,
    )
    must_be_possible(settings, headed=headed, downloads=from_path)
    office = _told_of(settings, user, mails)
    raise typer.Exit(one_step(office, user, "issue", reissue=reissue, as_json_only=as_json_only))


def _step_command(step: StepName) -> Callable[..., None]:
    def command(
        user: o.User,
        mails: o.Mails = None,
        site: o.Site = None,
        home: o.Home = None,
        vault: o.Vault = None,
        headed: o.Headed = None,
        assist: o.Assist = None,
        browser: o.Browser = None,
        debug: o.Debug = None,
        trace: o.Trace = None,
        any_pc: o.AnyPc = None,
        lang: o.Lang = None,
        as_json_only: o.Json = False,
    ) -> None:
        settings = read_settings(
            site=site,
            home=home,
            vault=vault,
            headed=headed,
            assist=assist,
            browser=browser,
            debug=debug,
            trace=trace,
            any_pc=any_pc,
            lang=lang,
        )
        must_be_possible(settings, headed=headed)
        raise typer.Exit(one_step(_told_of(settings, user, mails), user, step, as_json_only=as_json_only))

    return command


def _told_of(settings: Settings, user: str, mails: list[Path] | None) -> Office:
    """The office, once it has read what these mails say about the person."""
    office = Office(settings)
    if mails:
        found = [person for person in from_mails(mails).people if person.user_id == user]
        office.people.keep(person.invitation() for person in found)
    return office
