"""A site's answer to a certificate request: finds the person's own certificate in it and keeps it."""

from __future__ import annotations

from asn1crypto import cms, parser
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from ekakushin.flows.certenroll.encoding import ANY, from_text
from ekakushin.flows.certenroll.keys import public_bytes, public_bytes_of
from ekakushin.flows.certenroll.windows import CRYPT_E_ASN1_BADTAG, CRYPT_E_NOT_FOUND, EnrollmentFailure
from ekakushin.flows.keeping import CertificateStore
from ekakushin.flows.models import ClientCertificate
from ekakushin.flows.secret import Secret

_METHOD = "CX509Enrollment::InstallResponse"


def take_in(
    response: bytes | str, *, user_id: str, store: CertificateStore, encoding: int = ANY
) -> ClientCertificate:
    """Keep the certificate that a site sent for a key of this person, and return it.

    `response` is PKCS#7 or one or more certificates, as DER, PEM or bare base64. The key is one whose
    certificate has not arrived, or the key of a certificate that is kept already (then nothing changes).
    Raises EnrollmentFailure: CRYPT_E_NOT_FOUND if no certificate fits a key of this person,
    CRYPT_E_ASN1_BADTAG or ERROR_INVALID_DATA if the answer is not what it should be. What the store raises
    passes through.
    """
    try:
        found = certificates_in(response, encoding)
        leaf, key = _own(found, _keys(user_id, store))
    except EnrollmentFailure as failure:
        raise EnrollmentFailure(failure.number, failure.method or _METHOD) from failure
    chain = b"".join(each.public_bytes(Encoding.PEM) for each in order_chain(leaf, found))
    return store.keep_certificate(user_id, chain_pem=chain, key_pem=key)


def certificates_in(response: bytes | str, encoding: int = ANY) -> list[x509.Certificate]:
    """The certificates of an answer in the order they stand there. Raises EnrollmentFailure."""
    blobs = _blobs(response, encoding)
    return [certificate for blob in blobs for certificate in _certificates(blob)]


def authorities_in(response: bytes | str, encoding: int = ANY) -> list[bytes]:
    """The certificates (PEM) of an answer that holds certificate authorities and nothing else, or none.

    Such an answer is a root that a page wants installed. Raises EnrollmentFailure.
    """
    found = certificates_in(response, encoding)
    authorities = authorities_among(found)
    return authorities if len(authorities) == len(found) else []


def authorities_among(found: list[x509.Certificate]) -> list[bytes]:
    """Those (PEM) that are certificate authorities."""
    return [each.public_bytes(Encoding.PEM) for each in found if _is_authority(each)]


def own_certificate(response: bytes | str, *, user_id: str, store: CertificateStore) -> bytes:
    """The person's own certificate (DER) in an answer. Nothing is kept. Raises EnrollmentFailure as `take_in`."""
    leaf, _ = _own(certificates_in(response), _keys(user_id, store))
    return leaf.public_bytes(Encoding.DER)


def order_chain(leaf: x509.Certificate, others: list[x509.Certificate]) -> list[x509.Certificate]:
    """The leaf, then each one's issuer as far as `others` has them; what does not belong is left out."""
    chain = [leaf]
    while issuer := next(
        (each for each in others if each not in chain and _has_issued(each, chain[-1])), None
    ):
        chain.append(issuer)
    return chain


def _blobs(response: bytes | str, encoding: int) -> list[bytes]:
    if isinstance(response, str):
        return from_text(response, encoding)
    if response[:1] == b"\x30":
        return [response]
    return from_text(response.decode("latin-1"), encoding)


def _certificates(blob: bytes) -> list[x509.Certificate]:
    try:
        data = blob[: parser.peek(blob)]  # what a page passes as text may have a filler at its end
        return [x509.load_der_x509_certificate(each) for each in _pkcs7_certificates(data) or [data]]
    except (ValueError, TypeError) as error:
        raise EnrollmentFailure(CRYPT_E_ASN1_BADTAG) from error


def _pkcs7_certificates(data: bytes) -> list[bytes]:
    """The certificates (DER) in PKCS#7, whether its lengths are definite or not; none if it is none."""
    try:
        content = cms.ContentInfo.load(data)
        if content["content_type"].native != "signed_data":
            return []
        choices = content["content"]["certificates"]
        return [each.chosen.dump() for each in choices if each.name == "certificate"]
    except (ValueError, TypeError):
        return []


def _keys(user_id: str, store: CertificateStore) -> dict[bytes, Secret]:
    """Public key → private key; a key that still waits comes before one whose certificate is kept."""
    kept = [store.identity(certificate).key_pem for certificate in store.certificates(user_id)]
    candidates = [*store.pending_keys(user_id), *kept]
    return {public_bytes_of(key): key for key in reversed(candidates)}


def _own(found: list[x509.Certificate], keys: dict[bytes, Secret]) -> tuple[x509.Certificate, Secret]:
    for certificate in found:
        key = keys.get(_public_key(certificate))
        if key is not None:
            return certificate, key
    raise EnrollmentFailure(CRYPT_E_NOT_FOUND)


def _public_key(certificate: x509.Certificate) -> bytes:
    try:
        return public_bytes(certificate.public_key())
    except (ValueError, UnsupportedAlgorithm):
        return b""  # a kind of key that nobody asked for: not the person's own


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except (ValueError, x509.ExtensionNotFound):
        return certificate.issuer == certificate.subject  # roots of the nineties say no more
    return constraints.value.ca


def _has_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
