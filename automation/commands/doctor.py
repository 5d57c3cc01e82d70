"""What `doctor` does: looks at everything, mends what is safe where that is wanted, and says how it stands."""

from __future__ import annotations

import getpass
import sys

from ekakushin.automation.doctor import Premises, examine, fix, print_checks
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.settings import Settings
from ekakushin.automation.terminal.console import open_console
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say


def look_at_this_pc(settings: Settings, user_id: str, *, fix_it: bool, as_json_only: bool) -> ExitCode:
    """Say whether this PC is ready, for everybody or for one person."""
    premises = Premises(settings if as_json_only else _with_passphrase(settings), user_id)
    tell(say("doctor.looking"))
    checks = examine(premises)
    if fix_it:
        checks = fix(premises, checks, tell)
    print_checks(checks, open_console(), as_json_only=as_json_only)
    is_bad = any(check.state == "bad" for check in checks)
    return ExitCode.NOT_ALL if is_bad else ExitCode.DONE


def _with_passphrase(settings: Settings) -> Settings:
    """With the vault's passphrase, asked for where somebody can answer; Enter alone means none."""
    if settings.vault != "file" or settings.vault_passphrase or not sys.stdin.isatty():
        return settings
    typed = getpass.getpass(say("doctor.passphrase"))
    return settings.model_copy(update={"vault_passphrase": Secret(typed) if typed else None})
