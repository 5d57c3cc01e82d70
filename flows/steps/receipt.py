"""Notes that 発行 is pressed before it is sent, and takes the certificate from STEP3."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from ekakushin.flows.browser.departure import Departure
from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.certenroll import Bridge, salvage
from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import FlowError, OutcomeUnknown, Refused, Unavailable
from ekakushin.flows.models import ClientCertificate, SecretName
from ekakushin.flows.screens.issue import ReceiptScreen
from ekakushin.flows.screens.refusals import installation_refusal, request_refusal
from ekakushin.flows.workplace import Case

_QUIET = 2.0  # seconds of waiting in which a page that was told no tries nothing else


def write_ahead(case: Case) -> Callable[[], None]:
    """What notes that 発行 is sent. As long as nothing has left the browser, it was not pressed."""

    def note() -> None:
        case.certificates.note_requested(case.user_id, case.clock())
        crash_point("issue.noted")

    return note


def shut_and_judge(error: FlowError, departure: Departure) -> Exception:
    """What a 発行 has come to that ended with `error`; it is unknown only where something has left.

    From now on nothing can leave: a press that is late must not send what was thought not to be sent.
    """
    departure.shut()
    if departure.error:
        return departure.error  # the note could not be kept, and so nothing was sent
    if isinstance(error, Refused):
        words = error.site_words
        return error if departure.left else Refused(request_refusal(words), site_words=words)
    return OutcomeUnknown("ISS-004", site_words=error.site_words) if departure.left else error


async def receive(case: Case, receipt: ReceiptScreen, bridge: Bridge) -> ClientCertificate:
    """Take the certificate from STEP3 and go on to STEP4.

    Raises Refused if none can be had (ISS-005, or what Windows said: ISS-011 to ISS-014), and whatever kept the
    bridge from keeping it.
    """
    certificate = await _install(receipt, bridge, await salvage_from_page(case, receipt.tab))
    crash_point("issue.kept")
    await _note_verification(case, receipt)
    return certificate


async def salvage_from_page(case: Case, tab: Tab) -> ClientCertificate | None:
    """The certificate, kept from the page's markup before anybody presses a button there; None if it is not in it."""
    with suppress(FlowError):
        return salvage(await tab.html(), user_id=case.user_id, store=case.certificates)
    return None


async def _install(
    receipt: ReceiptScreen, bridge: Bridge, kept: ClientCertificate | None
) -> ClientCertificate:
    """Install as the page wants it; a certificate that is kept already is not lost by a page that fails."""
    tab = receipt.tab
    certificate = await _press(receipt, bridge)
    if certificate is None and receipt.install_root:  # S: 0x800B0109 where the root was skipped
        await tab.press(receipt.install_root)
        certificate = await _press(receipt, bridge)
    found = certificate or kept
    if found is None:
        if bridge.error:
            raise bridge.error
        words = tab.without_secrets(" ".join(tab.dialogs))
        raise Refused(installation_refusal(words), site_words=words)
    return found


async def _press(receipt: ReceiptScreen, bridge: Bridge) -> ClientCertificate | None:
    """Press クライアント証明書のインストール and return what was installed; None if the page gave up."""
    tab = receipt.tab
    before = len(bridge.failures) + len(tab.dialogs)
    await tab.press(receipt.install_client)

    def outcome(_: Reading) -> tuple[ClientCertificate | None] | None:
        if bridge.installed:
            return (bridge.installed,)
        complained = len(bridge.failures) + len(tab.dialogs) > before
        given_up = complained and not bridge.busy and tab.waiting.still(_QUIET)
        return (None,) if given_up else None

    try:
        return (await tab.until(outcome, seconds=tab.site.limits.page))[0]
    except Unavailable:
        return bridge.installed


async def _note_verification(case: Case, receipt: ReceiptScreen) -> None:
    """Keep STEP4's address. The certificate is safe already: without the address, verify takes another way."""
    try:
        confirmation = await (await _again(receipt)).confirm()
    except FlowError:
        return
    receipt.tab.keep_to_itself(confirmation.address)
    case.keep(SecretName.VERIFICATION_URL, confirmation.address)


async def _again(receipt: ReceiptScreen) -> ReceiptScreen:
    return await receipt.tab.until(
        lambda now: ReceiptScreen(receipt.tab, now) if ReceiptScreen.is_shown(now) else None,
        seconds=receipt.tab.site.limits.page,
    )
