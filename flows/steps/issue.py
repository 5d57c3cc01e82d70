"""The login certificate: STEP1 to STEP3 of the issuance site, or its P12 profile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.certenroll import Bridge
from ekakushin.flows.errors import Explained, FlowError, NeedsPerson, Refused, Unavailable
from ekakushin.flows.models import ClientCertificate, Invitation, SecretName
from ekakushin.flows.rules import to_use
from ekakushin.flows.screens.issue import ArchiveScreen, ReceiptScreen, RequestScreen
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.acts import act
from ekakushin.flows.steps.archive import from_archive, from_kept_archive
from ekakushin.flows.steps.assisted import answered, watched_over, with_lists_filled
from ekakushin.flows.steps.authenticate import authenticated, entrance, remember_refusal
from ekakushin.flows.steps.by_hand import issued_by_hand, kept_file_opened
from ekakushin.flows.steps.interrupted import looked_at, must_be_worth_a_look
from ekakushin.flows.steps.receipt import not_issued, received, salvaged, write_ahead
from ekakushin.flows.workplace import Workplace

_LISTS = 5.0  # seconds of waiting in which a page's script asks for nothing and fills no list


class _ListsEmpty(NeedsPerson):
    """Nothing was sent; the page may like another user agent better."""


async def issue(workplace: Workplace, invitation: Invitation) -> ClientCertificate:
    """The person's client certificate, issued now unless the store has one and nobody asked for another.

    発行 is pressed once (G). Where an earlier run was cut off behind it, what came of it is looked for: in a
    .p12 file that is kept, then on the site, without pressing it again. Raises OutcomeUnknown (ISS-004) if
    nothing is found, Refused (ISS-001, ISS-003, ISS-005 to ISS-018, CRT-005), NeedsPerson (ISS-002) if the
    lists stay empty, Misconfigured (ENV-012, ENV-003) if a key cannot be kept.
    """
    user_id = invitation.user_id
    known = to_use(workplace.certificates.certificates(user_id), workplace.clock())
    if known and (not workplace.certificates.reissuing(user_id) or _was_refused(workplace, invitation)):
        return known
    sent = _was_sent(workplace, user_id)
    if not sent:
        _must_be_untried(workplace, invitation)
        _must_be_another(workplace, invitation)
    if workplace.by_hand:
        return await issued_by_hand(workplace, invitation, workplace.by_hand, sent=sent)
    if sent:
        return _from_file(workplace, user_id) or await _looked_for(workplace, invitation)
    try:
        return await _enrolled(workplace, invitation, internet_explorer=False)
    except _ListsEmpty:
        return await _enrolled(workplace, invitation, internet_explorer=True)


def _was_sent(workplace: Workplace, user_id: str) -> bool:
    """Whether 発行 was sent and no certificate came of it. An expired one came of an earlier time."""
    certificates = workplace.certificates
    if certificates.requested_at(user_id) is None:
        return False
    return not certificates.certificates(user_id) or bool(certificates.pending_keys(user_id))


def _was_refused(workplace: Workplace, invitation: Invitation) -> bool:
    refused = workplace.vault.get(invitation.user_id, SecretName.REFUSED_AUTHENTICATION)
    return refused == invitation.authentication_password


def _must_be_untried(workplace: Workplace, invitation: Invitation) -> None:
    if _was_refused(workplace, invitation):
        raise Refused("ISS-008")


def _must_be_another(workplace: Workplace, invitation: Invitation) -> None:
    """Raises Refused (CRT-005) where a certificate came of this very password and holds no more.

    Nobody renews with an old mail; more likely this PC's clock is wrong, and 発行 must not be pressed for that.
    """
    certificates, user_id = workplace.certificates, invitation.user_id
    used = workplace.vault.get(user_id, SecretName.USED_AUTHENTICATION)
    came = certificates.requested_at(user_id) is not None and certificates.certificates(user_id)
    if came and used == invitation.authentication_password:
        raise Refused("CRT-005")


def _from_file(workplace: Workplace, user_id: str) -> ClientCertificate | None:
    found = from_kept_archive(workplace, user_id)
    if found or workplace.assistant is None:
        return found
    return kept_file_opened(workplace, user_id, workplace.assistant)


async def _looked_for(workplace: Workplace, invitation: Invitation) -> ClientCertificate:
    must_be_worth_a_look(workplace, invitation.user_id)
    _must_be_untried(workplace, invitation)
    bridge = _bridge(workplace, invitation.user_id)
    async with workplace.tab(invitation.user_id, "issue", prepare=bridge.install) as tab:
        return await looked_at(workplace, invitation, tab, bridge)


async def _enrolled(
    workplace: Workplace, invitation: Invitation, *, internet_explorer: bool
) -> ClientCertificate:
    user_id = invitation.user_id
    bridge = _bridge(workplace, user_id, internet_explorer)
    async with workplace.tab(
        user_id, "issue", internet_explorer=internet_explorer, prepare=bridge.install
    ) as tab:
        walk = partial(_walked, workplace, invitation, tab, bridge)
        return await watched_over(workplace, user_id, tab, bridge, walk)


async def _walked(
    workplace: Workplace, invitation: Invitation, tab: Tab, bridge: Bridge
) -> ClientCertificate:
    user_id = invitation.user_id
    screen = await _behind_step1(workplace, invitation, tab)
    if isinstance(screen, ArchiveScreen):
        return await from_archive(workplace, user_id, screen)
    if isinstance(screen, RequestScreen):
        return await _from_request(workplace, user_id, screen, bridge)
    return await received(workplace, user_id, screen, bridge)  # somebody has pressed 発行 by hand


def _bridge(workplace: Workplace, user_id: str, internet_explorer: bool = False) -> Bridge:
    return Bridge(
        user_id=user_id,
        store=workplace.certificates,
        origin=workplace.site.issuance,
        internet_explorer=internet_explorer,
        unsent=_unsent_keys(workplace, user_id),
    )


def _unsent_keys(workplace: Workplace, user_id: str) -> Sequence[Secret]:
    """Keys that an earlier run made for a 発行 that was never sent: they serve as well as another one."""
    certificates = workplace.certificates
    if certificates.requested_at(user_id) is not None or certificates.reissuing(user_id):
        return ()
    with suppress(Explained):  # one that cannot be opened is not needed
        return certificates.pending_keys(user_id)
    return ()


async def _behind_step1(
    workplace: Workplace, invitation: Invitation, tab: Tab
) -> RequestScreen | ArchiveScreen | ReceiptScreen:
    step1 = await entrance(workplace, invitation, tab)
    try:
        screen = await authenticated(step1, invitation)
    except Refused as error:
        remember_refusal(workplace, invitation, error)
        raise
    password = invitation.authentication_password
    workplace.vault.put(invitation.user_id, SecretName.USED_AUTHENTICATION, password)
    return screen


async def _from_request(
    workplace: Workplace, user_id: str, screen: RequestScreen, bridge: Bridge
) -> ClientCertificate:
    tab = screen.tab
    # What a person who has taken over has pressed is not pressed again.
    filled = screen if tab.departure.left else await _with_lists(screen, bridge)
    if isinstance(filled, ReceiptScreen):
        return await received(workplace, user_id, filled, bridge)
    pressed = tab.departure.left
    if not pressed:
        await filled.choose_usual()
        await tab.before_sending(write_ahead(workplace, user_id))
        bridge.press()
    try:
        async with act(tab, "issue"):
            receipt = await (answered(filled) if pressed else filled.issue())
    except FlowError as error:
        certificate = await salvaged(workplace, user_id, tab)
        if certificate:
            return certificate  # the page is unknown, but the certificate stands in it
        raise bridge.error or not_issued(error, tab.departure) from error
    return await received(workplace, user_id, receipt, bridge)


async def _with_lists(screen: RequestScreen, bridge: Bridge) -> RequestScreen | ReceiptScreen:
    tab = screen.tab

    def filled(now: Reading) -> tuple[RequestScreen | None] | None:
        found = RequestScreen(tab, now)
        given_up = not bridge.busy and tab.waiting.still(_LISTS)
        return (found,) if found.filled else (None,) if given_up else None

    tab.waiting.stir()
    with bridge.heard(tab.waiting.stir), suppress(Unavailable):
        (found,) = await tab.until(filled, seconds=tab.site.limits.page)
        if found:
            return found
    empty = _ListsEmpty("ISS-002")
    if bridge.internet_explorer:  # the last way to have them filled by the page's script
        return await with_lists_filled(screen, empty)
    raise empty
