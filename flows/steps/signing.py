"""The signing certificate: asked for once, then waited for outside the service."""

from __future__ import annotations

from datetime import timedelta

from flows.errors import Unavailable
from flows.models import Invitation, SigningCertificate
from flows.screens.signing import SigningMenuScreen, SigningState
from flows.steps.login import entered
from flows.workplace import Workplace


async def signing(workplace: Workplace, invitation: Invitation) -> SigningCertificate:
    """The signing certificate, asked for unless it is there or under way.

    While the service makes it (minutes, G) nobody is logged in and no browser context is open.
    Raises Refused (SGN-002), or Unavailable (SGN-001) when the site's limit is over.
    """
    limits = workplace.site.limits
    certificate = await look(workplace, invitation)
    limit = workplace.clock() + timedelta(seconds=limits.signing_limit)
    wait = limits.signing_first
    while certificate is None:
        if workplace.clock() > limit:
            raise Unavailable("SGN-001", minutes=round(limits.signing_limit / 60))
        await workplace.pause(wait)
        wait = limits.signing_every
        certificate = await look(workplace, invitation)
    return certificate


async def look(workplace: Workplace, invitation: Invitation) -> SigningCertificate | None:
    """Log in and look at the menu; ask for the certificate if nobody has. None while it is being made."""
    async with entered(workplace, invitation, "signing") as home:
        menu = await (await home.personal()).signing()
        if menu.state is SigningState.NOT_ISSUED:
            answer = await menu.issue()
            if not isinstance(answer, SigningMenuScreen):
                return None
            menu = answer
        ready = menu.state in (SigningState.PIN_NEEDED, SigningState.READY)
        return menu.certificate(invitation.user_id) if ready else None
