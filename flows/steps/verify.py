"""STEP4: the certificate opens the site, which is what makes it the person's certificate."""

from __future__ import annotations

from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import ForeignAddress, UnexpectedPage
from ekakushin.flows.models import ClientCertificate, SecretName
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import Screen, arrival
from ekakushin.flows.screens.verify import CertifiedScreen
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import origin_of
from ekakushin.flows.steps.acts import act
from ekakushin.flows.steps.login import key_of
from ekakushin.flows.workplace import Case

_BEHIND_TLS: tuple[type[Screen], ...] = (LoginScreen, HomeScreen)


async def verify(case: Case, certificate: ClientCertificate) -> ClientCertificate:
    """The certificate, proven by a page that it opened; nothing is visited if it was proven before.

    STEP4's own address is used where it is known and on the site, otherwise the login page, which asks
    for the certificate as well. Raises Refused (CRT-001, CRT-003 to CRT-006), NeedsPerson (CRT-007).
    """
    if certificate.proven:
        return certificate
    address, screens = _where(case)
    async with (
        case.shared_tab(
            "verify",
            key_of(case, certificate),
            offered_to=(origin_of(address.reveal()), case.site.service),
        ) as tab,
        act(tab, "verify"),
    ):
        await _opens(case, tab, address, screens)
    proven = case.certificates.mark_proven(certificate)
    crash_point("verify.kept")
    return proven


async def _opens(case: Case, tab: Tab, address: Secret, screens: tuple[type[Screen], ...]) -> None:
    try:
        await arrival(tab, await tab.open(address), screens, refused="CRT-003")
    except UnexpectedPage:
        # The words of STEP4's page are unknown; the login page is shown to nobody without a certificate.
        await arrival(tab, await tab.open(case.invitation.login_url), _BEHIND_TLS, refused="CRT-003")


def _where(case: Case) -> tuple[Secret, tuple[type[Screen], ...]]:
    noted = case.secret(SecretName.VERIFICATION_URL)
    try:
        if noted:
            case.site.must_own(noted.reveal())
            return noted, (CertifiedScreen,)
    except ForeignAddress:
        pass  # nobody knows where the real STEP4 leads; the login page proves as much
    return case.invitation.login_url, _BEHIND_TLS
