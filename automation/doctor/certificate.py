"""The client certificate: whether it is in the store, is valid today, has its key, and is accepted by the service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from cryptography import x509

from ekakushin.automation.certificates.forms import load_key
from ekakushin.automation.doctor.check import Check, bad, failure, good, unknown
from ekakushin.automation.doctor.policy import look_at_policy
from ekakushin.automation.doctor.premises import Premises, ShutVault
from ekakushin.automation.doctor.sight import Sight
from ekakushin.flows.dates import day
from ekakushin.flows.errors import Explained, VaultClosed
from ekakushin.flows.models import ClientCertificate, Identity
from ekakushin.flows.text import say

_FEW = 5  # people who are named
# TLS alerts (RFC 8446, 6) as OpenSSL names them, the last for any other.
_ALERTS = (("CERTIFICATE_REVOKED", "CRT-006"), ("CERTIFICATE_EXPIRED", "CRT-005"), ("ALERT", "CRT-001"))


def look_at_certificate(premises: Premises) -> list[Check]:
    """Of one person certificate, key and policy, of several one line about all of them."""
    user_id = premises.only
    if not user_id:
        return [_of_everybody(premises)]
    try:
        certificate = premises.certificates.latest(user_id)
    except Explained as error:
        return [_error_check(premises, "certificate", error)]
    if certificate is None:
        verdict = bad if premises.user_id else unknown
        detail = say("doctor.not_issued", user_id=user_id)
        return [verdict("certificate", "CRT-002", detail, user_id=user_id)]
    policy = look_at_policy(certificate, premises.site.service)
    return [_check_dates(certificate), _key(premises, certificate), policy]


def identity_of(premises: Premises) -> Identity | None:
    """Certificate and key of the one person who is asked about, None where they cannot be had."""
    try:
        certificate = premises.certificates.latest(premises.only) if premises.only else None
        return premises.certificates.identity(certificate) if certificate else None
    except (Explained, KeyError):
        return None


def door(sight: Sight, identity: Identity | None) -> Check:
    """Whether the service asks for a certificate, and takes this one."""
    hands = list(sight.by_version.values())
    if sight.unreachable or sight.distrust or not sight.chain:
        return unknown("door", "", say("doctor.door_unseen"))
    if not any(hand.asked for hand in hands):
        return unknown("door", "", say("doctor.door_open"))
    if identity is None:
        return good("door", say("doctor.door_asks"))
    if any(hand.answered for hand in hands if hand.asked):
        return good("door", say("doctor.door_opens"))
    broke = next((hand.broke for hand in hands if hand.broke), "")
    code = next((code for words, code in _ALERTS if words in broke), "")
    return bad("door", code or "CRT-001", say("doctor.door_shut", reason=broke or say("doctor.no_answer")))


def _check_dates(certificate: ClientCertificate) -> Check:
    until = certificate.not_after.astimezone()
    detail = say("doctor.certificate", user_id=certificate.user_id, until=day(until))
    code = _out_of_date(certificate)
    return bad("certificate", code, detail) if code else good("certificate", detail)


def _out_of_date(certificate: ClientCertificate) -> str:
    now = datetime.now(UTC)
    if certificate.not_after < now:
        return "CRT-005"
    return "ENV-011" if certificate.not_before > now else ""


def _key(premises: Premises, certificate: ClientCertificate) -> Check:
    try:
        identity = premises.certificates.identity(certificate)
    except VaultClosed as error:
        return _error_check(premises, "key", error)
    except KeyError:
        return _keyless(certificate)
    own = x509.load_pem_x509_certificates(identity.certificate_pem)[0].public_key()
    is_own = own == load_key(identity.key_pem).public_key()
    return good("key", say("doctor.key")) if is_own else _keyless(certificate)


def _error_check(premises: Premises, name: str, error: Explained) -> Check:
    """What an error says, unless it is only that the vault does not open, which has a line of its own."""
    if isinstance(error, VaultClosed) and isinstance(premises.vault, ShutVault):
        detail = say("doctor.no_passphrase") if premises.lacks_passphrase else str(error)
        return unknown(name, error.code, detail)
    return failure(name, error)


def _keyless(certificate: ClientCertificate) -> Check:
    return bad("key", "CRT-007", say("doctor.keyless"), place=certificate.fingerprint[:16])


def _of_everybody(premises: Premises) -> Check:
    if not premises.everybody:
        return unknown("certificate", "", say("doctor.nobody"))
    try:
        newest = dict(_newest(premises))
    except VaultClosed as error:
        return _error_check(premises, "certificate", error)
    for code in ("CRT-007", "CRT-005", "ENV-011"):
        theirs = [user_id for user_id, found in newest.items() if found == code]
        if theirs:
            named = " ".join(theirs[:_FEW]) + (" …" if len(theirs) > _FEW else "")
            return bad("certificate", code, say("doctor.some_bad", people=named))
    counted = say("doctor.counted", have=len(newest), people=len(premises.everybody))
    return good("certificate", counted) if newest else unknown("certificate", "", counted)


def _newest(premises: Premises) -> Iterator[tuple[str, str]]:
    """Everybody who has a certificate, with the code of what is wrong with it, "" for nothing."""
    for person in premises.everybody:
        try:
            certificate = premises.certificates.latest(person.user_id)
        except VaultClosed:
            raise
        except Explained as error:
            yield person.user_id, error.code
            continue
        if certificate:
            yield person.user_id, _out_of_date(certificate)
