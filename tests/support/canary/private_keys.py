"""What of a private key must be nowhere: its PEM, its DER, and the primes that make it."""

from __future__ import annotations

from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

_WINDOW = 48  # bytes of a long secret that are searched for: a part of it is as bad as the whole


def parts_of_key(pem: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and values: stretches of the key's own bytes, whichever file they stand in."""
    key = load_pem_private_key(pem, None)
    for name, form in (("PKCS#8", PrivateFormat.PKCS8), ("traditional", PrivateFormat.TraditionalOpenSSL)):
        der = key.private_bytes(Encoding.DER, form, NoEncryption())
        yield f"{name} DER", der[-_WINDOW:]
        lines = key.private_bytes(Encoding.PEM, form, NoEncryption()).splitlines()
        yield f"{name} PEM", lines[len(lines) // 2]
    if isinstance(key, rsa.RSAPrivateKey):
        yield from _numbers(key.private_numbers())


def _numbers(numbers: rsa.RSAPrivateNumbers) -> Iterator[tuple[str, bytes]]:
    for name, number in (("p", numbers.p), ("q", numbers.q), ("d", numbers.d)):
        size = (number.bit_length() + 7) // 8
        yield f"{name}, big end first", number.to_bytes(size, "big")[:_WINDOW]
        yield f"{name}, small end first", number.to_bytes(size, "little")[:_WINDOW]
        yield f"{name}, decimal", str(number)[:_WINDOW].encode()
