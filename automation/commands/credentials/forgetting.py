"""Removing people's secrets from the vault, after a question, and from nobody who is being worked on."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.state.alone import alone_with
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import UnderWay
from ekakushin.flows.models import SecretName
from ekakushin.flows.rules.passwords import WARNINGS
from ekakushin.flows.text import say

# They open what lies under `certificates`: the keys, and a downloaded archive that was not opened yet.
OPENERS = (SecretName.P12_PIN, SecretName.CERTIFICATE_PASSPHRASE)
_WARNINGS = WARNINGS | {SecretName.REFUSED_CERTIFICATE}


def forget_credentials(
    office: Office, user_ids: Sequence[str], *, with_certificates: bool, yes: bool
) -> ExitCode:
    """Forget these people's secrets; what opens their certificates stays, unless `with_certificates`.

    Noted in the audit log before, for each person: raises what `Audit.note` raises.
    """
    if not yes and not sys.stdin.isatty():
        tell(say("forget.refuse"))
        return ExitCode.WRONG_USAGE
    people = list(dict.fromkeys(user_ids))
    tell(say("forget.with_certificates" if with_certificates else "forget.without_certificates"))
    if not yes and not typer.confirm(say("forget.confirm", who=" ".join(people))):
        return ExitCode.NOT_ALL
    forgotten = [_forget_one(office, user_id, with_certificates) for user_id in people]
    return ExitCode.DONE if all(forgotten) else ExitCode.NOT_ALL


def _forget_one(office: Office, user_id: str, with_certificates: bool) -> bool:
    names = [name for name in SecretName if with_certificates or name not in OPENERS]
    try:
        with alone_with(user_id, office.home):
            kept = [name for name in names if office.vault.get(user_id, name) is not None]
            if not user_id or not kept:
                tell(say("credentials.nothing", who=user_id))
                return False
            office.audit.note("forget", [user_id], certificates=with_certificates)
            for name in kept:
                office.vault.forget(user_id, name)
    except UnderWay as error:
        tell(f"[{error.code}] {error} {error.remedy}")
        return False
    print(say("forget.done", user_id=user_id))
    if _WARNINGS.intersection(kept):
        tell(say("forget.warning", user_id=user_id))
    return True
