"""A certificate store in memory and a certificate authority made on the fly, for the enrolment's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from ekakushin.flows.models import ClientCertificate, Identity
from ekakushin.flows.secret import Secret


class MemoryStore:
    """A CertificateStore in memory; `broken` is raised by the next calls that should keep something."""

    def __init__(self) -> None:
        self.broken: Exception | None = None
        self._pending: dict[str, list[Secret]] = {}
        self._kept: dict[str, list[tuple[ClientCertificate, Identity]]] = {}

    def keep_key(self, user_id: str, key_pem: Secret) -> None:
        self._check()
        self._pending.setdefault(user_id, []).insert(0, key_pem)

    def pending_keys(self, user_id: str) -> list[Secret]:
        return list(self._pending.get(user_id, []))

    def keep_certificate(self, user_id: str, *, chain_pem: bytes, key_pem: Secret) -> ClientCertificate:
        self._check()
        certificate = x509.load_pem_x509_certificates(chain_pem)[0]
        fact = _fact(user_id, certificate)
        if fact not in self.certificates(user_id):
            identity = Identity(certificate_pem=chain_pem, key_pem=key_pem)
            self._kept.setdefault(user_id, []).insert(0, (fact, identity))
        waiting = self._pending.get(user_id, [])
        self._pending[user_id] = [key for key in waiting if key != key_pem]
        return fact

    def keep_archive(self, user_id: str, archive: bytes) -> None:
        raise NotImplementedError

    def latest(self, user_id: str) -> ClientCertificate | None:
        return next(iter(self.certificates(user_id)), None)

    def certificates(self, user_id: str) -> list[ClientCertificate]:
        return [fact for fact, _ in self._kept.get(user_id, [])]

    def identity(self, certificate: ClientCertificate) -> Identity:
        return dict((fact.fingerprint, each) for fact, each in self._kept[certificate.user_id])[
            certificate.fingerprint
        ]

    def mark_proven(self, certificate: ClientCertificate) -> ClientCertificate:
        raise NotImplementedError

    def note_requested(self, user_id: str, at: datetime) -> None:
        raise NotImplementedError

    def requested_at(self, user_id: str) -> datetime | None:
        raise NotImplementedError

    def _check(self) -> None:
        if self.broken:
            raise self.broken


class Authority:
    """A root and an issuing certificate authority; `issue` signs what a request asks for."""

    def __init__(self) -> None:
        self._root_key, self._key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.root = _certificate("Test Root", self._root_key.public_key(), "Test Root", self._root_key)
        self.issuer = _certificate("Test Issuer", self._key.public_key(), "Test Root", self._root_key)

    def issue(self, request: bytes) -> x509.Certificate:
        """The certificate for a request, DER or PEM."""
        load = x509.load_pem_x509_csr if request.startswith(b"-----") else x509.load_der_x509_csr
        wanted = load(request)
        assert wanted.is_signature_valid
        return _certificate(wanted.subject, wanted.public_key(), "Test Issuer", self._key, authority=False)

    def answer(self, request: bytes, encoding: Encoding = Encoding.DER) -> bytes:
        """PKCS#7 with the chain, root first, as some authorities send it."""
        return pkcs7.serialize_certificates([self.root, self.issuer, self.issue(request)], encoding)


def _certificate(subject, public_key, issuer, key, *, authority=True):
    subject = subject if isinstance(subject, x509.Name) else _name(subject)
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_name(issuer))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _fact(user_id: str, certificate: x509.Certificate) -> ClientCertificate:
    return ClientCertificate(
        user_id=user_id,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        serial=f"{certificate.serial_number:x}",
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )
