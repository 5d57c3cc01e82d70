"""Certificate requests (PKCS#10) as Windows writes them: subject, key, extensions, signature."""

from __future__ import annotations

from collections.abc import Sequence

from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from ekakushin.flows.certenroll.extensions import Extension, sequence, subject_key_identifier, with_tag
from ekakushin.flows.certenroll.keys import PrivateKey, public_bytes
from ekakushin.flows.certenroll.objectids import BROKEN_HASHES, HASHES, SHA256, SHA384, SHA512
from ekakushin.flows.certenroll.windows import NTE_BAD_ALGID, EnrollmentFailure

EMPTY_NAME = sequence()
_EXTENSION_REQUEST = "1.2.840.113549.1.9.14"
_ALGORITHMS: dict[str, tuple[hashes.HashAlgorithm, str, str]] = {  # hash → itself, with RSA, with ECDSA
    SHA256: (hashes.SHA256(), "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"),
    SHA384: (hashes.SHA384(), "1.2.840.113549.1.1.12", "1.2.840.10045.4.3.3"),
    SHA512: (hashes.SHA512(), "1.2.840.113549.1.1.13", "1.2.840.10045.4.3.4"),
}
HASH_ALGORITHMS = {oid: algorithm for oid, (algorithm, _, _) in _ALGORITHMS.items()}


def certificate_request(
    key: PrivateKey,
    *,
    subject: bytes = EMPTY_NAME,
    hash_oid: str = "",
    extensions: Sequence[Extension] = (),
    attributes: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """The request as DER. `subject` is a DER name; an attribute is a dotted identifier and one DER value.

    Signed with SHA-256 unless `hash_oid` says otherwise. A broken hash (SHA-1, MD5 and older) becomes
    SHA-256 too, as authorities of today refuse requests signed with one. Raises EnrollmentFailure
    (NTE_BAD_ALGID) for what is no hash.
    """
    public_key = public_bytes(key.public_key())
    asked = [*attributes, *_extension_request(extensions)]
    written = sorted(_attribute(oid, value) for oid, value in asked)
    info = sequence(core.Integer(0).dump(), subject, public_key, with_tag(0xA0, b"".join(written)))
    signature, algorithm = sign(key, info, choose_hash(hash_oid))
    return sequence(info, algorithm, core.OctetBitString(signature).dump())


def choose_hash(hash_oid: str) -> str:
    """The hash to sign with, dotted. Raises EnrollmentFailure (NTE_BAD_ALGID) for what is no hash."""
    if not hash_oid or hash_oid in BROKEN_HASHES:
        return SHA256
    if hash_oid not in HASHES:
        raise EnrollmentFailure(NTE_BAD_ALGID)
    return HASHES[hash_oid]


def key_identifier(key: PrivateKey) -> Extension:
    """The subject key identifier that Windows adds by itself: SHA-1 of the public key's bits."""
    return subject_key_identifier(x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest)


def _extension_request(extensions: Sequence[Extension]) -> list[tuple[str, bytes]]:
    if not extensions:
        return []
    unique = {extension.oid: extension for extension in extensions}  # the page's own replaces a default
    return [(_EXTENSION_REQUEST, sequence(*(_write(each) for each in unique.values())))]


def _write(extension: Extension) -> bytes:
    critical = core.Boolean(True).dump() if extension.critical else b""
    value = core.OctetString(extension.value).dump()
    return sequence(core.ObjectIdentifier(extension.oid).dump(), critical, value)


def _attribute(oid: str, value: bytes) -> bytes:
    return sequence(core.ObjectIdentifier(oid).dump(), with_tag(0x31, value))


def sign(key: PrivateKey, info: bytes, hash_oid: str) -> tuple[bytes, bytes]:
    """Signature of the bytes and the DER of its algorithm; `hash_oid` is one that `choose_hash` gave."""
    algorithm, with_rsa, with_ecdsa = _ALGORITHMS[hash_oid]
    if isinstance(key, rsa.RSAPrivateKey):
        identifier = sequence(core.ObjectIdentifier(with_rsa).dump(), core.Null().dump())
        return key.sign(info, padding.PKCS1v15(), algorithm), identifier
    return key.sign(info, ec.ECDSA(algorithm)), sequence(core.ObjectIdentifier(with_ecdsa).dump())
