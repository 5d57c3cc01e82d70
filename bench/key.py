"""A person's private key, the request that is sent to the issuance site, and what comes back."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

_NAME = x509.Name(
    [
        x509.NameAttribute(NameOID.COMMON_NAME, "request"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SECOM Trust Systems CO. LTD."),
        x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
    ]
)


@dataclass(frozen=True)
class Identity:
    """Certificate and key, as PEM."""

    certificate_pem: bytes
    key_pem: bytes = field(repr=False)


class Key:
    """A new key; making it takes a moment of the processor, as on every PC."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @property
    def request(self) -> str:
        """The PKCS#10 in base64."""
        builder = x509.CertificateSigningRequestBuilder().subject_name(_NAME)
        der = builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
        return base64.b64encode(der).decode()

    def identity(self, answer: str) -> Identity:
        """The certificate of this key out of the PKCS#7 (base64) that the site answered with."""
        own = self._key.public_key()
        found = pkcs7.load_der_pkcs7_certificates(base64.b64decode(answer))
        certificate = next(each for each in found if each.public_key() == own)
        key_pem = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return Identity(certificate.public_bytes(serialization.Encoding.PEM), key_pem)
