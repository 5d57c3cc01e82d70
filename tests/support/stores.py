"""A certificate store in memory, which fails when it is told to."""

from __future__ import annotations

from pathlib import Path

from ekakushin.automation.certificates.stores.store import CertificateKind, Handle, handle_of, store_error
from ekakushin.flows.models import Identity


class MemoryStore:
    """`there` are the fingerprints in it; after `acts_left` acts it is as if the power had gone."""

    name = "memory"
    place = "memory"

    def __init__(self) -> None:
        self.there: set[tuple[str, str]] = set()
        self.acts_left: int | None = None
        self.broken = False

    def install(self, identity: Identity, friendly_name: str) -> Handle:
        return self._add(self.handle(identity.certificate_pem, "identity"))

    def trust(self, certificate_pem: bytes, *, root: bool) -> Handle:
        return self._add(self.handle(certificate_pem, "root" if root else "authority"))

    def handle(self, certificate_pem: bytes, kind: CertificateKind) -> Handle:
        return handle_of(certificate_pem, self.name, self.place, kind)

    def find(self, handle: Handle) -> bool:
        return (handle.kind, handle.fingerprint) in self.there

    def remove(self, handle: Handle) -> None:
        self._act()
        self.there.discard((handle.kind, handle.fingerprint))

    def missing(self) -> list[Path]:
        return []

    def tidy(self) -> None:
        return None

    def _add(self, handle: Handle) -> Handle:
        self._act()
        self.there.add((handle.kind, handle.fingerprint))
        return handle

    def _act(self) -> None:
        if self.broken:
            raise store_error(self.place, "out of order")
        if self.acts_left is not None:
            if self.acts_left == 0:
                raise KeyboardInterrupt
            self.acts_left -= 1
