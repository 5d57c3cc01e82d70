"""The cryptographic providers of a Windows 10 PC, with their types and key lengths."""

from __future__ import annotations

from typing import Any, NamedTuple

from ekakushin.flows.certenroll.windows import (
    CRYPT_E_NOT_FOUND,
    NTE_BAD_ALGID,
    NTE_BAD_FLAGS,
    NTE_BAD_LEN,
    NTE_KEYSET_NOT_DEF,
    NTE_NOT_SUPPORTED,
    SCARD_E_NO_READERS_AVAILABLE,
    EnrollmentFailure,
)

EXCHANGE, SIGNATURE, ANY_SPEC, NO_KEY = 1, 2, 0, -1
_CIPHER, _HASH, _ASYMMETRIC, _AGREEMENT, _SIGNING = 1, 2, 3, 4, 5
_OPERATIONS = {_CIPHER: 1, _HASH: 2, _ASYMMETRIC: 4 | 16, _AGREEMENT: 8, _SIGNING: 16}
_LEAST_MADE = 2048  # bits: authorities of today refuse requests with shorter RSA keys


class Algorithm(NamedTuple):
    """One algorithm of a provider; lengths are bits, `spec` says for which KeySpec it makes keys."""

    name: str
    long_name: str
    type: int
    spec: int
    default: int
    least: int
    most: int
    step: int


class Provider(NamedTuple):
    """One provider; `type` is 0 and `legacy` false for those of CNG. `card` ones need hardware."""

    name: str
    type: int
    algorithms: tuple[Algorithm, ...]
    legacy: bool = True
    card: bool = False


def _rsa(default: int, least: int, most: int, exchange_most: int | None = None) -> tuple[Algorithm, ...]:
    exchange = exchange_most or most
    return (
        Algorithm("RSA_KEYX", "RSA Key Exchange", _ASYMMETRIC, EXCHANGE, default, least, exchange, 8),
        Algorithm("RSA_SIGN", "RSA Signature", _SIGNING, SIGNATURE, default, least, most, 8),
    )


def _of_kind(kind: int, *algorithms: tuple[str, int, int, int]) -> tuple[Algorithm, ...]:
    return tuple(
        Algorithm(name, name, kind, NO_KEY, default, least, most, 0)
        for name, default, least, most in algorithms
    )


def _cng(*algorithms: tuple[str, int, int, int, int, int]) -> tuple[Algorithm, ...]:
    return tuple(Algorithm(name, name, kind, ANY_SPEC, *sizes) for name, kind, *sizes in algorithms)


_HASHES = _of_kind(
    _HASH, ("SHA-1", 160, 160, 160), ("MD2", 128, 128, 128), ("MD4", 128, 128, 128), ("MD5", 128, 128, 128)
)
_SHA2 = _of_kind(_HASH, ("SHA-256", 256, 256, 256), ("SHA-384", 384, 384, 384), ("SHA-512", 512, 512, 512))
_DES = _of_kind(_CIPHER, ("DES", 56, 56, 56), ("3DES TWO KEY", 112, 112, 112), ("3DES", 168, 168, 168))
_WEAK = _of_kind(_CIPHER, ("RC2", 40, 40, 56), ("RC4", 40, 40, 56), ("DES", 56, 56, 56))
_STRONG = (*_of_kind(_CIPHER, ("RC2", 128, 40, 128), ("RC4", 128, 40, 128)), *_DES)
_AES = _of_kind(_CIPHER, ("AES 128", 128, 128, 128), ("AES 192", 192, 192, 192), ("AES 256", 256, 256, 256))
_DSA = Algorithm("DSA_SIGN", "Digital Signature Algorithm", _SIGNING, SIGNATURE, 1024, 512, 1024, 64)


def _diffie_hellman(default: int, most: int) -> Algorithm:
    return Algorithm(
        "DH_KEYX", "Diffie-Hellman Key Exchange Algorithm", _AGREEMENT, EXCHANGE, default, 512, most, 64
    )


_CURVES = (
    ("ECDSA_P256", _SIGNING, 256, 256, 256, 0),
    ("ECDSA_P384", _SIGNING, 384, 384, 384, 0),
    ("ECDSA_P521", _SIGNING, 521, 521, 521, 0),
)

PROVIDERS: tuple[Provider, ...] = (
    Provider(
        "Microsoft Base Cryptographic Provider v1.0", 1, (*_rsa(512, 384, 16384, 1024), *_WEAK, *_HASHES)
    ),
    Provider(
        "Microsoft Base DSS and Diffie-Hellman Cryptographic Provider",
        13,
        (_diffie_hellman(512, 1024), _DSA, *_WEAK, *_HASHES),
    ),
    Provider("Microsoft Base DSS Cryptographic Provider", 3, (_DSA, *_HASHES)),
    Provider(
        "Microsoft Base Smart Card Crypto Provider",
        1,
        (*_rsa(1024, 1024, 16384), *_STRONG, *_HASHES),
        card=True,
    ),
    Provider(
        "Microsoft DH SChannel Cryptographic Provider", 18, (_diffie_hellman(512, 4096), _DSA, *_HASHES)
    ),
    Provider(
        "Microsoft Enhanced Cryptographic Provider v1.0", 1, (*_rsa(1024, 384, 16384), *_STRONG, *_HASHES)
    ),
    Provider(
        "Microsoft Enhanced DSS and Diffie-Hellman Cryptographic Provider",
        13,
        (_diffie_hellman(1024, 4096), _DSA, *_STRONG, *_HASHES),
    ),
    Provider(
        "Microsoft Enhanced RSA and AES Cryptographic Provider",
        24,
        (*_rsa(1024, 384, 16384), *_STRONG, *_AES, *_HASHES, *_SHA2),
    ),
    Provider(
        "Microsoft RSA SChannel Cryptographic Provider", 12, (*_rsa(1024, 384, 16384), *_STRONG, *_HASHES)
    ),
    Provider("Microsoft Strong Cryptographic Provider", 1, (*_rsa(1024, 384, 16384), *_STRONG, *_HASHES)),
    Provider(
        "Microsoft Software Key Storage Provider",
        0,
        _cng(("RSA", _ASYMMETRIC, 2048, 512, 16384, 64), *_CURVES, ("DSA", _SIGNING, 1024, 512, 3072, 64)),
        legacy=False,
    ),
    Provider(
        "Microsoft Smart Card Key Storage Provider",
        0,
        _cng(("RSA", _ASYMMETRIC, 2048, 512, 16384, 64), *_CURVES),
        legacy=False,
        card=True,
    ),
    Provider(
        "Microsoft Platform Crypto Provider",
        0,
        _cng(("RSA", _ASYMMETRIC, 2048, 1024, 2048, 1024), _CURVES[0]),
        legacy=False,
        card=True,
    ),
)
DEFAULT_LEGACY = "Microsoft Enhanced Cryptographic Provider v1.0"
DEFAULT_CNG = "Microsoft Software Key Storage Provider"


def find_provider(name: str, missing: int = NTE_KEYSET_NOT_DEF) -> Provider:
    """The provider of that name, letter case aside. Raises EnrollmentFailure (`missing`) without one."""
    for provider in PROVIDERS:
        if provider.name.casefold() == name.strip().casefold():
            return provider
    raise EnrollmentFailure(missing)


def choose_provider(name: str, kind: int = 0, algorithm: str = "") -> Provider:
    """The provider that makes the key. Raises EnrollmentFailure as Windows does for one that cannot.

    The name wins over a type that does not fit it: what Windows does then is undefined, and pages in the wild have
    it. Without a name it is Windows' default for the type, or for the algorithm.
    """
    if not name:
        return _default_provider(kind, algorithm)
    provider = find_provider(name)
    if provider.card:
        raise EnrollmentFailure(
            SCARD_E_NO_READERS_AVAILABLE if "Card" in provider.name else NTE_NOT_SUPPORTED
        )
    return provider


def _default_provider(kind: int, algorithm: str) -> Provider:
    if not kind:
        return find_provider(DEFAULT_CNG if algorithm.startswith("EC") else DEFAULT_LEGACY)
    names = [DEFAULT_LEGACY, *(provider.name for provider in PROVIDERS)]
    for provider in map(find_provider, names):
        if provider.type == kind:
            return provider
    raise EnrollmentFailure(NTE_KEYSET_NOT_DEF)


def choose_algorithm(provider: Provider, key_spec: int, name: str = "") -> Algorithm:
    """The algorithm of the key. Raises EnrollmentFailure (NTE_BAD_ALGID) where the provider has none."""
    wanted = key_spec if key_spec and not key_spec & EXCHANGE else EXCHANGE
    for algorithm in provider.algorithms:
        if algorithm.spec not in (wanted, ANY_SPEC):
            continue
        if provider.legacy or algorithm.name == (name or "RSA"):
            return algorithm
    raise EnrollmentFailure(NTE_BAD_ALGID)


def choose_length(provider: Provider, algorithm: Algorithm, length: int) -> int:
    """Bits of the key: as asked, or the provider's default; an RSA key at least 2048.

    A shorter one is what a page of its time asks for by default, and what authorities no longer sign. Raises
    EnrollmentFailure for a length that the provider does not make.
    """
    asked, least_made = length or algorithm.default, _LEAST_MADE if algorithm.name.startswith("RSA") else 0
    fits = algorithm.least <= asked <= max(algorithm.most, least_made)
    if not fits or (algorithm.step and (asked - algorithm.least) % algorithm.step):
        raise EnrollmentFailure(NTE_BAD_FLAGS if provider.legacy else NTE_BAD_LEN)
    return max(asked, least_made)


def describe(provider: Provider) -> dict[str, Any]:
    """The provider as the page's objects need it, by the names of the COM properties."""
    return {
        "Name": provider.name,
        "Type": provider.type,
        "LegacyCsp": provider.legacy,
        "IsSmartCard": provider.card and "Card" in provider.name,
        "IsHardwareDevice": provider.card,
        "IsRemovable": provider.card and "Card" in provider.name,
        "IsSoftwareDevice": not provider.card,
        "KeySpec": _spec(provider),
        "Algorithms": [_describe_algorithm(algorithm) for algorithm in provider.algorithms],
    }


def describe_all() -> list[dict[str, Any]]:
    """All providers, as CCspInformations.AddAvailableCsps finds them."""
    return [describe(provider) for provider in PROVIDERS]


def describe_named(name: str) -> dict[str, Any]:
    """One provider. Raises EnrollmentFailure (CRYPT_E_NOT_FOUND) for a name that no PC has."""
    return describe(find_provider(name, CRYPT_E_NOT_FOUND))


def _spec(provider: Provider) -> int:
    specs = {algorithm.spec for algorithm in provider.algorithms if algorithm.spec > 0}
    return sum(specs) if provider.legacy else 0


def _describe_algorithm(algorithm: Algorithm) -> dict[str, Any]:
    return {
        "Name": algorithm.name,
        "LongName": algorithm.long_name,
        "Type": algorithm.type,
        "Operations": _OPERATIONS[algorithm.type],
        "DefaultLength": algorithm.default,
        "MinLength": algorithm.least,
        "MaxLength": algorithm.most,
        "IncrementLength": algorithm.step,
        "Spec": algorithm.spec,
    }
