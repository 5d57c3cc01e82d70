"""The guided first run, from the first question to what comes next."""

from __future__ import annotations

import sys
from pathlib import Path

from ekakushin.automation import sources
from ekakushin.automation.commands.next_step import next_lines, next_steps
from ekakushin.automation.commands.selection import Selection
from ekakushin.automation.commands.starting.choosing import choose_people, left_of
from ekakushin.automation.commands.starting.explaining import explain
from ekakushin.automation.commands.starting.readiness import is_ready
from ekakushin.automation.commands.starting.settings_file import keep_settings, left_out
from ekakushin.automation.commands.starting.vaults import (
    choose_vault,
    open_with_passphrase,
    vault_that_is_there,
)
from ekakushin.automation.commands.starting.visit import Visit, head, tell_wrapped
from ekakushin.automation.commands.status import standing_of
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.guide.card import tell_error
from ekakushin.automation.office import Office
from ekakushin.automation.terminal.asking import block
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Explained
from ekakushin.flows.text import say


def start(visit: Visit) -> ExitCode:
    """Ask, check this PC, explain, ask once more, onboard, and say what comes next.

    Before the last answer nothing is kept but the settings, and nothing is sent. What ends it is told, with the
    command that begins again.
    """
    if not sys.stdin.isatty():
        tell(say("start.no_terminal"))
        return ExitCode.WRONG_USAGE
    try:
        selection = _prepare(visit)
    except KeyboardInterrupt:
        tell("\n" + say("start.left"))
        return _begin_again(ExitCode.STOPPED)
    except Explained as error:
        return _break_off(error)
    if selection is None:
        return _begin_again(ExitCode.NOT_ALL)
    try:
        return _onboard(visit, selection)
    except Explained as error:
        return _break_off(error)


def _begin_again(code: ExitCode) -> ExitCode:
    tell(say("start.again"))
    return code


def _break_off(error: Explained) -> ExitCode:
    tell_error(error, sys.stderr)
    return _begin_again(ExitCode.WRONG_USAGE)


def _prepare(visit: Visit) -> Selection | None:
    """All that comes before the run: who is meant; None where somebody does not want it, or there is nobody."""
    tell_wrapped(say("start.hello"))
    tell_wrapped(say("start.leaving"))
    is_there = _open_what_is_there(visit)
    selection = choose_people(visit)
    if not selection.user_ids:
        tell_wrapped(say("start.nobody_left"))
        return None
    if not left_of(visit, selection):
        return selection  # there is nothing to explain and nothing to ask, and the run says so
    if not is_there:
        _make_vault(visit)
    _keep_settings(visit)
    return selection if is_ready(visit) and _agrees(visit, selection) else None


def _open_what_is_there(visit: Visit) -> bool:
    """Whether there is a vault, which is open then."""
    kind = vault_that_is_there(visit.settings, visit.home, decided=visit.has_decided_vault)
    if kind is None:
        return False
    settings = visit.settings.model_copy(update={"vault": kind})
    visit.settings = open_with_passphrase(settings, visit.home)
    return True


def _make_vault(visit: Visit) -> None:
    """Decide on a vault; it is made when the run begins."""
    head("vault")
    if not visit.has_decided_vault:
        visit.settings = visit.settings.model_copy(update={"vault": choose_vault(visit.questions)})
    tell(say("start.vault_used", vault=say(f"start.vault_{visit.settings.vault}")))
    visit.settings = open_with_passphrase(visit.settings, visit.home)


def _keep_settings(visit: Visit) -> None:
    """Write what was given and chosen, so that it need not be given again."""
    head("settings")
    wanted = dict(visit.given)
    if not visit.has_decided_vault:
        wanted["vault"] = visit.settings.vault
    if "home" in wanted:
        wanted["home"] = visit.home
    if wanted.get("site", "real") != "real":
        wanted["site"] = Path(wanted["site"]).expanduser().absolute()
    for name in left_out(wanted):
        tell(say("start.secret_setting", name=name))

    def agree(question: str) -> bool:
        agreed = visit.questions.agree(question, default=False)
        if not agreed:
            tell(say("start.give_again"))
        return agreed

    is_new = keep_settings(wanted, agree)
    tell_wrapped(say("start.settings_kept" if is_new else "start.settings_same", file=sources.FILE))


def _agrees(visit: Visit, selection: Selection) -> bool:
    explain(left_of(visit, selection))
    if visit.questions.agree(say("start.begin"), default=False):
        return True
    tell(say("start.not_begun"))
    return False


def _onboard(visit: Visit, selection: Selection) -> ExitCode:
    from ekakushin.automation.commands.onboard import RunRequest, onboard

    office = Office(visit.settings)
    office.must_be_usable()
    code = onboard(office, selection, RunRequest())
    steps = next_steps(standing_of(office, selection.user_ids))
    for line in ("", *block(say("next.head")), *next_lines(steps)):
        tell(line)
    return code
