"""STEP4: the certificate opens the site, which is what makes it the person's certificate."""

from __future__ import annotations

from flows.errors import ForeignAddress
from flows.models import ClientCertificate, Invitation, SecretName
from flows.screens.home import HomeScreen
from flows.screens.login import LoginScreen
from flows.screens.screen import Screen, arrival
from flows.screens.verify import CertifiedScreen
from flows.secret import Secret
from flows.site import origin_of
from flows.workplace import Workplace


async def verify(
    workplace: Workplace, invitation: Invitation, certificate: ClientCertificate
) -> ClientCertificate:
    """The certificate, proven by a page that it opened; nothing is visited if it was proven before.

    STEP4's own address is used where it is known and on the site, otherwise the login page, which asks
    for the certificate as well. Raises Refused (CRT-001, CRT-003).
    """
    if certificate.proven:
        return certificate
    address, screens = _where(workplace, invitation)
    async with workplace.tab(
        invitation.user_id,
        "verify",
        identity=workplace.certificates.identity(certificate),
        offered_to=(origin_of(address.reveal()),),
    ) as tab:
        await arrival(tab, await tab.open(address), screens, refused="CRT-003")
    return workplace.certificates.mark_proven(certificate)


def _where(workplace: Workplace, invitation: Invitation) -> tuple[Secret, tuple[type[Screen], ...]]:
    noted = workplace.vault.get(invitation.user_id, SecretName.VERIFICATION_URL)
    try:
        if noted:
            workplace.site.must_own(noted.reveal())
            return noted, (CertifiedScreen,)
    except ForeignAddress:
        pass  # nobody knows where the real STEP4 leads; the login page proves as much
    return invitation.login_url, (LoginScreen, HomeScreen)
