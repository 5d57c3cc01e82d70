"""What is set up for one person's own browser: certificate, chain, and the orders for the two origins."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto.x509 import Certificate as LooseCertificate
from asn1crypto.x509 import Name
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ekakushin.automation.state.files import usable
from ekakushin.flows.models import Identity
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site
from ekakushin.flows.text import say

# As browsers call the parts of a name by which a certificate can be chosen.
_PARTS = {"CN": "common_name", "OU": "organizational_unit_name"}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is set up for one person.

    `authorities` are certificates of the chain (PEM), `roots` those that are to be trusted; `orders` go to every
    policy; `address` is where the shortcut leads, `favourite` its name ("": the usual one, or the one it has).
    """

    user_id: str
    identity: Identity
    authorities: Sequence[bytes]
    roots: Sequence[bytes]
    orders: tuple[str, ...]
    address: Secret
    favourite: str = ""

    @property
    def friendly_name(self) -> str:
        """The certificate's name in the browser's list, and the usual one of the shortcut."""
        return say("stores.friendly_name", user_id=self.user_id)


def wanted_for(user_id: str, identity: Identity, site: Site, address: Secret, favourite: str = "") -> Wanted:
    """What is set up for this person and site. Roots are trusted only where the site names some of its own.

    Raises Misconfigured (ENV-004) if those cannot be read.
    """
    own, *others = x509.load_pem_x509_certificates(identity.certificate_pem)
    authorities = [each for each in others if each.subject.public_bytes() != each.issuer.public_bytes()]
    return Wanted(
        user_id=user_id,
        identity=identity,
        authorities=[each.public_bytes(Encoding.PEM) for each in authorities],
        roots=_roots(site),
        orders=orders(own, (site.issuance, site.service)),
        address=address,
        favourite=favourite,
    )


def _roots(site: Site) -> list[bytes]:
    if site.ca is None:
        return []
    with usable(site.ca):
        found = x509.load_pem_x509_certificates(site.ca.read_bytes())
    return [each.public_bytes(Encoding.PEM) for each in found]


def orders(certificate: x509.Certificate, origins: Sequence[str]) -> tuple[str, ...]:
    """One order an origin: to choose this certificate, by the common name of its issuer and by its subject.

    The subject is always named, because other certificates of the same issuer (another person's, whom somebody
    has added later) must not be chosen in its place.
    """
    loose = LooseCertificate.load(certificate.public_bytes(Encoding.DER))
    issuer, subject = _parts(loose.issuer, ("CN",)), _parts(loose.subject, ("CN", "OU"))
    chosen = {name: parts for name, parts in (("ISSUER", issuer), ("SUBJECT", subject)) if parts}
    texts = [{"pattern": origin, "filter": chosen} for origin in dict.fromkeys(origins)]
    return tuple(json.dumps(each, ensure_ascii=False) for each in texts)


def _parts(name: Name, wanted_parts: Sequence[str]) -> dict[str, str]:
    native: dict[str, Any] = name.native
    found = {part: native.get(_PARTS[part]) for part in wanted_parts}
    firsts = {part: value[0] if isinstance(value, list) else value for part, value in found.items()}
    return {part: value for part, value in firsts.items() if value}
