"""Windows' own functions for certificates and keys (crypt32, advapi32, ncrypt): what they take, and how they refuse."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, c_int, c_uint32, c_void_p, c_wchar_p
from functools import cache
from typing import Any

NO_CERTIFICATE = 0x80092004
NO_CONTAINER = 0x80090016
NO_KEY = 0x8009000D
NO_LIBRARY = 0x7E
SILENT = 0x40  # no window: neither a PIN nor a smart card is asked for


class Refusal(OSError):
    """What Windows answered to one of its functions: `number` is its own (an HRESULT, or an error of Win32)."""

    def __init__(self, function: str, number: int) -> None:
        self.number = number & 0xFFFFFFFF
        super().__init__(f"{function}: 0x{self.number:08X} {_sentence(self.number)}".strip())


class Blob(Structure):
    """CRYPT_DATA_BLOB: bytes with their count."""

    _fields_ = (("size", c_uint32), ("data", c_void_p))


class KeyProviderInfo(Structure):
    """CRYPT_KEY_PROV_INFO: in which container of which provider the key of a certificate lies."""

    _fields_ = (
        ("container", c_wchar_p),
        ("provider", c_wchar_p),
        ("provider_type", c_uint32),
        ("flags", c_uint32),
        ("parameter_count", c_uint32),
        ("parameters", c_void_p),
        ("key_spec", c_uint32),
    )


class Parameter(Structure):
    """NCryptBuffer: one thing that is said of a key while it comes in."""

    _fields_ = (("size", c_uint32), ("kind", c_uint32), ("data", c_void_p))


class Parameters(Structure):
    """NCryptBufferDesc: all that is said of it."""

    _fields_ = (("version", c_uint32), ("count", c_uint32), ("first", POINTER(Parameter)))


_HANDLE, _POINTER, _NUMBER, _TEXT = c_void_p, c_void_p, c_uint32, c_wchar_p
# Library, type of the answer, types of what is given.
_FUNCTIONS: dict[str, tuple[str, Any, tuple[Any, ...]]] = {
    "CertOpenStore": ("crypt32", _HANDLE, (_POINTER, _NUMBER, _HANDLE, _NUMBER, _TEXT)),
    "CertCloseStore": ("crypt32", c_int, (_HANDLE, _NUMBER)),
    "CertControlStore": ("crypt32", c_int, (_HANDLE, _NUMBER, _NUMBER, _POINTER)),
    "CertFindCertificateInStore": (
        "crypt32",
        _POINTER,
        (_HANDLE, _NUMBER, _NUMBER, _NUMBER, _POINTER, _POINTER),
    ),
    "CertEnumCertificatesInStore": ("crypt32", _POINTER, (_HANDLE, _POINTER)),
    "CertCreateCertificateContext": ("crypt32", _POINTER, (_NUMBER, _POINTER, _NUMBER)),
    "CertFreeCertificateContext": ("crypt32", c_int, (_POINTER,)),
    "CertSetCertificateContextProperty": ("crypt32", c_int, (_POINTER, _NUMBER, _NUMBER, _POINTER)),
    "CertGetCertificateContextProperty": ("crypt32", c_int, (_POINTER, _NUMBER, _POINTER, _POINTER)),
    "CertAddCertificateContextToStore": ("crypt32", c_int, (_HANDLE, _POINTER, _NUMBER, _POINTER)),
    "CertDeleteCertificateFromStore": ("crypt32", c_int, (_POINTER,)),
    "CryptAcquireCertificatePrivateKey": (
        "crypt32",
        c_int,
        (_POINTER, _NUMBER, _POINTER, _POINTER, _POINTER, _POINTER),
    ),
    "CryptAcquireContextW": ("advapi32", c_int, (_POINTER, _TEXT, _TEXT, _NUMBER, _NUMBER)),
    "CryptReleaseContext": ("advapi32", c_int, (_HANDLE, _NUMBER)),
    "CryptImportKey": ("advapi32", c_int, (_HANDLE, _POINTER, _NUMBER, _HANDLE, _NUMBER, _POINTER)),
    "CryptDestroyKey": ("advapi32", c_int, (_HANDLE,)),
    "NCryptOpenStorageProvider": ("ncrypt", c_int, (_POINTER, _TEXT, _NUMBER)),
    "NCryptOpenKey": ("ncrypt", c_int, (_HANDLE, _POINTER, _TEXT, _NUMBER, _NUMBER)),
    "NCryptImportKey": (
        "ncrypt",
        c_int,
        (_HANDLE, _HANDLE, _TEXT, _POINTER, _POINTER, _POINTER, _NUMBER, _NUMBER),
    ),
    "NCryptSetProperty": ("ncrypt", c_int, (_HANDLE, _TEXT, _POINTER, _NUMBER, _NUMBER)),
    "NCryptFinalizeKey": ("ncrypt", c_int, (_HANDLE, _NUMBER)),
    "NCryptSignHash": (
        "ncrypt",
        c_int,
        (_HANDLE, _POINTER, _POINTER, _NUMBER, _POINTER, _NUMBER, _POINTER, _NUMBER),
    ),
    "NCryptDeleteKey": ("ncrypt", c_int, (_HANDLE, _NUMBER)),
    "NCryptFreeObject": ("ncrypt", c_int, (_HANDLE,)),
}


def ask(function: str, *given: Any) -> Any:
    """Call one of Windows' functions. Raises Refusal."""
    answer = _function(function)(*given)
    if _FUNCTIONS[function][0] == "ncrypt":
        if answer:
            raise Refusal(function, answer)
    elif not answer:
        raise Refusal(function, _last_error())
    return answer


@contextmanager
def wiped(data: bytes) -> Iterator[Any]:
    """A buffer for Windows with a secret in it, which is overwritten afterwards."""
    buffer = ctypes.create_string_buffer(data, len(data))
    try:
        yield buffer
    finally:
        ctypes.memset(buffer, 0, len(data))


@cache
def _function(name: str) -> Any:
    library, answer, given = _FUNCTIONS[name]
    function = getattr(_library(library, name), name)
    function.restype, function.argtypes = answer, given
    return function


def _library(name: str, function: str) -> ctypes.CDLL:
    if sys.platform == "win32":
        return ctypes.WinDLL(name, use_last_error=True)
    raise Refusal(function, NO_LIBRARY)


def _last_error() -> int:
    if sys.platform == "win32":
        return ctypes.get_last_error()
    return NO_LIBRARY


def _sentence(number: int) -> str:
    if sys.platform != "win32":
        return ""
    said = ctypes.FormatError(ctypes.c_int32(number).value)
    return "" if said.startswith("<") else said.strip()  # "<no description>"
