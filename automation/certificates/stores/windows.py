"""Windows: the current user's certificate store, each key in a container of its certificate's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ekakushin.automation.certificates import forms
from ekakushin.automation.certificates.stores.containers import CngStorage, CspStorage, KeyPlace, Storage
from ekakushin.automation.certificates.stores.folders import CurrentUser, FolderName, Folders
from ekakushin.automation.certificates.stores.store import CertificateKind, Handle, handle_of, store_error
from ekakushin.automation.certificates.stores.wincrypt import Refusal
from ekakushin.flows.models import Identity
from ekakushin.flows.text import say

_FOLDERS: dict[CertificateKind, FolderName] = {"identity": "My", "authority": "CA", "root": "Root"}


class WindowsStore:
    """The store `Cert:\\CurrentUser`, through Windows' own functions; no other program is started.

    A key cannot be exported from there again; ours is still in the home. It lies in the first storage that takes it
    and gives it back: CNG, or else the older provider.
    """

    name = "windows"
    place = "Cert:\\CurrentUser"

    def __init__(self, folders: Folders | None = None, storages: Sequence[Storage] | None = None) -> None:
        self.folders: Folders = folders or CurrentUser()
        self.storages: Sequence[Storage] = storages or (CngStorage(), CspStorage())

    def install(self, identity: Identity, friendly_name: str) -> Handle:
        """Put certificate and key there, and see that the one can use the other."""
        handle = self.handle(identity.certificate_pem, "identity")
        if self.find(handle):
            return handle
        key, reasons = forms.load_key(identity.key_pem), []
        for storage in self.storages:
            if not storage.takes(key):
                continue
            try:
                self._put(storage, handle, identity, key, friendly_name)
            except Refusal as refusal:
                reasons.append(str(refusal))
                self.remove(handle)
            else:
                return handle
        if not any(storage.takes(key) for storage in self.storages[1:]):
            reasons.append(say("stores.needs_cng"))
        raise store_error(self.place, "; ".join(reasons))

    def trust(self, certificate_pem: bytes, *, root: bool) -> Handle:
        """Put an authority there; Windows asks the person whether a root is to be trusted."""
        handle = self.handle(certificate_pem, "root" if root else "authority")
        with self._told():
            if not self.find(handle):
                self.folders.add(_FOLDERS[handle.kind], _der(certificate_pem))
                if not self.find(handle):
                    raise store_error(self.place, say("stores.not_there"))
        return handle

    def handle(self, certificate_pem: bytes, kind: CertificateKind) -> Handle:
        """What `install` or `trust` will give."""
        return handle_of(certificate_pem, self.name, self.place, kind)

    def find(self, handle: Handle) -> bool:
        """Whether it is there, with a key that is its own and works."""
        with self._told():
            if not self.folders.has(_FOLDERS[handle.kind], handle.thumbprint):
                return False
        if handle.kind == "identity":
            try:
                self.folders.use_key(handle.thumbprint)
            except Refusal:
                return False
        return True

    def remove(self, handle: Handle) -> None:
        """Take the certificate with this thumbprint away, and its key before it: what is killed in between is found
        again by the certificate."""
        with self._told():
            if handle.kind == "identity":
                self._remove_keys(handle)
            self._remove_certificate(_FOLDERS[handle.kind], handle.thumbprint)

    def missing(self) -> list[Path]:
        """Nothing: the store is always there."""
        return []

    def tidy(self) -> None:
        """Nothing: the store is always there."""

    def _put(
        self, storage: Storage, handle: Handle, identity: Identity, key: forms.Key, friendly_name: str
    ) -> None:
        place = storage.place(container_of(handle))
        if place.exists():  # what is left of an installation that was killed
            place.delete()
        storage.put(place.container, key)
        self.folders.add("My", _der(identity.certificate_pem), key=place, friendly_name=friendly_name)
        self.folders.use_key(handle.thumbprint)

    def _remove_keys(self, handle: Handle) -> None:
        places = self.folders.key_places()
        named = places.pop(handle.thumbprint, None)
        ours = [storage.place(container_of(handle)) for storage in self.storages]
        there = [place for place in ours if place.exists()]
        for place in dict.fromkeys([*([named] if named else []), *there]):
            if not any(_same_key(place, other) for other in places.values()):
                place.delete()
                if place.exists():
                    raise store_error(self.place, say("stores.still_there"))

    def _remove_certificate(self, folder: FolderName, thumbprint: str) -> None:
        try:
            self.folders.delete(folder, thumbprint)
        except Refusal:
            if not self.folders.is_the_machines(folder, thumbprint):
                raise
        if self.folders.has(folder, thumbprint) and not self.folders.is_the_machines(folder, thumbprint):
            raise store_error(self.place, say("stores.still_there"))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except Refusal as refusal:
            raise store_error(self.place, str(refusal)) from refusal


def container_of(handle: Handle) -> str:
    """The container of this certificate's key: nobody else's has this name, and it is known before it is made."""
    return f"ekakushin-{handle.fingerprint[:40]}"


def _same_key(one: KeyPlace, other: KeyPlace) -> bool:
    return (one.container, one.provider) == (other.container, other.provider)


def _der(certificate_pem: bytes) -> bytes:
    return x509.load_pem_x509_certificates(certificate_pem)[0].public_bytes(Encoding.DER)
