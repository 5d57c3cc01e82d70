"""STEP1 of the issuance site: the authentication password, which is never sent again once it was refused."""

from __future__ import annotations

from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.errors import Refused
from ekakushin.flows.models import SecretName
from ekakushin.flows.screens.issue import ArchiveScreen, AuthenticationScreen, ReceiptScreen, RequestScreen
from ekakushin.flows.screens.screen import arrival
from ekakushin.flows.steps.acts import act
from ekakushin.flows.workplace import Case

# Refused with this password: wrong, used up, or too old. None of them gets better by sending it again.
REFUSALS = ("ISS-001", "ISS-009", "ISS-010")


async def entrance(case: Case, tab: Tab) -> AuthenticationScreen:
    """STEP1 at the person's own address.

    Raises ForeignAddress, or Refused (ISS-018, ISS-009, ISS-010) if it shows no STEP1.
    """
    case.site.must_own(case.invitation.issuance_url.reveal(), case.site.issuance)
    reading = await tab.open(case.invitation.issuance_url)
    return await arrival(tab, reading, (AuthenticationScreen,), refused="ISS-018")


async def authenticate(
    case: Case, step1: AuthenticationScreen
) -> RequestScreen | ArchiveScreen | ReceiptScreen:
    """What STEP1 leads to; nothing is issued by it.

    Raises Refused (ISS-001, ISS-009, ISS-010) with the site's words.
    """
    async with act(step1.tab, "authenticate"):
        return await step1.submit(case.invitation.authentication_password)


def remember_refusal(case: Case, error: Refused) -> None:
    """From now on this password is not sent any more, if it was what the site refused."""
    if error.code in REFUSALS:
        password = case.invitation.authentication_password
        case.keep(SecretName.REFUSED_AUTHENTICATION, password)
