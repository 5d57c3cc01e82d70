"""What a workplace is made of, in memory: a vault, a certificate store, evidence, and a browser that is not there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.errors import Misconfigured, VaultClosed
from ekakushin.flows.models import NOBODY, ClientCertificate, Identity, Invitation, SecretName
from ekakushin.flows.rules import Policy
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site
from ekakushin.flows.workplace import Workplace

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
USER = "10006"


class BrowserAsked(Exception):
    """A step wanted a browser, which no unit test has."""


class MemoryVault:
    """A Vault in memory."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, SecretName], Secret] = {}
        self._broken: set[SecretName] = set()

    def fails_for(self, name: SecretName) -> None:
        """From now on this cannot be kept."""
        self._broken.add(name)

    def get(self, user_id: str, name: SecretName) -> Secret | None:
        return self.secrets.get((user_id, name))

    def put(self, user_id: str, name: SecretName, value: Secret) -> None:
        if name in self._broken:
            raise VaultClosed("ENV-003", detail="full")
        self.secrets[user_id, name] = value

    def put_all(self, user_id: str, values: Mapping[SecretName, Secret]) -> None:
        for name, value in values.items():
            self.put(user_id, name, value)

    def forget(self, user_id: str, name: SecretName) -> None:
        self.secrets.pop((user_id, name), None)

    def people(self) -> list[str]:
        return sorted({user_id for user_id, _ in self.secrets} - {NOBODY})


class MemoryCertificates:
    """A CertificateStore in memory, as far as steps ask it before they need a browser."""

    def __init__(self) -> None:
        self.known: dict[str, list[ClientCertificate]] = {}
        self.pending: dict[str, list[Secret]] = {}
        self.requested: dict[str, datetime] = {}
        self.away: dict[str, int] = {}
        self.reissuable: set[str] = set()
        self.disk_full = False
        self.kept_archives: dict[str, list[bytes]] = {}

    def latest(self, user_id: str) -> ClientCertificate | None:
        return next(iter(self.certificates(user_id)), None)

    def certificates(self, user_id: str) -> list[ClientCertificate]:
        return self.known.get(user_id, [])

    def identity(self, certificate: ClientCertificate) -> Identity:
        return Identity(certificate_pem=certificate.fingerprint.encode(), key_pem=Secret("key"))

    def mark_proven(self, certificate: ClientCertificate) -> ClientCertificate:
        return certificate.model_copy(update={"proven": True})

    def pending_keys(self, user_id: str) -> list[Secret]:
        return self.pending.get(user_id, [])

    def requested_at(self, user_id: str) -> datetime | None:
        return self.requested.get(user_id)

    def note_requested(self, user_id: str, at: datetime) -> None:
        if self.disk_full:
            raise Misconfigured("ENV-004", path="home", reason="full")
        self.requested[user_id] = at
        self.away.pop(user_id, None)

    def allow_reissue(self, user_id: str) -> None:
        self.requested.pop(user_id, None)
        self.reissuable.add(user_id)

    def reissuing(self, user_id: str) -> bool:
        return user_id in self.reissuable

    def note_turned_away(self, user_id: str, at: datetime) -> None:
        self.away[user_id] = self.times_turned_away(user_id) + 1

    def times_turned_away(self, user_id: str) -> int:
        return self.away.get(user_id, 0)

    def keep_key(self, user_id: str, key_pem: Secret) -> None:
        self.pending.setdefault(user_id, []).insert(0, key_pem)

    def keep_archive(self, user_id: str, archive: bytes) -> None:
        self.kept_archives.setdefault(user_id, []).insert(0, archive)

    def archives(self, user_id: str) -> list[bytes]:
        return self.kept_archives.get(user_id, [])

    def keep_certificate(self, user_id: str, *, chain_pem: bytes, key_pem: Secret) -> ClientCertificate:
        self.known.setdefault(user_id, []).insert(0, certificate(user_id=user_id))
        self.reissuable.discard(user_id)
        return self.known[user_id][0]


@dataclass
class MemoryEvidence:
    """Evidence in memory; `broken` is raised by whatever should be kept."""

    kept: dict[str, bytes] = field(default_factory=dict)
    broken: Exception | None = None

    def keep(self, *, user_id: str, step: str, kind: str, suffix: str, data: bytes) -> str:
        if self.broken:
            raise self.broken
        path = f"{user_id}/{len(self.kept) + 1:02}-{step}-{kind}{suffix}"
        self.kept[path] = data
        return path


class NoBrowser:
    """Browsing that notes with what a tab was asked for, and has none."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    @asynccontextmanager
    async def tab(self, **context: Any) -> AsyncIterator[Tab]:
        self.asked.append(context)
        raise BrowserAsked
        yield


@dataclass(frozen=True)
class Surroundings:
    """The parts of a workplace, for a test to look into, and the workplace made of them."""

    vault: MemoryVault = field(default_factory=MemoryVault)
    certificates: MemoryCertificates = field(default_factory=MemoryCertificates)
    evidence: MemoryEvidence = field(default_factory=MemoryEvidence)
    browsing: NoBrowser = field(default_factory=NoBrowser)

    @property
    def workplace(self) -> Workplace:
        return Workplace(
            site=Site(),
            browsing=cast(Browsing, self.browsing),
            vault=self.vault,
            certificates=self.certificates,
            evidence=self.evidence,
            clock=lambda: NOW,
            pause=_no_pause,
            make_password=lambda policy: made("password", policy),
            make_pin=lambda policy: made("pin", policy),
        )

    def has(self, name: SecretName, value: str) -> None:
        """The vault holds this of the person."""
        self.vault.put(USER, name, Secret(value))

    def holds(self, name: SecretName) -> str | None:
        """What the vault holds of the person, in clear."""
        found = self.vault.get(USER, name)
        return found.reveal() if found else None


async def _no_pause(seconds: float) -> None:
    raise AssertionError("nothing in a unit test waits")


def made(kind: str, policy: Policy) -> Secret:
    """A secret that was made: never the same as one of the mails."""
    return Secret(f"made-{kind}-{policy.minimum}")


def invitation(user_id: str = USER, **other: str) -> Invitation:
    """What the two mails say about somebody."""
    told = {
        "name": "健保 太郎",
        "company": "TJK株式会社",
        "issuance_url": "https://webra2.secomtrust.net/scira/Entrance.jsp?p1=1&p2=8f3a&p3=Qk7Z",
        "signup_url": "https://ds.e-kakushin.com/ebunsho/SignUp.do?cd=0000001234567",
        "login_url": "https://ds.e-kakushin.com/ebunsho/UrLogin.do?cd=76543",
        "authentication_password": "auth5678",
        "login_password": "login9012",
    }
    return Invitation.model_validate({"user_id": user_id, **told, **other})


def certificate(
    *, days_left: int = 300, proven: bool = False, user_id: str = USER, fingerprint: str = "ab" * 32
) -> ClientCertificate:
    """A client certificate that holds for so many days from NOW."""
    return ClientCertificate(
        user_id=user_id,
        fingerprint=fingerprint,
        serial="1",
        subject="CN=10006",
        issuer="CN=セコムパスポート",
        not_before=NOW - timedelta(days=400),
        not_after=NOW + timedelta(days=days_left),
        proven=proven,
    )
