"""What is in Windows' key containers, and what the key of an installed certificate can do: asked of Windows alone."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator
from ctypes import POINTER, byref, c_uint32, c_void_p
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from ekakushin.flows.models import Identity

DIGEST = hashlib.sha256(b"what is signed").digest()
CSP = ("Microsoft Enhanced RSA and AES Cryptographic Provider", 24)
CNG_KEY = 0xFFFFFFFF
_SHA256, _SHA1_HASH, _ENCODING = 0x800C, 0x10000, 0x10001


class _Blob(ctypes.Structure):
    _fields_ = (("size", c_uint32), ("data", c_void_p))


class _KeyName(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_wchar_p),
        ("algorithm", ctypes.c_wchar_p),
        ("spec", c_uint32),
        ("flags", c_uint32),
    )


def _library(name: str) -> Any:
    return getattr(ctypes, "WinDLL")(name, use_last_error=True)  # noqa: B009  (elsewhere there is none)


def containers() -> set[str]:
    """The names of this user's containers, of the older provider and of CNG."""
    return {*_of_csp(), *_of_cng()}


def _of_csp() -> Iterator[str]:
    advapi32, provider = _library("advapi32"), c_void_p()
    assert advapi32.CryptAcquireContextW(byref(provider), None, ctypes.c_wchar_p(CSP[0]), CSP[1], 0xF0000000)
    name, first = ctypes.create_string_buffer(1024), 1
    while advapi32.CryptGetProvParam(provider, 2, name, byref(c_uint32(1024)), first):
        yield name.value.decode()
        first = 2
    advapi32.CryptReleaseContext(provider, 0)


def _of_cng() -> Iterator[str]:
    ncrypt, provider, state = _library("ncrypt"), c_void_p(), c_void_p()
    software = ctypes.c_wchar_p("Microsoft Software Key Storage Provider")
    assert not ncrypt.NCryptOpenStorageProvider(byref(provider), software, 0)
    found = POINTER(_KeyName)()
    while not ncrypt.NCryptEnumKeys(provider, None, byref(found), byref(state), 0x40) and found:
        yield found.contents.name or ""


def _certificate(thumbprint: str) -> c_void_p:
    crypt32, digest = _library("crypt32"), ctypes.create_string_buffer(bytes.fromhex(thumbprint), 20)
    crypt32.CertOpenStore.restype = crypt32.CertFindCertificateInStore.restype = c_void_p
    store = c_void_p(crypt32.CertOpenStore(c_void_p(10), 0, None, 0x10000, ctypes.c_wchar_p("My")))
    blob = _Blob(20, ctypes.cast(digest, c_void_p).value)
    found = crypt32.CertFindCertificateInStore(store, _ENCODING, 0, _SHA1_HASH, byref(blob), None)
    crypt32.CertCloseStore(store, 0)
    assert found
    return c_void_p(found)


def _key(thumbprint: str) -> tuple[c_void_p, int]:
    handle, spec, ours = c_void_p(), c_uint32(), ctypes.c_int()
    answers = (byref(handle), byref(spec), byref(ours))
    acquire = _library("crypt32").CryptAcquireCertificatePrivateKey
    assert acquire(_certificate(thumbprint), 0x10044, None, *answers)
    return handle, spec.value


def friendly_name(thumbprint: str) -> str:
    """What a person reads in the list of certificates."""
    name, read = ctypes.create_unicode_buffer(200), _library("crypt32").CertGetCertificateContextProperty
    assert read(_certificate(thumbprint), 11, name, byref(c_uint32(400)))
    return name.value


def sign(thumbprint: str, digest: bytes) -> bytes:
    """The signature of a certificate's key over a SHA-256 digest (PKCS#1 v1.5), as Windows makes it."""
    key, spec = _key(thumbprint)
    return _sign_by_cng(key, digest) if spec == CNG_KEY else _sign_by_csp(key, spec, digest)


def _sign_by_csp(provider: c_void_p, spec: int, digest: bytes) -> bytes:
    advapi32, hashed, size = _library("advapi32"), c_void_p(), c_uint32(1024)
    assert advapi32.CryptCreateHash(provider, _SHA256, None, 0, byref(hashed))
    assert advapi32.CryptSetHashParam(hashed, 2, digest, 0)
    signature = ctypes.create_string_buffer(size.value)
    assert advapi32.CryptSignHashW(hashed, spec, None, 0, signature, byref(size))
    return signature.raw[: size.value][::-1]


def _sign_by_cng(key: c_void_p, digest: bytes) -> bytes:
    ncrypt, size, signature = _library("ncrypt"), c_uint32(), ctypes.create_string_buffer(1024)
    padding = ctypes.c_wchar_p("SHA256")
    given = (key, byref(padding), digest, len(digest), signature, 1024, byref(size), 0x42)
    assert not ncrypt.NCryptSignHash(*given)
    return signature.raw[: size.value]


def verify(identity: Identity, signature: bytes) -> None:
    """Raises InvalidSignature unless the certificate's public key says that its key has signed DIGEST."""
    key = x509.load_pem_x509_certificates(identity.certificate_pem)[0].public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(signature, DIGEST, padding.PKCS1v15(), Prehashed(hashes.SHA256()))


def gives_its_key_away(thumbprint: str) -> bool:
    """Whether Windows exports the private key of a certificate."""
    key, spec = _key(thumbprint)
    size, room = c_uint32(8192), ctypes.create_string_buffer(8192)
    if spec == CNG_KEY:
        kind = ctypes.c_wchar_p("RSAFULLPRIVATEBLOB")
        given = (key, None, kind, None, room, 8192, byref(size), 0x40)
        return not _library("ncrypt").NCryptExportKey(*given)
    advapi32, exported = _library("advapi32"), c_void_p()
    assert advapi32.CryptGetUserKey(key, spec, byref(exported))
    return bool(advapi32.CryptExportKey(exported, None, 7, 0, room, byref(size)))
