"""The person's own password, which replaces the one of the mail."""

from __future__ import annotations

from functools import partial

from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import FlowError, OutcomeUnknown, Refused
from ekakushin.flows.models import Fact
from ekakushin.flows.rules.passwords import Passwords
from ekakushin.flows.rules.reading import read_policy
from ekakushin.flows.screens.password import PasswordScreen
from ekakushin.flows.steps.acts import act
from ekakushin.flows.steps.login import enter, holds, identity_of, login_session, start_anew
from ekakushin.flows.workplace import Case


async def password(case: Case) -> Fact:
    """Change the password unless it was changed, and prove the new one by a login.

    The new password is kept before it is sent and becomes the password in the vault only when it has
    opened the account. Raises Refused (ACC-005), OutcomeUnknown (ACC-007), Misconfigured (ACC-006).
    """
    mailed, passwords = case.invitation.login_password, case.passwords
    if passwords.is_changed(mailed):
        return Fact(user_id=case.user_id, step="password", already=True)
    trouble: FlowError | None = None
    async with login_session(case, "password", staying=False) as home:
        if passwords.is_changed(mailed):
            return Fact(user_id=case.user_id, step="password", already=True)
        trouble = await _send(case, await (await home.personal()).change_password())
    await _settle(case, trouble)
    return Fact(user_id=case.user_id, step="password")


async def _send(case: Case, screen: PasswordScreen) -> FlowError | None:
    """Send the change; what was understood as a no comes back, to be held against a login."""
    passwords = case.passwords
    new = case.make_password(read_policy(screen.rules, screen.notes, maxlength=screen.most))
    passwords.keep_next(new)
    departure = await screen.tab.before_sending(partial(_note_sent, case, passwords))
    try:
        async with act(screen.tab, "password"):
            await screen.submit(passwords.present(case.invitation.login_password), new)
    except FlowError as error:
        await case.note_failure(screen.tab, error, "password")
        if departure.error:
            raise departure.error from error
        return error
    passwords.note_accepted(new)
    return None


def _note_sent(case: Case, passwords: Passwords) -> None:
    # From here on a login with the new password is tried first. Cut off between this and the site, that login
    # is refused, once; the one with the present password then sets the count of failures back (G).
    passwords.note_next_sent(case.clock())
    crash_point("password.noted")


async def _settle(case: Case, trouble: FlowError | None) -> None:
    """Find out by a login which password holds: the present one first if the site seemed to say no."""
    passwords = case.passwords
    if trouble and _says_no(trouble) and await holds(case, "password"):
        passwords.drop_next()
        raise trouble
    if trouble:
        await start_anew(case)
    async with case.shared_tab("password", identity_of(case)) as tab:
        await enter(case, tab)  # this tries the new one first and makes it the password
    if not passwords.is_changed(case.invitation.login_password):
        raise trouble or OutcomeUnknown("ACC-007")
    crash_point("password.kept")


def _says_no(trouble: FlowError) -> bool:
    """Refused, or turned away with its session or its form no longer good: most likely nothing was changed."""
    return isinstance(trouble, Refused) or trouble.code in ("NET-006", "NET-007")
