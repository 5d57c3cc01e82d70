"""The login certificate: STEP1 to STEP3 of the issuance site, or its P12 profile."""

from __future__ import annotations

from contextlib import suppress

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from flows.browser.reading import Reading
from flows.browser.tab import Tab
from flows.certenroll import Bridge, salvage
from flows.errors import FlowError, NeedsPerson, OutcomeUnknown, Refused, Unavailable
from flows.models import ClientCertificate, Invitation, SecretName
from flows.screens.issue import ArchiveScreen, AuthenticationScreen, ReceiptScreen, RequestScreen
from flows.screens.screen import arrival
from flows.secret import Secret
from flows.workplace import Workplace

_LISTS = 5.0  # seconds that a page's script may take to fill the lists


class _ListsEmpty(NeedsPerson):
    """Nothing was sent; the page may like another user agent better."""


async def issue(workplace: Workplace, invitation: Invitation) -> ClientCertificate:
    """The person's client certificate, issued now unless the store has one.

    発行 is pressed once (G). Raises OutcomeUnknown (ISS-004) where an earlier run was cut off behind it,
    Refused (ISS-001, ISS-005, ISS-007, ISS-008), NeedsPerson (ISS-002) if the lists stay empty.
    """
    known = workplace.certificates.latest(invitation.user_id)
    if known and known.not_after > workplace.clock():
        return known
    _must_be_possible(workplace, invitation)
    try:
        return await _enrol(workplace, invitation, internet_explorer=False)
    except _ListsEmpty:
        return await _enrol(workplace, invitation, internet_explorer=True)


def _must_be_possible(workplace: Workplace, invitation: Invitation) -> None:
    user_id, vault = invitation.user_id, workplace.vault
    certificates = workplace.certificates
    shown = vault.get(user_id, SecretName.P12_PIN) and not certificates.certificates(user_id)
    sent = certificates.pending_keys(user_id) or shown
    if certificates.requested_at(user_id) and sent:
        raise OutcomeUnknown("ISS-004")
    if vault.get(user_id, SecretName.REFUSED_AUTHENTICATION) == invitation.authentication_password:
        raise Refused("ISS-008")


async def _enrol(
    workplace: Workplace, invitation: Invitation, *, internet_explorer: bool
) -> ClientCertificate:
    bridge = Bridge(
        user_id=invitation.user_id,
        store=workplace.certificates,
        origin=workplace.site.issuance,
        internet_explorer=internet_explorer,
    )
    async with workplace.tab(
        invitation.user_id, "issue", internet_explorer=internet_explorer, prepare=bridge.install
    ) as tab:
        screen = await _authenticated(workplace, invitation, tab)
        if isinstance(screen, ArchiveScreen):
            return await _from_archive(workplace, invitation.user_id, screen)
        return await _from_request(workplace, invitation.user_id, screen, bridge)


async def _authenticated(
    workplace: Workplace, invitation: Invitation, tab: Tab
) -> RequestScreen | ArchiveScreen:
    workplace.site.must_own(invitation.issuance_url.reveal(), workplace.site.issuance)
    reading = await tab.open(invitation.issuance_url)
    screen = await arrival(tab, reading, (AuthenticationScreen,), refused="ISS-001")
    try:
        return await screen.submit(invitation.authentication_password)
    except Refused as error:
        if error.code == "ISS-001":
            workplace.vault.put(
                invitation.user_id, SecretName.REFUSED_AUTHENTICATION, invitation.authentication_password
            )
        raise


async def _from_request(
    workplace: Workplace, user_id: str, screen: RequestScreen, bridge: Bridge
) -> ClientCertificate:
    screen = await _with_lists(screen)
    await screen.choose_usual()
    workplace.certificates.note_requested(user_id, workplace.clock())
    try:
        receipt = await screen.issue()
    except FlowError as error:
        certificate = await _salvaged(workplace, user_id, screen.tab)
        if certificate:
            return certificate  # the page is unknown, but the certificate stands in it
        raise _issuing_failed(error, bridge) from error
    certificate = await _installed(receipt, bridge, await _salvaged(workplace, user_id, receipt.tab))
    await _note_verification(workplace, user_id, receipt)
    return certificate


async def _with_lists(screen: RequestScreen) -> RequestScreen:
    tab = screen.tab

    def filled(now: Reading) -> RequestScreen | None:
        found = RequestScreen(tab, now)
        return found if found.filled else None

    try:
        return await tab.until(filled, seconds=_LISTS)
    except FlowError:
        raise _ListsEmpty("ISS-002") from None


async def _salvaged(workplace: Workplace, user_id: str, tab: Tab) -> ClientCertificate | None:
    with suppress(FlowError):
        return salvage(await tab.html(), user_id=user_id, store=workplace.certificates)
    return None


def _issuing_failed(error: FlowError, bridge: Bridge) -> FlowError:
    if isinstance(error, Refused):
        # The page's own script may have failed before anything was sent.
        return error if bridge.requests else Refused("ISS-003", site_words=error.site_words)
    if not bridge.requests:
        return error
    return OutcomeUnknown("ISS-004", site_words=error.site_words)


async def _installed(
    receipt: ReceiptScreen, bridge: Bridge, salvaged: ClientCertificate | None
) -> ClientCertificate:
    """Install as the page wants it; a certificate that is kept already is not lost by a page that fails."""
    tab = receipt.tab
    certificate = await _pressed(receipt, bridge)
    if certificate is None and receipt.install_root:  # S: 0x800B0109 where the root was skipped
        await tab.press(receipt.install_root)
        certificate = await _pressed(receipt, bridge)
    kept = certificate or salvaged
    if kept is None:
        raise Refused("ISS-005", site_words=tab.without_secrets(" ".join(tab.dialogs)))
    return kept


async def _pressed(receipt: ReceiptScreen, bridge: Bridge) -> ClientCertificate | None:
    """Press クライアント証明書のインストール and return what was installed; None if the page gave up."""
    tab = receipt.tab
    before = len(bridge.failures) + len(tab.dialogs)
    await tab.press(receipt.install_client)

    def outcome(_: Reading) -> tuple[ClientCertificate | None] | None:
        if bridge.installed:
            return (bridge.installed,)
        complained = len(bridge.failures) + len(tab.dialogs) > before
        return (None,) if complained and tab.quiet else None

    try:
        return (await tab.until(outcome, seconds=tab.site.limits.page))[0]
    except Unavailable:
        return bridge.installed


async def _note_verification(workplace: Workplace, user_id: str, receipt: ReceiptScreen) -> None:
    """Keep STEP4's address. The certificate is safe already: without the address, verify takes another way."""
    try:
        confirmation = await (await _again(receipt)).confirm()
    except FlowError:
        return
    receipt.tab.keep_to_itself(confirmation.address)
    workplace.vault.put(user_id, SecretName.VERIFICATION_URL, confirmation.address)


async def _again(receipt: ReceiptScreen) -> ReceiptScreen:
    return await receipt.tab.until(
        lambda now: ReceiptScreen(receipt.tab, now) if ReceiptScreen.shown(now) else None,
        seconds=receipt.tab.site.limits.page,
    )


async def _from_archive(workplace: Workplace, user_id: str, screen: ArchiveScreen) -> ClientCertificate:
    pins = screen.pins
    for pin in pins:
        screen.tab.keep_to_itself(pin)
    workplace.vault.put(user_id, SecretName.P12_PIN, pins[0])
    workplace.certificates.note_requested(user_id, workplace.clock())
    archive = await screen.issue()
    workplace.certificates.keep_archive(user_id, archive)
    chain_pem, key_pem = opened(archive, *pins)
    certificate = workplace.certificates.keep_certificate(user_id, chain_pem=chain_pem, key_pem=key_pem)
    workplace.vault.forget(user_id, SecretName.P12_PIN)  # certificate and key are kept in our own form now
    return certificate


def opened(archive: bytes, *pins: Secret) -> tuple[bytes, Secret]:
    """Certificates (PEM, the person's first) and key (PKCS#8 PEM) of a .p12 file, old ciphers included.

    Raises Refused (ISS-006) if none of the PINs opens it or there is no key in it.
    """
    found = next((each for pin in pins if (each := _opened_by(archive, pin))), None)
    if found is None or found.key is None or found.cert is None:
        raise Refused("ISS-006")
    certificates = [found.cert, *found.additional_certs]
    chain = b"".join(each.certificate.public_bytes(serialization.Encoding.PEM) for each in certificates)
    key = found.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return chain, Secret(key.decode())


def _opened_by(archive: bytes, pin: Secret) -> pkcs12.PKCS12KeyAndCertificates | None:
    try:
        return pkcs12.load_pkcs12(archive, pin.reveal().encode())
    except ValueError:
        return None
