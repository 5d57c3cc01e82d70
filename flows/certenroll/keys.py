"""Private keys: makes them as a provider of Windows would, writes, reads and identifies them."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from ekakushin.flows.certenroll.providers import choose_algorithm, choose_length, choose_provider
from ekakushin.flows.certenroll.windows import NTE_BAD_ALGID, EnrollmentFailure
from ekakushin.flows.models import Noun
from ekakushin.flows.secret import Secret

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_CURVES: dict[str, ec.EllipticCurve] = {
    "ECDSA_P256": ec.SECP256R1(),
    "ECDSA_P384": ec.SECP384R1(),
    "ECDSA_P521": ec.SECP521R1(),
}


class KeyOrder(Noun):
    """What a page asks of a key. `length` is bits, 0 for the provider's own; the rest as COM names it."""

    provider: str = ""
    provider_type: int = 0
    key_spec: int = 0
    length: int = 0
    algorithm: str = ""


class KeyPlan(Noun):
    """The key that will be made: provider and algorithm by name, `length` in bits, `asked` by page or provider."""

    provider: str
    provider_type: int
    legacy: bool
    key_spec: int
    algorithm: str
    length: int
    asked: int

    def is_like(self, other: KeyPlan) -> bool:
        """Whether one key serves both."""
        return self.model_copy(update={"asked": other.asked}) == other


def plan_key(order: KeyOrder) -> KeyPlan:
    """What Windows makes of an order. Raises EnrollmentFailure for one that it refuses."""
    provider = choose_provider(order.provider, order.provider_type, order.algorithm)
    algorithm = choose_algorithm(provider, order.key_spec, order.algorithm)
    return KeyPlan(
        provider=provider.name,
        provider_type=provider.type,
        legacy=provider.legacy,
        key_spec=algorithm.spec if provider.legacy else 0,
        algorithm=algorithm.name,
        length=choose_length(provider, algorithm, order.length),
        asked=order.length or algorithm.default,
    )


def make_key(plan: KeyPlan) -> PrivateKey:
    """A new key; takes from a tenth of a second to minutes, by its length.

    Raises EnrollmentFailure (NTE_BAD_ALGID) for an algorithm whose keys cannot open a TLS site today.
    """
    if plan.algorithm.startswith("RSA"):
        return rsa.generate_private_key(public_exponent=65537, key_size=plan.length)
    if plan.algorithm in _CURVES:
        return ec.generate_private_key(_CURVES[plan.algorithm])
    raise EnrollmentFailure(NTE_BAD_ALGID)


def load_key(pem: Secret) -> PrivateKey:
    """The key of an unencrypted PKCS#8 PEM that we made ourselves, which needs no test of its numbers."""
    key = serialization.load_pem_private_key(pem.reveal().encode(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise TypeError("no key of ours")
    return key


def fits(key: PrivateKey, plan: KeyPlan) -> bool:
    """Whether it is what the plan would make."""
    if isinstance(key, rsa.RSAPrivateKey):
        return plan.algorithm.startswith("RSA") and key.key_size == plan.length
    curve = _CURVES.get(plan.algorithm)
    return curve is not None and key.curve.name == curve.name


def key_pem(key: PrivateKey) -> Secret:
    """The key as unencrypted PKCS#8 PEM."""
    return Secret(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode("ascii")
    )


def public_bytes(key: PublicKeyTypes) -> bytes:
    """The public key as DER (SubjectPublicKeyInfo)."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def public_bytes_of(pem: Secret) -> bytes:
    """The public half of a private key that is PEM. Raises ValueError if it is none."""
    key = serialization.load_pem_private_key(pem.reveal().encode(), None, unsafe_skip_rsa_key_validation=True)
    return public_bytes(key.public_key())


def fingerprint(public_key: bytes) -> str:
    """SHA-256 of a public key's DER, lower-case hex."""
    return hashlib.sha256(public_key).hexdigest()
