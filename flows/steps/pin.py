"""The 暗証コード: made, kept, then registered."""

from __future__ import annotations

from flows.errors import Refused, Unavailable
from flows.models import Fact, Invitation, SecretName
from flows.rules import check, read_policy
from flows.screens.pin import PinScreen
from flows.screens.signing import SigningState
from flows.secret import Secret
from flows.steps.login import entered
from flows.workplace import Workplace


async def pin(workplace: Workplace, invitation: Invitation) -> Fact:
    """Register the PIN, unless one is registered.

    Raises Refused (SGN-003) with the site's words, Unavailable (SGN-001) if the signing certificate is not
    there yet, Misconfigured (ACC-006) if no PIN fits the page's rules.
    """
    user_id = invitation.user_id
    async with entered(workplace, invitation, "pin") as home:
        menu = await (await home.personal()).signing()
        if menu.state is SigningState.READY:
            return Fact(user_id=user_id, step="pin", already=True)
        if menu.state is not SigningState.PIN_NEEDED:
            raise Unavailable("SGN-001", minutes=0)
        await _register(workplace, user_id, await menu.register())
        return Fact(user_id=user_id, step="pin")


async def _register(workplace: Workplace, user_id: str, screen: PinScreen) -> None:
    new = _kept_pin(workplace, user_id, screen)
    try:
        await screen.submit(new)
    except Refused:
        workplace.vault.forget(user_id, SecretName.PIN)  # it opens nothing; the next try makes another
        raise


def _kept_pin(workplace: Workplace, user_id: str, screen: PinScreen) -> Secret:
    """The PIN to send: the one kept by an interrupted run if it still fits, otherwise a new one, kept first."""
    policy = read_policy((), screen.notes, maxlength=screen.most)
    kept = workplace.vault.get(user_id, SecretName.PIN)
    if kept and not check(kept, policy):
        return kept
    new = workplace.make_pin(policy)
    workplace.vault.put(user_id, SecretName.PIN, new)
    return new
