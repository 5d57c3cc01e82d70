"""Issuance in the person's own browser: what they need is handed to them, and their .p12 file is waited for.

Whoever has been handed the address or the password may have pressed 発行, and nobody can see whether they did.
So it is noted as sent just before the first of the two is handed out, and from then on the file is only looked
for: a later run, by hand or not, opens and presses nothing. `--reissue` puts the note aside, as for every 発行.
Before that nothing has been sent that we know of; whoever used the link of the mail has the certificate's file.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import FlowError, NeedsPerson, OutcomeUnknown, Refused
from ekakushin.flows.hands import KEPT, TRIES, Arrival, ByHand, PinDesk, Wish
from ekakushin.flows.models import ClientCertificate, SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.archive import open_archive
from ekakushin.flows.workplace import Case

_LOOK = 0.5  # seconds between two looks into the folder


async def issue_by_hand(case: Case, hand: ByHand, *, sent: bool) -> ClientCertificate:
    """The certificate of the file that the person brings; `sent`: 発行 may have been pressed before.

    Raises OutcomeUnknown (ISS-004) if none comes after something was handed out, NeedsPerson (CRT-002) if
    none comes and nothing was, Refused: ISS-006 for a file that does not open, CRT-005 for an expired one.
    """
    case.site.must_own(case.invitation.issuance_url.reveal(), case.site.issuance)
    kept = open_kept_file(case, hand.desk) if sent else None
    return kept or await _Errand(case, hand, sent).run()


@dataclass
class _Errand:
    """One person's issuance in their own browser: obeys their wishes until their file has come or time is over."""

    case: Case
    hand: ByHand
    sent: bool
    noted: bool = False

    async def run(self) -> ClientCertificate:
        desk, letterbox, user_id = self.hand.desk, self.hand.letterbox, self.case.user_id
        since = self.case.certificates.requested_at(user_id) if self.sent else None
        desk.explain(user_id, letterbox.place, sent=self.sent)
        end = asyncio.get_running_loop().time() + desk.seconds
        while asyncio.get_running_loop().time() < end:
            arrival = await asyncio.to_thread(letterbox.next_arrival, since)
            certificate = self._take(arrival) if arrival else None
            if certificate:
                return certificate
            wish = desk.wish()
            if wish is Wish.GIVE_UP:
                break
            self._obey(wish)
            await asyncio.sleep(_LOOK)
        raise self._nothing()

    def _nothing(self) -> FlowError:
        if self.sent or self.noted:
            return OutcomeUnknown("ISS-004")
        return NeedsPerson("CRT-002", user_id=self.case.user_id)

    def _take(self, arrival: Arrival) -> ClientCertificate | None:
        return open_with_pin(self.case, self.hand.desk, arrival.data, name=arrival.name)

    def _obey(self, wish: Wish | None) -> None:
        desk, invitation = self.hand.desk, self.case.invitation
        if wish is Wish.LOOK_AGAIN:
            desk.note_look(self.hand.letterbox.place)
        if wish in (Wish.OPEN, Wish.ADDRESS, Wish.PASSWORD) and not self.sent:
            self._note()
            if wish is Wish.OPEN:
                desk.open(invitation.issuance_url)
            elif wish is Wish.ADDRESS:
                desk.show("address", invitation.issuance_url)
            else:
                desk.show("password", invitation.authentication_password)

    def _note(self) -> None:
        if not self.noted:
            self.noted = True
            _note(self.case)


def _note(case: Case) -> None:
    case.certificates.note_requested(case.user_id, case.clock())
    crash_point("issue.noted")


def open_kept_file(case: Case, desk: PinDesk) -> ClientCertificate | None:
    """The certificate of a .p12 file that an earlier run has kept, with a PIN that is asked for."""
    archive = next(iter(case.certificates.archives(case.user_id)), None)
    return open_with_pin(case, desk, archive) if archive else None


def open_with_pin(case: Case, desk: PinDesk, archive: bytes, *, name: str = KEPT) -> ClientCertificate | None:
    """The file's certificate, kept, with the PIN that the person gives; None if they say that it is not the file.

    A copy of the file is kept before it is opened. Raises Refused (ISS-006) after three wrong PINs.
    """
    for left in range(TRIES, 0, -1):
        pin = desk.pin(name, left)
        if pin is None:
            return None
        if left == TRIES:
            _keep_copy(case, archive)
        try:
            chain_pem, key_pem = open_archive(archive, pin)
        except Refused:
            continue
        return _keep(case, chain_pem, key_pem)
    raise Refused("ISS-006")


def _keep_copy(case: Case, archive: bytes) -> None:
    if case.certificates.requested_at(case.user_id) is None:
        _note(case)  # the file says that 発行 was pressed
    case.certificates.keep_archive(case.user_id, archive)
    crash_point("issue.archived")


def _keep(case: Case, chain_pem: bytes, key_pem: Secret) -> ClientCertificate:
    _must_be_usable(x509.load_pem_x509_certificates(chain_pem)[0], case.clock())
    certificate = case.certificates.keep_certificate(case.user_id, chain_pem=chain_pem, key_pem=key_pem)
    crash_point("issue.kept")
    case.forget(SecretName.P12_PIN)
    return certificate


def _must_be_usable(certificate: x509.Certificate, now: datetime) -> None:
    """Raises Refused: CRT-005 if it has expired, ISS-006 if it is no client certificate."""
    if certificate.not_valid_after_utc <= now:
        raise Refused("CRT-005")
    if not _is_for_clients(certificate):
        raise Refused("ISS-006")


def _is_for_clients(certificate: x509.Certificate) -> bool:
    try:
        if certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
    except x509.ExtensionNotFound:
        pass
    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return ExtendedKeyUsageOID.CLIENT_AUTH in uses or ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE in uses
