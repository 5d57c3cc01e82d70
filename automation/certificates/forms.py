"""The file formats of keys, certificates and downloaded archives in the store, and how each is read again."""

from __future__ import annotations

import hashlib

from asn1crypto.x509 import Certificate as LooseCertificate
from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)

from ekakushin.flows.models import ClientCertificate, Identity
from ekakushin.flows.secret import Secret

# What client certificates are made for.
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def new_passphrase() -> Secret:
    """A passphrase that also is a Fernet key: 256 random bits."""
    return Secret(Fernet.generate_key().decode())


def load_key(key_pem: Secret) -> Key:
    """The key of an unencrypted PEM; to test its numbers would take long. Raises ValueError, without the PEM in it."""
    return _load_key(key_pem.reveal().encode(), None, tested=False)


def _load_key(pem: bytes, password: bytes | None, *, tested: bool = True) -> Key:
    try:
        key = load_pem_private_key(pem, password, unsafe_skip_rsa_key_validation=not tested)
    except (ValueError, TypeError):
        raise ValueError("not a private key in PEM, or not under this passphrase") from None
    if not isinstance(key, Key):
        raise ValueError("not a key that a client certificate is made for")  # noqa: TRY004  (as documented)
    return key


def key_fingerprint(key: CertificatePublicKeyTypes) -> str:
    """SHA-256 of the public key (its SubjectPublicKeyInfo), lower-case hex."""
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def certificate_fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, lower-case hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def facts_of(user_id: str, certificate: x509.Certificate) -> ClientCertificate:
    """What is worth knowing about a certificate; `serial` is hex, names are as in RFC 4514."""
    subject, issuer = _names(certificate)
    return ClientCertificate(
        user_id=user_id,
        fingerprint=certificate_fingerprint(certificate),
        serial=f"{certificate.serial_number:x}",
        subject=subject,
        issuer=issuer,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )


def _names(certificate: x509.Certificate) -> tuple[str, str]:
    try:
        return certificate.subject.rfc4514_string(), certificate.issuer.rfc4514_string()
    except ValueError:  # names that break the rules are no reason to lose a certificate
        loose = LooseCertificate.load(certificate.public_bytes(Encoding.DER))
        return loose.subject.human_friendly, loose.issuer.human_friendly


def seal_key(key: Key, passphrase: Secret) -> bytes:
    """PKCS#8 PEM, encrypted."""
    encryption = BestAvailableEncryption(passphrase.reveal().encode())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def open_key(sealed: bytes, passphrase: Secret) -> Secret:
    """Unencrypted PKCS#8 PEM. Raises ValueError."""
    return _plain_pem(_load_key(sealed, passphrase.reveal().encode()))


def seal_identity(chain: list[x509.Certificate], key: Key, passphrase: Secret) -> bytes:
    """A PFX of the key, its certificate (the first of the chain) and the rest."""
    return pkcs12.serialize_key_and_certificates(None, key, chain[0], chain[1:], _pfx_encryption(passphrase))


def open_identity(sealed: bytes, passphrase: Secret) -> Identity:
    """Certificate, chain and key of a PFX that seal_identity made. Raises ValueError."""
    key, certificate, others = pkcs12.load_key_and_certificates(sealed, passphrase.reveal().encode())
    if not isinstance(key, Key) or certificate is None:
        raise ValueError("a PFX without key or certificate")
    chain = [certificate, *others]
    pem = b"".join(each.public_bytes(Encoding.PEM) for each in chain)
    return Identity(certificate_pem=pem, key_pem=_plain_pem(key))


def export(identity: Identity, passphrase: Secret, *, name: str, chain: bool = False) -> bytes:
    """A PFX as Windows 10 and NSS read it (AES-256, SHA-256), with the rest of the chain if wanted.

    `name` is what people see in lists of certificates. Takes a tenth of a second, for whoever guesses the
    passphrase as well.
    """
    own, *others = x509.load_pem_x509_certificates(identity.certificate_pem)
    encryption = _pfx_encryption(passphrase, rounds=100_000)
    key = load_key(identity.key_pem)
    return pkcs12.serialize_key_and_certificates(
        name.encode(), key, own, others if chain else None, encryption
    )


def seal_archive(archive: bytes, passphrase: Secret) -> bytes:
    """A downloaded .p12, encrypted once more.

    Its own encryption hangs on a short PIN and may be RC2-40 (S): worth nothing to who copies the folder.
    """
    return Fernet(passphrase.reveal()).encrypt(archive)


def open_archive(sealed: bytes, passphrase: Secret) -> bytes:
    """The .p12 as it came. Raises ValueError or cryptography's InvalidToken."""
    return Fernet(passphrase.reveal()).decrypt(sealed)


def _plain_pem(key: Key) -> Secret:
    return Secret(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


def _pfx_encryption(passphrase: Secret, *, rounds: int = 20_000) -> KeySerializationEncryption:
    # Few rounds are enough where the passphrase is 256 random bits: nobody guesses those.
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(rounds)
    modern = builder.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).hmac_hash(hashes.SHA256())
    return modern.build(passphrase.reveal().encode())
