"""Windows: the folders of the current user's certificate store (My, CA, Root), looked at anew each time."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal, Protocol

from ekakushin.automation.certificates.stores.containers import KeyPlace
from ekakushin.automation.certificates.stores.wincrypt import (
    NO_CERTIFICATE,
    SILENT,
    Blob,
    KeyProviderInfo,
    Refusal,
    ask,
)

FolderName = Literal["My", "CA", "Root"]

_ENCODING = 0x10001  # X.509, PKCS#7
_SYSTEM_STORE = 10
_CURRENT_USER, _LOCAL_MACHINE, _READ_ONLY, _EXISTING = 0x10000, 0x20000, 0x8000, 0x4000
_BY_SHA1 = 0x10000
_REPLACE_EXISTING = 3
_COMMIT = 3
_KEY_PROVIDER_INFO, _SHA1, _FRIENDLY_NAME = 2, 3, 11
_COMPARE_KEY, _NO_HEALING, _ALLOW_CNG = 0x4, 0x8, 0x10000
_CNG_HANDLE = 0xFFFFFFFF
_NONE_THERE = (NO_CERTIFICATE, 0x12, 0x2)  # also said of a folder that is empty, or not there yet


class Folders(Protocol):
    """The certificates of one user, by folder and thumbprint (SHA-1, hex). Raises Refusal."""

    def has(self, folder: FolderName, thumbprint: str) -> bool:
        """Whether it is there, for this user or for the whole PC."""

    def is_the_machines(self, folder: FolderName, thumbprint: str) -> bool:
        """Whether it is there for the whole PC, which every user's folder shows as well."""

    def use_key(self, thumbprint: str) -> None:
        """See that a certificate is in My and can use its own private key, without asking anybody."""

    def key_places(self) -> dict[str, KeyPlace]:
        """Where the keys of all certificates in My lie, by thumbprint."""

    def add(
        self, folder: FolderName, der: bytes, *, key: KeyPlace | None = None, friendly_name: str = ""
    ) -> None:
        """Put a certificate there, whole: what it says of its key and its name come with it."""

    def delete(self, folder: FolderName, thumbprint: str) -> None:
        """Take a certificate away; nothing happens where it is not there. Windows asks before it takes a root."""


class CurrentUser:
    """The folders of whoever runs this, through crypt32."""

    def has(self, folder: FolderName, thumbprint: str) -> bool:
        """Whether it is there, for this user or for the whole PC."""
        with _opened(folder, _CURRENT_USER) as store, _found(store, thumbprint) as context:
            return context is not None

    def is_the_machines(self, folder: FolderName, thumbprint: str) -> bool:
        """Whether it is there for the whole PC."""
        flags = _LOCAL_MACHINE | _READ_ONLY | _EXISTING
        with _opened(folder, flags) as store, _found(store, thumbprint) as context:
            return context is not None

    def use_key(self, thumbprint: str) -> None:
        """See that a certificate is in My and can use its own private key."""
        with _opened("My", _CURRENT_USER) as store, _found(store, thumbprint) as context:
            if context is None:
                raise Refusal("CertFindCertificateInStore", NO_CERTIFICATE)
            _use_its_key(context)

    def key_places(self) -> dict[str, KeyPlace]:
        """Where the keys of all certificates in My lie, by thumbprint."""
        places = {}
        with _opened("My", _CURRENT_USER) as store:
            for context in _all(store):
                place = _key_place(context)
                if place:
                    places[_property(context, _SHA1).raw.hex()] = place
        return places

    def add(
        self, folder: FolderName, der: bytes, *, key: KeyPlace | None = None, friendly_name: str = ""
    ) -> None:
        """Put a certificate there, whole."""
        context = ask("CertCreateCertificateContext", _ENCODING, der, len(der))
        try:
            if key:
                _set(context, _KEY_PROVIDER_INFO, _info(key))
            if friendly_name:
                _set(context, _FRIENDLY_NAME, _text(friendly_name))
            with _opened(folder, _CURRENT_USER) as store:
                ask("CertAddCertificateContextToStore", store, context, _REPLACE_EXISTING, None)
                ask("CertControlStore", store, 0, _COMMIT, None)
        finally:
            ask("CertFreeCertificateContext", context)

    def delete(self, folder: FolderName, thumbprint: str) -> None:
        """Take a certificate away."""
        with _opened(folder, _CURRENT_USER) as store:
            context = _find(store, thumbprint)
            if context:
                ask("CertDeleteCertificateFromStore", context)  # frees it as well
                ask("CertControlStore", store, 0, _COMMIT, None)


@contextmanager
def _opened(folder: FolderName, flags: int) -> Iterator[Any]:
    store = _or_nothing("CertOpenStore", _SYSTEM_STORE, 0, None, flags, folder)
    try:
        yield store
    finally:
        if store:
            ask("CertCloseStore", store, 0)


@contextmanager
def _found(store: Any, thumbprint: str) -> Iterator[Any]:
    context = _find(store, thumbprint)
    try:
        yield context
    finally:
        if context:
            ask("CertFreeCertificateContext", context)


def _find(store: Any, thumbprint: str) -> Any:
    if not store:
        return None
    digest = ctypes.create_string_buffer(bytes.fromhex(thumbprint), 20)
    blob = Blob(20, ctypes.cast(digest, ctypes.c_void_p).value)
    given = (store, _ENCODING, 0, _BY_SHA1, ctypes.byref(blob), None)
    return _or_nothing("CertFindCertificateInStore", *given)


def _all(store: Any) -> Iterator[Any]:
    context = None
    while context := _or_nothing("CertEnumCertificatesInStore", store, context):  # frees the one before
        yield context


def _or_nothing(function: str, *given: Any) -> Any:
    try:
        return ask(function, *given)
    except Refusal as refusal:
        if refusal.number not in _NONE_THERE:
            raise
        return None


def _property(context: Any, number: int) -> Any:
    """A buffer with what the certificate says there, None where it says nothing."""
    size = ctypes.c_uint32()
    given = (context, number, None, ctypes.byref(size))
    if not _or_nothing("CertGetCertificateContextProperty", *given):
        return None
    buffer = ctypes.create_string_buffer(size.value)
    ask("CertGetCertificateContextProperty", context, number, buffer, ctypes.byref(size))
    return buffer


def _key_place(context: Any) -> KeyPlace | None:
    buffer = _property(context, _KEY_PROVIDER_INFO)
    if buffer is None:
        return None
    info = KeyProviderInfo.from_buffer(buffer)  # the texts stand behind it, in the same buffer
    return KeyPlace(info.container or "", info.provider or "", info.provider_type, info.key_spec)


def _info(key: KeyPlace) -> KeyProviderInfo:
    return KeyProviderInfo(key.container, key.provider, key.provider_type, 0, 0, None, key.key_spec)


def _text(text: str) -> Blob:
    buffer = ctypes.create_unicode_buffer(text)
    blob = Blob(ctypes.sizeof(buffer), ctypes.cast(buffer, ctypes.c_void_p).value)
    blob.kept = buffer  # it must live as long as what points to it
    return blob


def _set(context: Any, number: int, value: KeyProviderInfo | Blob) -> None:
    ask("CertSetCertificateContextProperty", context, number, 0, ctypes.byref(value))


def _use_its_key(context: Any) -> None:
    handle, spec, ours = ctypes.c_void_p(), ctypes.c_uint32(), ctypes.c_int()
    answers = (ctypes.byref(handle), ctypes.byref(spec), ctypes.byref(ours))
    flags = SILENT | _COMPARE_KEY | _NO_HEALING | _ALLOW_CNG
    ask("CryptAcquireCertificatePrivateKey", context, flags, None, *answers)
    if ours.value and spec.value == _CNG_HANDLE:
        ask("NCryptFreeObject", handle)
    elif ours.value:
        ask("CryptReleaseContext", handle, 0)
