"""Handing out one person's password and PIN, on a terminal."""

from __future__ import annotations

import sys

import typer

from ekakushin.automation.commands.credentials.handout import handout_of
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.text import say


def show_credentials(office: Office, user_id: str, *, yes: bool) -> ExitCode:
    """Print them after a question; refuses where the output is no terminal unless `yes`.

    Noted in the audit log before: raises what `Audit.note` raises, and then nothing is printed.
    """
    handout = handout_of(office, user_id)
    if handout is None:
        tell(say("credentials.nothing", who=user_id))
        return ExitCode.NOT_ALL
    if not yes and not sys.stdout.isatty():
        tell(say("credentials.refuse"))
        return ExitCode.WRONG_USAGE
    if not yes and not typer.confirm(say("credentials.confirm", user_id=user_id)):
        return ExitCode.NOT_ALL
    if handout.doubt:
        tell(say(f"credentials.{handout.doubt}", who=handout.who))
    office.audit.note("show", [user_id], terminal=sys.stdout.isatty())
    for name, secret in (("password", handout.password), ("pin", handout.pin)):
        print(f"{say(f'credentials.{name}')}: {secret.reveal() if secret else '-'}")
    return ExitCode.DONE
