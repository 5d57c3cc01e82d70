"""The interfaces of a certificate store and of a browser's policy, which each operating system implements."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import Identity, Noun

BrowserName = Literal["edge", "chrome", "chromium"]
CertificateKind = Literal["identity", "authority", "root"]


class Handle(Noun):
    """The identifiers of exactly one certificate in one store, by which it is found again and removed.

    `fingerprint` is its SHA-256, `thumbprint` its SHA-1 (Windows' name for it), `key_id` NSS' name for its key;
    all lower-case hex. `before` is the trust that a root had before, "" where it was not there.
    """

    store: str
    place: str
    kind: CertificateKind
    fingerprint: str
    thumbprint: str
    key_id: str
    before: str = ""


class Store(Protocol):
    """A certificate store that browsers read. Every method may be called again without harm.

    Raises Misconfigured (CRT-010) when the system's own tools are missing or refuse, or a change is not
    found afterwards.
    """

    name: str
    place: str

    def install(self, identity: Identity, friendly_name: str) -> Handle:
        """Put the certificate (without its chain) and its key there, under a name that people read."""

    def trust(self, certificate_pem: bytes, *, root: bool) -> Handle:
        """Put an authority's certificate there; only a `root` is trusted to vouch for servers."""

    def handle(self, certificate_pem: bytes, kind: CertificateKind) -> Handle:
        """What `install` or `trust` will give: known before, so that it can be written down first."""

    def find(self, handle: Handle) -> bool:
        """Whether it is there: a certificate with its key, an authority, a root that is trusted."""

    def remove(self, handle: Handle) -> None:
        """Take exactly this away, or give a root the trust that it had; nothing happens where it is not there."""

    def missing(self) -> list[Path]:
        """The files and folders that `install` would make, outermost first."""

    def tidy(self) -> None:
        """Remove the files named by `missing`, if nothing is in the store any more."""


class BrowserPolicy(Protocol):
    """One browser's policy about which certificate to show to which site.

    An order is a JSON text `{"pattern": origin, "filter": {…}}`. Those of others stay as they are. Raises OSError.
    """

    place: str

    def find(self, orders: Sequence[str]) -> bool:
        """Whether all these orders are there."""

    def before(self) -> str | None:
        """What is there now, as text to hand to `undo` later."""

    def missing(self) -> list[Path]:
        """The folders that `select_automatically` would make, outermost first."""

    def select_automatically(self, orders: Sequence[str], *, instead_of: Sequence[str] = ()) -> None:
        """Add these orders, taking away those that they replace."""

    def undo(self, orders: Sequence[str], before: str | None) -> None:
        """Take these orders away: exactly as it was `before` if nobody else has changed it meanwhile."""

    def by_hand(self, orders: Sequence[str]) -> Sequence[tuple[str, bytes]]:
        """For somebody with the rights that are missing here: names of files, and what must be in them; the first is
        the one to be set."""


def handle_of(certificate_pem: bytes, store: str, place: str, kind: CertificateKind) -> Handle:
    """The handle of the first certificate in a PEM."""
    certificate = x509.load_pem_x509_certificates(certificate_pem)[0]
    return Handle(
        store=store,
        place=place,
        kind=kind,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        thumbprint=certificate.fingerprint(hashes.SHA1()).hex(),  # noqa: S303  (Windows' name, no protection)
        key_id=_key_id(certificate),
    )


def _key_id(certificate: x509.Certificate) -> str:
    """What NSS calls the key: SHA-1 of the modulus, or of the point on the curve (tried with NSS 3.87)."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        modulus = key.public_numbers().n
        named = modulus.to_bytes((modulus.bit_length() + 7) // 8, "big")
    elif isinstance(key, ec.EllipticCurvePublicKey):
        named = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    else:
        named = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha1(named).hexdigest()  # noqa: S324  (a name, no protection)


def store_error(place: str, reason: str) -> Misconfigured:
    """The store cannot be used, and why."""
    return Misconfigured("CRT-010", place=place, reason=reason)


def missing_above(path: Path) -> list[Path]:
    """`path` and the folders above it that are not there, outermost first."""
    missing: list[Path] = []
    while not path.exists() and path != path.parent:
        missing.insert(0, path)
        path = path.parent
    return missing
