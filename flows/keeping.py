"""Interfaces of what a flow keeps: the vault, the certificate store and the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from ekakushin.flows.models import ClientCertificate, Identity, SecretName
from ekakushin.flows.secret import Secret


class Vault(Protocol):
    """Secrets of many people. `put` has flushed to disk when it returns."""

    def get(self, user_id: str, name: SecretName) -> Secret | None:
        """The secret, or None where there is none. Raises VaultClosed if the vault cannot be read."""

    def put(self, user_id: str, name: SecretName, value: Secret) -> None:
        """Keep it, in place of an older one. Raises VaultClosed if it cannot be kept."""

    def put_all(self, user_id: str, values: Mapping[SecretName, Secret]) -> None:
        """Keep all of these, as `put` does, in as few writes as may be."""

    def forget(self, user_id: str, name: SecretName) -> None:
        """Remove it; nothing happens where there is none."""

    def people(self) -> list[str]:
        """The user IDs that have at least one secret here, sorted; what is nobody's makes nobody one of them."""


class CertificateStore(Protocol):
    """Login certificates and keys at rest, encrypted. Everything is on disk when a call returns.

    Nothing is ever overwritten: a new key or certificate stands beside the older ones.
    """

    def keep_key(self, user_id: str, key_pem: Secret) -> None:
        """Keep a private key (unencrypted PKCS#8 PEM) whose certificate has not arrived yet."""

    def pending_keys(self, user_id: str) -> list[Secret]:
        """The keys without a certificate, newest first, as unencrypted PKCS#8 PEM."""

    def keep_certificate(self, user_id: str, *, chain_pem: bytes, key_pem: Secret) -> ClientCertificate:
        """Keep a certificate (PEM, its own first, then the chain) with its key; not proven yet.

        Keeping the same certificate again changes nothing. Raises ValueError if the key is not its own.
        """

    def keep_archive(self, user_id: str, archive: bytes) -> None:
        """Keep a downloaded .p12 file as it came, before anyone tries to open it."""

    def archives(self, user_id: str) -> list[bytes]:
        """The .p12 files as they came, newest first."""

    def latest(self, user_id: str) -> ClientCertificate | None:
        """The certificate to use, by the rule of `ekakushin.flows.rules.to_use`; the newest where all have expired."""

    def certificates(self, user_id: str) -> list[ClientCertificate]:
        """All of them, newest first."""

    def identity(self, certificate: ClientCertificate) -> Identity:
        """Certificate and key for a TLS handshake. Raises KeyError if the store does not have it."""

    def mark_proven(self, certificate: ClientCertificate) -> ClientCertificate:
        """Note that it has opened the site."""

    def note_requested(self, user_id: str, at: datetime) -> None:
        """Note that 発行 is sent, before it is (G: it may be pressed once)."""

    def requested_at(self, user_id: str) -> datetime | None:
        """When 発行 was sent for this person (the last time), or None; see `allow_reissue`."""

    def allow_reissue(self, user_id: str) -> None:
        """Put the note of 発行 aside, so that it may be pressed again; nothing happens where there is none.

        Keys, archives and the note itself stay. Only a human decides this.
        """

    def reissuing(self, user_id: str) -> bool:
        """Whether a human has allowed 発行 again and no certificate has come of it yet."""

    def note_turned_away(self, user_id: str, at: datetime) -> None:
        """Note that the site had nothing for this person when it was asked what came of 発行."""

    def times_turned_away(self, user_id: str) -> int:
        """How often that has happened since 発行 was sent the last time."""


class Evidence(Protocol):
    """Pictures and pages of what was seen, without secrets."""

    def keep(self, *, user_id: str, step: str, kind: str, suffix: str, data: bytes) -> str:
        """Keep it and return its path. `kind` is `last`, `failure`, `matches` or `screens`; `suffix` is
        `.png`, `.html`, `.txt`, `.json`."""
