"""Certificates as an authority issues them, made when they are needed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ekakushin.flows.models import Identity
from ekakushin.flows.secret import Secret

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
NOW = datetime.now(UTC).replace(microsecond=0)


_KEYS: list[rsa.RSAPrivateKey] = []
_TURN = itertools.count()


def new_key() -> rsa.RSAPrivateKey:
    """A key that is none of the last five: making one takes long, and no test needs more."""
    turn = next(_TURN)
    if turn < 6:
        _KEYS.append(rsa.generate_private_key(65537, 2048))
    return _KEYS[turn % 6]


def signed(
    subject: str,
    issuer: str,
    key: Key,
    by: rsa.RSAPrivateKey,
    *,
    unit: str = "",
    days: int = 300,
) -> x509.Certificate:
    """A certificate that holds for so many days from now; negative: that ended so many days ago."""
    unit_name = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)] if unit else []
    names = [*unit_name, x509.NameAttribute(NameOID.COMMON_NAME, subject)]
    builder = x509.CertificateBuilder(
        subject_name=x509.Name(names),
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=NOW - timedelta(days=400),
        not_valid_after=NOW + timedelta(days=days, hours=12),
    )
    return builder.add_extension(x509.BasicConstraints(ca=not unit, path_length=None), critical=True).sign(
        by, hashes.SHA256()
    )


@dataclass(frozen=True)
class Issuer:
    """A root and an issuing authority below it."""

    root_key: rsa.RSAPrivateKey = field(default_factory=partial(rsa.generate_private_key, 65537, 2048))
    key: rsa.RSAPrivateKey = field(default_factory=partial(rsa.generate_private_key, 65537, 2048))

    @cached_property
    def root_pem(self) -> bytes:
        return signed("Contract Root", "Contract Root", self.root_key, self.root_key).public_bytes(
            Encoding.PEM
        )

    @cached_property
    def issuing_pem(self) -> bytes:
        issued = signed("契約 発行局", "Contract Root", self.key, self.root_key)
        return issued.public_bytes(Encoding.PEM)

    def identity(
        self, user_id: str, *, name: str = "Kenpo Taro", days: int = 300, key: Key | None = None
    ) -> Identity:
        """Somebody's certificate with its key; its chain is the issuing authority."""
        key = key or new_key()
        own = signed(name, "契約 発行局", key, self.key, unit=user_id, days=days).public_bytes(Encoding.PEM)
        key_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return Identity(certificate_pem=own + self.issuing_pem, key_pem=Secret(key_pem))
