"""The person's own password, which replaces the one of the mail."""

from __future__ import annotations

from functools import partial

from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import FlowError, OutcomeUnknown, Refused
from ekakushin.flows.models import Fact, Invitation, SecretName
from ekakushin.flows.rules.reading import read_policy
from ekakushin.flows.screens.password import PasswordScreen
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.acts import act
from ekakushin.flows.steps.login import drop_next_password, entered, holds, present_password
from ekakushin.flows.workplace import Workplace


async def password(workplace: Workplace, invitation: Invitation) -> Fact:
    """Change the password unless it was changed, and prove the new one by a login.

    The new password is kept before it is sent and becomes the password in the vault only when it has
    opened the account. Raises Refused (ACC-005), OutcomeUnknown (ACC-007), Misconfigured (ACC-006).
    """
    user_id = invitation.user_id
    if _changed(workplace, invitation):
        return Fact(user_id=user_id, step="password", already=True)
    trouble: FlowError | None = None
    async with entered(workplace, invitation, "password") as home:
        if _changed(workplace, invitation):
            return Fact(user_id=user_id, step="password", already=True)
        trouble = await _sent(workplace, invitation, await (await home.personal()).change_password())
    await _settled(workplace, invitation, trouble)
    return Fact(user_id=user_id, step="password")


def _changed(workplace: Workplace, invitation: Invitation) -> bool:
    under_way = workplace.vault.get(invitation.user_id, SecretName.NEXT_PASSWORD_SENT)
    return not under_way and present_password(workplace, invitation) != invitation.login_password


async def _sent(workplace: Workplace, invitation: Invitation, screen: PasswordScreen) -> FlowError | None:
    """Send the change; what was understood as a no comes back, to be held against a login."""
    user_id, vault = invitation.user_id, workplace.vault
    new = workplace.make_password(read_policy(screen.rules, screen.notes, maxlength=screen.most))
    vault.put(user_id, SecretName.NEXT_PASSWORD, new)
    departure = await screen.tab.before_sending(partial(_note_sent, workplace, user_id))
    try:
        async with act(screen.tab, "password"):
            await screen.submit(present_password(workplace, invitation), new)
    except FlowError as error:
        await workplace.note_failure(screen.tab, error, user_id, "password")
        if departure.error:
            raise departure.error from error
        return error
    vault.put(user_id, SecretName.ACCEPTED_PASSWORD, new)
    return None


def _note_sent(workplace: Workplace, user_id: str) -> None:
    # From here on a login with the new password is tried first. Cut off between this and the site, that login
    # is refused, once; the one with the present password then sets the count of failures back (G).
    moment = Secret(workplace.clock().isoformat())
    workplace.vault.put(user_id, SecretName.NEXT_PASSWORD_SENT, moment)
    crash_point("password.noted")


async def _settled(workplace: Workplace, invitation: Invitation, trouble: FlowError | None) -> None:
    """Find out by a login which password holds: the present one first if the site seemed to say no."""
    if trouble and _says_no(trouble) and await holds(workplace, invitation, "password"):
        drop_next_password(workplace, invitation.user_id)
        raise trouble
    async with entered(workplace, invitation, "password"):
        pass  # this tries the new one first and makes it the password
    if not _changed(workplace, invitation):
        raise trouble or OutcomeUnknown("ACC-007")
    crash_point("password.kept")


def _says_no(trouble: FlowError) -> bool:
    """Refused, or turned away with its session or its form no longer good: most likely nothing was changed."""
    return isinstance(trouble, Refused) or trouble.code in ("NET-006", "NET-007")
