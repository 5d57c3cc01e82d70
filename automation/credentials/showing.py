"""Handing out one person's password and PIN, on a terminal."""

from __future__ import annotations

import sys

import typer

from automation.office import Office
from automation.results import ExitCode
from automation.saying import tell
from flows.models import SecretName
from flows.text import say


def show_credentials(office: Office, user_id: str, *, yes: bool) -> ExitCode:
    """Print them after a question; refuses where the output is no terminal unless `yes`."""
    password = office.vault.get(user_id, SecretName.PASSWORD) or office.vault.get(
        user_id, SecretName.LOGIN_PASSWORD
    )
    pin = office.vault.get(user_id, SecretName.PIN)
    if not password and not pin:
        tell(say("credentials.nothing", user_id=user_id))
        return ExitCode.NOT_ALL
    if not yes and not sys.stdout.isatty():
        tell(say("credentials.refuse"))
        return ExitCode.WRONG_USAGE
    if not yes and not typer.confirm(say("credentials.confirm", user_id=user_id)):
        return ExitCode.NOT_ALL
    for name, secret in ((say("credentials.password"), password), (say("credentials.pin"), pin)):
        print(f"{name}: {secret.reveal() if secret else '-'}")
    return ExitCode.DONE
