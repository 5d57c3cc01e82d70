"""The person's own password, which replaces the one of the mail."""

from __future__ import annotations

from flows.errors import FlowError, OutcomeUnknown, Refused
from flows.models import Fact, Invitation, SecretName
from flows.rules import read_policy
from flows.screens.password import PasswordScreen
from flows.secret import Secret
from flows.steps.login import drop_next_password, entered, present_password
from flows.workplace import Workplace


async def password(workplace: Workplace, invitation: Invitation) -> Fact:
    """Change the password unless it was changed, and prove the new one by a login.

    The new password is kept before it is sent and becomes the password in the vault only when it has
    opened the account. Raises Refused (ACC-005), OutcomeUnknown (ACC-007), Misconfigured (ACC-006).
    """
    user_id = invitation.user_id
    if _changed(workplace, invitation):
        return Fact(user_id=user_id, step="password", already=True)
    async with entered(workplace, invitation, "password") as home:
        if _changed(workplace, invitation):
            return Fact(user_id=user_id, step="password", already=True)
        screen = await (await home.personal()).change_password()
        await _change(workplace, invitation, screen)
    await _proven(workplace, invitation)
    return Fact(user_id=user_id, step="password")


def _changed(workplace: Workplace, invitation: Invitation) -> bool:
    under_way = workplace.vault.get(invitation.user_id, SecretName.NEXT_PASSWORD_SENT)
    return not under_way and present_password(workplace, invitation) != invitation.login_password


async def _change(workplace: Workplace, invitation: Invitation, screen: PasswordScreen) -> None:
    user_id, vault = invitation.user_id, workplace.vault
    new = workplace.make_password(read_policy(screen.rules, screen.notes, maxlength=screen.most))
    vault.put(user_id, SecretName.NEXT_PASSWORD, new)
    vault.put(user_id, SecretName.NEXT_PASSWORD_SENT, Secret(workplace.clock().isoformat()))
    try:
        await screen.submit(present_password(workplace, invitation), new)
    except Refused:
        drop_next_password(workplace, user_id)
        raise
    except FlowError as error:
        raise OutcomeUnknown("ACC-007", site_words=error.site_words) from error


async def _proven(workplace: Workplace, invitation: Invitation) -> None:
    """Log in once more: that looks at the new password first and makes it the password."""
    async with entered(workplace, invitation, "password"):
        pass
    if not _changed(workplace, invitation):
        raise OutcomeUnknown("ACC-007")
