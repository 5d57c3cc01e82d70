"""What stands in a public key or a request that a page hands in or wants to see taken apart."""

from __future__ import annotations

import base64
from typing import Any

from asn1crypto import csr, keys
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from ekakushin.flows.certenroll.windows import CRYPT_E_ASN1_BADTAG, EnrollmentFailure


def read_public_key(data: bytes) -> dict[str, Any]:
    """A public key (DER, SubjectPublicKeyInfo) by the members of CX509PublicKey. Raises EnrollmentFailure."""
    try:
        info = keys.PublicKeyInfo.load(data, strict=True)
        algorithm = info["algorithm"]
        return {
            "Length": info.bit_size,
            "algorithm": algorithm["algorithm"].dotted,
            "key": _encode(bytes(info["public_key"])),
            "parameters": _encode(algorithm["parameters"].dump()),
            "identifier": _encode(info.sha1),
        }
    except (ValueError, TypeError, KeyError) as error:
        raise EnrollmentFailure(CRYPT_E_ASN1_BADTAG) from error


def read_request(data: bytes) -> dict[str, Any]:
    """A request (DER, PKCS#10): what is signed, the signature, the subject's DER, the public key's, the hash.

    Raises EnrollmentFailure for other bytes.
    """
    try:
        request = csr.CertificationRequest.load(data, strict=True)
        info = request["certification_request_info"]
        return {
            "data": _encode(data),
            "to_be_signed": _encode(info.dump()),
            "signature": _encode(bytes(request["signature"])),
            "subject": _encode(info["subject"].dump()),
            "public_key": _encode(info["subject_pk_info"].dump()),
            "signed_with": request["signature_algorithm"]["algorithm"].dotted,
            "valid": _is_valid(data),
        }
    except (ValueError, TypeError, KeyError) as error:
        raise EnrollmentFailure(CRYPT_E_ASN1_BADTAG) from error


def _is_valid(data: bytes) -> bool:
    try:
        return x509.load_der_x509_csr(data).is_signature_valid
    except (ValueError, UnsupportedAlgorithm):
        return False


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
