"""Opens the entrances of both sites for one person; types nothing and presses nothing."""

from __future__ import annotations

from ekakushin.flows.errors import FlowError
from ekakushin.flows.models import Identity
from ekakushin.flows.rules import to_use
from ekakushin.flows.screens.earlier_login import EarlierLoginScreen
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.issue import ArchiveScreen, AuthenticationScreen, ReceiptScreen, RequestScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import Screen, arrival
from ekakushin.flows.screens.signup import AlreadySignedUpScreen, SignupScreen
from ekakushin.flows.secret import Secret
from ekakushin.flows.workplace import Case

_ISSUANCE: tuple[type[Screen], ...] = (AuthenticationScreen, RequestScreen, ArchiveScreen, ReceiptScreen)
_SIGNUP: tuple[type[Screen], ...] = (SignupScreen, AlreadySignedUpScreen, LoginScreen)
_LOGIN: tuple[type[Screen], ...] = (LoginScreen, HomeScreen, EarlierLoginScreen)


async def open_entrances(case: Case) -> list[FlowError]:
    """Open the issuance site, and with the person's certificate sign-up and login; what kept one of them from opening.

    Without a certificate the service shows no page, and is not asked.
    """
    invitation = case.invitation
    found = await _open(case, "issue", invitation.issuance_url, _ISSUANCE, "ISS-009")
    certificate = to_use(case.certificates.certificates(case.user_id), case.clock())
    if certificate:
        identity = case.identity(certificate)
        found += await _open(case, "signup", invitation.signup_url, _SIGNUP, "ACC-011", identity)
        found += await _open(case, "login", invitation.login_url, _LOGIN, "CRT-001", identity)
    return found


async def _open(
    case: Case,
    step: str,
    address: Secret,
    among: tuple[type[Screen], ...],
    refused: str,
    identity: Identity | None = None,
) -> list[FlowError]:
    options = {"identity": identity} if identity else {}
    try:
        async with case.tab(step, **options) as tab:
            await arrival(tab, await tab.open(address), among, refused=refused)
    except FlowError as error:
        return [error]
    return []
