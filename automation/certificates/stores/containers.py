"""Windows: the containers in which keys of certificates lie, in the newer storage (CNG) and in the older one (CSP)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ekakushin.automation.certificates.forms import Key
from ekakushin.automation.certificates.stores.wincrypt import (
    NO_CONTAINER,
    NO_KEY,
    SILENT,
    Parameter,
    Parameters,
    Refusal,
    ask,
    wiped,
)

CNG_PROVIDER = "Microsoft Software Key Storage Provider"
CSP_PROVIDER = "Microsoft Enhanced RSA and AES Cryptographic Provider"
_RSA_AES = 24
_KEY_EXCHANGE = 1
_NEW, _DELETE = 0x8, 0x10
_NOT_FINAL = 0x400
_NAME_OF_KEY = 45
_PERSIST = 0x80000000
_PKCS1 = 0x2
_ECDSA = {"secp256r1": b"ECS2", "secp384r1": b"ECS4", "secp521r1": b"ECS6"}  # BCRYPT_ECDSA_PRIVATE_P…_MAGIC
_NOT_THERE = (NO_CONTAINER, NO_KEY)


@dataclass(frozen=True)
class KeyPlace:
    """Where one key lies, as CERT_KEY_PROV_INFO says it. A provider's type 0 is CNG."""

    container: str
    provider: str
    provider_type: int
    key_spec: int

    def exists(self) -> bool:
        """Whether there is such a container; there is none in a CNG that does not work. Raises Refusal."""
        return _cng_exists(self) if self.provider_type == 0 else _csp_exists(self)

    def delete(self) -> None:
        """Delete the container with its key; nothing happens where it is not there. Raises Refusal."""
        try:
            _cng_delete(self) if self.provider_type == 0 else _csp_open(self, _DELETE)
        except Refusal as refusal:
            if refusal.number not in _NOT_THERE:
                raise


class Storage(Protocol):
    """One kind of containers."""

    def place(self, container: str) -> KeyPlace:
        """Where a key of this name is put."""

    def takes(self, key: Key) -> bool:
        """Whether keys of this kind can lie there at all."""

    def put(self, container: str, key: Key) -> None:
        """Make the container and put the key there, never to be exported. Raises Refusal."""


class CngStorage:
    """CNG: RSA (RSA-PSS too, which TLS 1.3 wants) and elliptic curves."""

    def place(self, container: str) -> KeyPlace:
        """Where a key of this name is put."""
        return KeyPlace(container, CNG_PROVIDER, 0, 0)

    def takes(self, key: Key) -> bool:
        """RSA keys and those of NIST's elliptic curves."""
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.curve.name in _ECDSA
        return isinstance(key, rsa.RSAPrivateKey)

    def put(self, container: str, key: Key) -> None:
        """Put the key there and see whether it is found by its name and signs: Wine takes it and forgets it."""
        (kind, blob), place = _cng_blob(key), self.place(container)
        with _provider(place.provider) as provider, wiped(blob) as data:
            given, handle = _named(container), ctypes.c_void_p()
            ask(
                *("NCryptImportKey", provider, None, kind, ctypes.byref(given)),
                *(ctypes.byref(handle), data, len(blob), _NOT_FINAL | SILENT),
            )
            with _freed(handle):
                none = ctypes.c_uint32(0)
                ask("NCryptSetProperty", handle, "Export Policy", ctypes.byref(none), 4, _PERSIST)
                ask("NCryptFinalizeKey", handle, SILENT)
        with _provider(place.provider) as provider, _freed(_cng_key(provider, container)) as found:
            _cng_sign(found, isinstance(key, rsa.RSAPrivateKey))


class CspStorage:
    """The provider for RSA and AES that every Windows has had since XP: RSA alone, and in TLS PKCS#1 alone."""

    def place(self, container: str) -> KeyPlace:
        """Where a key of this name is put."""
        return KeyPlace(container, CSP_PROVIDER, _RSA_AES, _KEY_EXCHANGE)

    def takes(self, key: Key) -> bool:
        """RSA keys, as far as the form in which they are handed over has room for them."""
        return isinstance(key, rsa.RSAPrivateKey) and key.public_key().public_numbers().e < 1 << 32

    def put(self, container: str, key: Key) -> None:
        """Make the container and import the key, without the flag that would let it be exported."""
        assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101  (it was asked whether it takes it)
        handle = _csp_open(self.place(container), _NEW)
        try:
            with wiped(private_key_blob(key)) as blob:
                imported = ctypes.c_void_p()
                ask("CryptImportKey", handle, blob, len(blob), None, 0, ctypes.byref(imported))
                ask("CryptDestroyKey", imported)
        finally:
            ask("CryptReleaseContext", handle, 0)


def private_key_blob(key: rsa.RSAPrivateKey) -> bytes:
    """An RSA key as CryptImportKey takes it: PUBLICKEYSTRUC, RSAPUBKEY, and the numbers with the last byte first."""
    numbers, whole = key.private_numbers(), (key.key_size + 7) // 8
    half = (whole + 1) // 2
    head = b"\x07\x02\x00\x00\x00\xa4\x00\x00" + b"RSA2"  # PRIVATEKEYBLOB, version 2, CALG_RSA_KEYX
    sizes = (key.key_size, numbers.public_numbers.e)
    body = (
        (numbers.public_numbers.n, whole),
        (numbers.p, half),
        (numbers.q, half),
        (numbers.dmp1, half),
        (numbers.dmq1, half),
        (numbers.iqmp, half),
        (numbers.d, whole),
    )
    numbers_of_four = b"".join(each.to_bytes(4, "little") for each in sizes)
    return head + numbers_of_four + b"".join(number.to_bytes(size, "little") for number, size in body)


def _cng_blob(key: Key) -> tuple[str, bytes]:
    """A key as NCryptImportKey takes it, and what it calls that form.

    A PKCS#8 does not say whether a key of a curve is for signatures, and CNG might take it for one of ECDH.
    """
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return "PKCS8_PRIVATEKEY", key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    numbers, size = key.private_numbers(), (key.key_size + 7) // 8
    parts = (numbers.public_numbers.x, numbers.public_numbers.y, numbers.private_value)
    head = _ECDSA[key.curve.name] + size.to_bytes(4, "little")
    return "ECCPRIVATEBLOB", head + b"".join(part.to_bytes(size, "big") for part in parts)


def _cng_sign(handle: ctypes.c_void_p, with_padding: bool) -> None:
    """Sign something, to see that it can be done."""
    algorithm = ctypes.c_wchar_p("SHA256")  # BCRYPT_PKCS1_PADDING_INFO
    padding, flags = (ctypes.byref(algorithm), _PKCS1) if with_padding else (None, 0)
    digest, room, size = bytes(32), ctypes.create_string_buffer(1024), ctypes.c_uint32()
    given = (handle, padding, digest, len(digest), room, len(room), ctypes.byref(size), flags | SILENT)
    ask("NCryptSignHash", *given)


def _csp_open(place: KeyPlace, flags: int) -> ctypes.c_void_p:
    handle = ctypes.c_void_p()
    named = (place.container, place.provider, place.provider_type)
    ask("CryptAcquireContextW", ctypes.byref(handle), *named, flags | SILENT)
    return handle


def _csp_exists(place: KeyPlace) -> bool:
    try:
        ask("CryptReleaseContext", _csp_open(place, 0), 0)
    except Refusal as refusal:
        if refusal.number not in _NOT_THERE:
            raise
        return False
    return True


def _cng_exists(place: KeyPlace) -> bool:
    try:
        with _provider(place.provider) as provider, _freed(_cng_key(provider, place.container)):
            return True
    except Refusal:
        return False


def _cng_delete(place: KeyPlace) -> None:
    with _provider(place.provider) as provider:
        ask("NCryptDeleteKey", _cng_key(provider, place.container), SILENT)  # frees the handle as well


def _cng_key(provider: ctypes.c_void_p, container: str) -> ctypes.c_void_p:
    handle = ctypes.c_void_p()
    ask("NCryptOpenKey", provider, ctypes.byref(handle), container, 0, SILENT)
    return handle


def _named(container: str) -> Parameters:
    name = ctypes.create_unicode_buffer(container)
    parameter = Parameter(ctypes.sizeof(name), _NAME_OF_KEY, ctypes.cast(name, ctypes.c_void_p))
    parameters = Parameters(0, 1, ctypes.pointer(parameter))
    parameters.kept = name  # it must live as long as what points to it
    return parameters


@contextmanager
def _provider(name: str) -> Iterator[ctypes.c_void_p]:
    handle = ctypes.c_void_p()
    ask("NCryptOpenStorageProvider", ctypes.byref(handle), name, 0)
    with _freed(handle):
        yield handle


@contextmanager
def _freed(handle: ctypes.c_void_p) -> Iterator[ctypes.c_void_p]:
    try:
        yield handle
    finally:
        ask("NCryptFreeObject", handle)
