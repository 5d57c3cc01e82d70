"""A 発行 that was sent and brought no certificate: asking the site what came of it, and pressing nothing."""

from __future__ import annotations

from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.certenroll import Bridge
from ekakushin.flows.errors import FlowError, OutcomeUnknown, Refused, UnexpectedPage
from ekakushin.flows.models import ClientCertificate
from ekakushin.flows.screens.issue import (
    ArchiveScreen,
    AuthenticationScreen,
    ReceiptScreen,
    RequestScreen,
    denies_the_password,
)
from ekakushin.flows.screens.sentences import words_of
from ekakushin.flows.steps.authenticate import REFUSALS, authenticate, entrance, remember_refusal
from ekakushin.flows.steps.receipt import receive
from ekakushin.flows.workplace import Case

_TURNED_AWAY_AT_MOST = 3


def must_be_worth_a_look(case: Case) -> None:
    """Raises OutcomeUnknown (ISS-004) once the site has said three times that it has nothing.

    Nobody knows whether it counts such visits, as it does wrong passwords elsewhere.
    """
    if case.certificates.times_turned_away(case.user_id) >= _TURNED_AWAY_AT_MOST:
        raise OutcomeUnknown("ISS-004")


async def look_again(case: Case, tab: Tab, bridge: Bridge) -> ClientCertificate:
    """The certificate, if the site shows STEP3 again to whoever gives the authentication password (A).

    Raises OutcomeUnknown (ISS-004) with the site's words for any other answer, STEP2 too; Refused (ISS-001)
    if the password is said to be wrong; Unavailable.
    """
    try:
        step1 = await entrance(case, tab)
        screen = await authenticate(case, step1)
    except (Refused, UnexpectedPage) as error:
        raise _judge(case, error) from error
    if isinstance(screen, ReceiptScreen):
        return await receive(case, screen, bridge)
    raise OutcomeUnknown("ISS-004", site_words=_news(screen, step1))


def _judge(case: Case, error: FlowError) -> FlowError:
    """What is to be said of an answer without a certificate. The password was accepted once, so it is not at fault."""
    if isinstance(error, Refused):
        if error.code not in (*REFUSALS, "ISS-018"):
            return error
        if denies_the_password(error.site_words):
            remember_refusal(case, error)
            return error
        case.certificates.note_turned_away(case.user_id, case.clock())
    return OutcomeUnknown("ISS-004", site_words=error.site_words)


def _news(screen: RequestScreen | ArchiveScreen, step1: AuthenticationScreen) -> str:
    tab = screen.tab
    if isinstance(screen, ArchiveScreen):
        for pin in screen.pins:
            tab.keep_to_itself(pin)
    return tab.without_secrets(words_of(screen.reading.news_since(step1.reading)))
