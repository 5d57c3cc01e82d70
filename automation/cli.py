"""The command line: what each command takes, and whom it calls."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import typer
from rich.console import Console

from automation import options as o
from automation.credentials import show_credentials
from automation.mails import print_mails
from automation.mocking import demo as run_demo
from automation.mocking import html_filter as load_html_filter
from automation.mocking import last_state, serve, unlock_account
from automation.office import Office
from automation.onboarding import from_mails, onboard_known, onboard_people, one_step, tell
from automation.settings import read_settings
from flows.mailbox import as_json
from flows.models import STEPS, StepName
from flows.text import say

app = typer.Typer(
    help=say("help.app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
mail = typer.Typer(help=say("help.mail"), no_args_is_help=True)
mock = typer.Typer(help=say("help.mock"), no_args_is_help=True)
credentials = typer.Typer(help=say("help.credentials"), no_args_is_help=True)
app.add_typer(mail, name="mail")
app.add_typer(mock, name="mock")
app.add_typer(credentials, name="credentials")


@app.command(help=say("help.demo"))
def demo(
    people: o.People = 3,
    signing_delay: o.SigningDelay = 5,
    home: o.Home = None,
    workers: o.Workers = None,
    headed: o.Headed = None,
    browser: o.Browser = None,
    lang: o.Lang = None,
    as_json_only: o.Json = False,
) -> None:
    """A mock, a few people, a report."""
    place = home or Path(tempfile.mkdtemp(prefix="ekakushin-demo-"))
    settings = read_settings(home=place, workers=workers, headed=headed, browser=browser, lang=lang)
    tell(say("demo.begin", people=people))
    tell(say("demo.folder", path=place))
    raise typer.Exit(
        run_demo(settings, people=people, signing_delay=signing_delay, as_json_only=as_json_only)
    )


@app.command(help=say("help.onboard"))
def onboard(
    more: o.MoreMails = None,
    mails: o.Mails = None,
    site: o.Site = None,
    home: o.Home = None,
    vault: o.Vault = None,
    workers: o.Workers = None,
    headed: o.Headed = None,
    browser: o.Browser = None,
    until: o.Until = None,
    lang: o.Lang = None,
    as_json_only: o.Json = False,
) -> None:
    """Everybody of the mails."""
    office = Office(
        read_settings(
            site=site, home=home, vault=vault, workers=workers, headed=headed, browser=browser, lang=lang
        )
    )
    steps = _steps_until(until)
    paths = [*(mails or []), *(more or [])]
    if paths:
        code = onboard_people(office, from_mails(paths).people, as_json_only=as_json_only, steps=steps)
    else:
        code = onboard_known(office, as_json_only=as_json_only, steps=steps)
    raise typer.Exit(code)


def _steps_until(until: str | None) -> tuple[StepName, ...]:
    if until is None:
        return STEPS
    if until not in STEPS:
        raise typer.BadParameter(", ".join(get_args(StepName)), param_hint="--until")
    return STEPS[: STEPS.index(until) + 1]


def _step_command(step: StepName) -> Callable[..., None]:
    def command(
        user: o.User,
        mails: o.Mails = None,
        site: o.Site = None,
        home: o.Home = None,
        vault: o.Vault = None,
        headed: o.Headed = None,
        browser: o.Browser = None,
        lang: o.Lang = None,
        as_json_only: o.Json = False,
    ) -> None:
        office = Office(
            read_settings(site=site, home=home, vault=vault, headed=headed, browser=browser, lang=lang)
        )
        if mails:
            found = [person for person in from_mails(mails).people if person.user_id == user]
            office.people.keep(person.invitation() for person in found)
        raise typer.Exit(one_step(office, user, step, as_json_only=as_json_only))

    return command


for _step in STEPS:
    app.command(name=_step, help=say(f"help.{_step}"))(_step_command(_step))


@mail.command("read", help=say("help.mail_read"))
def mail_read(paths: o.Paths = None, lang: o.Lang = None, as_json_only: o.Json = False) -> None:
    """What is in these mails."""
    reading = from_mails(paths or [Path("-")])
    if as_json_only:
        print(json.dumps(as_json(reading), ensure_ascii=False))
    else:
        print_mails(reading, Console())
    raise typer.Exit(0 if reading.people else 1)


@mail.command("import", help=say("help.mail_import"))
def mail_import(
    paths: o.Paths = None, home: o.Home = None, vault: o.Vault = None, lang: o.Lang = None
) -> None:
    """Keep what is in these mails."""
    office = Office(read_settings(home=home, vault=vault, lang=lang))
    reading = from_mails(paths or [Path("-")])
    complete = [person for person in reading.people if person.complete]
    office.people.keep((person.invitation() for person in complete), by_hand=True)
    print(say("run.imported", count=len(complete)))
    raise typer.Exit(0 if complete and len(complete) == len(reading.people) else 1)


@credentials.command("show", help=say("help.credentials_show"))
def credentials_show(
    user: o.User, home: o.Home = None, vault: o.Vault = None, lang: o.Lang = None, yes: o.Yes = False
) -> None:
    """Password and PIN of one person, on a terminal."""
    raise typer.Exit(
        show_credentials(Office(read_settings(home=home, vault=vault, lang=lang)), user, yes=yes)
    )


@mock.command("serve", help=say("help.mock_serve"))
def mock_serve(
    state: o.State = None,
    people: o.People = 3,
    signing_delay: o.SigningDelay = 5,
    profile: o.Profile = "certenroll",
    encoding: o.Encoding = "cp932",
    html_filter: o.HtmlFilter = None,
    lang: o.Lang = None,
) -> None:
    """Serve the mock until Ctrl-C."""
    options = {
        "people": people,
        "signing_delay": signing_delay,
        "profile": profile,
        "service_encoding": encoding,
        "html_filter": load_html_filter(html_filter),
    }
    raise typer.Exit(serve(state, read_settings(lang=lang), **options))


@mock.command("unlock", help=say("help.mock_unlock"))
def mock_unlock(user: o.User, state: o.State = None, lang: o.Lang = None) -> None:
    """Unlock an account."""
    unlock_account(state or last_state(read_settings(lang=lang)), user)
    print(say("mock.unlocked", user_id=user))
