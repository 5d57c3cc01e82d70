"""Which of a person's login certificates is in use: the one rule for steps, lists and exports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from ekakushin.flows.models import ClientCertificate

CertificateState = Literal["pending", "current", "former"]


def to_use(certificates: Sequence[ClientCertificate], at: datetime) -> ClientCertificate | None:
    """The certificate to show to the site, of `certificates` newest first; None where none holds at `at`.

    The newest that has opened the site and holds: a new one takes its place when it has opened the site too,
    or when the old one has expired. As long as none has, the newest that holds.
    """
    holding = [each for each in certificates if each.not_after > at]
    proven = [each for each in holding if each.proven]
    return next(iter(proven or holding), None)


def to_prove(certificates: Sequence[ClientCertificate], at: datetime) -> ClientCertificate | None:
    """The newest that is pending, and should be shown to the site to become the current one; None if none is."""
    pending = (each for each in certificates if state_of(each, certificates, at) == "pending")
    return next(pending, None)


def state_of(
    certificate: ClientCertificate, certificates: Sequence[ClientCertificate], at: datetime
) -> CertificateState:
    """What one of `certificates` (newest first) is at `at`.

    current: it has opened the site and is the one to use. pending: it holds, has not opened the site yet, and
    is newer than the current one, or there is none. former: any other.
    """
    chosen = to_use(certificates, at)
    if chosen and chosen.proven and certificate.fingerprint == chosen.fingerprint:
        return "current"
    holding = [each.fingerprint for each in certificates if each.not_after > at]
    if chosen and chosen.proven:
        holding = holding[: holding.index(chosen.fingerprint)]
    return "pending" if certificate.fingerprint in holding else "former"
