"""The signing certificate: asked for once, then looked for until it is there."""

from __future__ import annotations

from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import UnderWay
from ekakushin.flows.models import SigningCertificate
from ekakushin.flows.screens.signing import SigningMenuScreen, SigningState
from ekakushin.flows.steps.login import login_session
from ekakushin.flows.workplace import Case


async def signing(case: Case) -> SigningCertificate:
    """The signing certificate, asked for unless it is there or under way: one look.

    Raises UnderWay (SGN-004) while the service makes it (minutes, G), and Refused (SGN-002). Whoever calls
    looks again later; in the meantime nobody is logged in and no browser context is open.
    """
    limits = case.site.limits
    async with login_session(case, "signing") as home:
        menu = await home.signing()
        asked = menu.state is SigningState.NOT_ISSUED
        shown = await _ask_for(menu) if asked else menu
        if shown is None or shown.state not in (SigningState.PIN_NEEDED, SigningState.READY):
            raise UnderWay("SGN-004", wait=limits.signing_first if asked else limits.signing_every)
        return shown.certificate(case.user_id)


async def _ask_for(menu: SigningMenuScreen) -> SigningMenuScreen | None:
    """Ask for it; None if the page that follows is not the menu."""
    crash_point("signing.before")
    async with menu.tab.sending_once():
        answer = await menu.issue()
    crash_point("signing.asked")
    return answer if isinstance(answer, SigningMenuScreen) else None
