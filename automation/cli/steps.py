"""The commands of the single steps: `ekakushin issue` and its followers, for one person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes

if TYPE_CHECKING:
    from pathlib import Path

    from ekakushin.automation.cli.flags import Given
    from ekakushin.automation.office import Office
    from ekakushin.automation.settings import Settings
    from ekakushin.flows.step_names import StepName

_WHERE = ("site", "home", "vault", "headed", "assist")
_HOW = ("browser", "proxy", "debug", "trace", "any_pc")


@takes(*_WHERE, "by_hand", "downloads", "pin_stdin", *_HOW)
def issue(
    *,
    user: o.User,
    mails: o.Mails = None,
    settings: Settings,
    given: Given,
    reissue: o.Reissue = False,
    as_json_only: o.Json = False,
) -> None:
    """The certificate, here or in the person's own browser."""
    office = _office_with(settings, given, user, mails)
    from ekakushin.automation.commands.onboard import one_step

    raise typer.Exit(one_step(office, user, "issue", reissue=reissue, as_json_only=as_json_only))


def _step_command(step: StepName) -> Callable[..., None]:
    @takes(*_WHERE, *_HOW)
    def command(
        *,
        user: o.User,
        mails: o.Mails = None,
        settings: Settings,
        given: Given,
        as_json_only: o.Json = False,
    ) -> None:
        office = _office_with(settings, given, user, mails)
        from ekakushin.automation.commands.onboard import one_step

        raise typer.Exit(one_step(office, user, step, as_json_only=as_json_only))

    return command


verify = _step_command("verify")
signup = _step_command("signup")
login = _step_command("login")
signing = _step_command("signing")
pin = _step_command("pin")
password = _step_command("password")


def _office_with(settings: Settings, given: Given, user: str, mails: list[Path] | None) -> Office:
    """The office, once it has read what these mails say about the person."""
    from ekakushin.automation.terminal.hands import must_be_possible

    must_be_possible(settings, given)
    from ekakushin.automation.commands.mail import from_mails
    from ekakushin.automation.office import Office

    office = Office(settings)
    if mails:
        found = [person for person in from_mails(mails).people if person.user_id == user]
        office.people.keep(person.invitation() for person in found)
    return office
