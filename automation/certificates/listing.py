"""Every login certificate that is here: whose, which version, until when, where it is installed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rich.table import Table

from ekakushin.automation.certificates.stores.installed import InstalledBook
from ekakushin.flows.dates import day
from ekakushin.flows.errors import Explained
from ekakushin.flows.keeping import CertificateStore
from ekakushin.flows.models import ClientCertificate, Noun
from ekakushin.flows.rules import CertificateState, state_of
from ekakushin.flows.text import say


class CertificateVersion(Noun):
    """One certificate of one person; `installed` are the places where browsers find it."""

    certificate: ClientCertificate
    state: CertificateState
    name: str = ""
    installed: tuple[str, ...] = ()


def versions_of(
    store: CertificateStore, people: Iterable[tuple[str, str]], book: InstalledBook, at: datetime
) -> tuple[list[CertificateVersion], dict[str, Explained]]:
    """The certificates of these people (user ID and name), each one's newest first; and whose cannot be read."""
    versions: list[CertificateVersion] = []
    troubles: dict[str, Explained] = {}
    for user_id, name in people:
        try:
            certificates = store.certificates(user_id)
        except Explained as error:
            troubles[user_id] = error
            continue
        versions += [
            CertificateVersion(
                certificate=each,
                state=state_of(each, certificates, at),
                name=name,
                installed=tuple(book.places_of(each.fingerprint)),
            )
            for each in certificates
        ]
    return versions, troubles


def as_json(version: CertificateVersion) -> dict[str, Any]:
    """What `--json` prints of one."""
    facts = version.certificate.model_dump(mode="json")
    return {**facts, "name": version.name, "state": version.state, "installed": list(version.installed)}


def table_of(versions: Iterable[CertificateVersion]) -> Table:
    """The same for people to read."""
    table = Table()
    for column in ("who", "state", "serial", "issuer", "begins", "ends", "installed"):
        dated = column in ("begins", "ends")
        table.add_column(
            say(f"cert.{column}"), overflow="fold", no_wrap=dated, min_width=10 if dated else None
        )
    for each in versions:
        certificate = each.certificate
        table.add_row(
            f"{certificate.user_id}\n{each.name}".strip(),
            say(f"cert.{each.state}"),
            certificate.serial,
            _common_name(certificate.issuer),
            day(certificate.not_before),
            day(certificate.not_after),
            "\n".join(each.installed),
        )
    return table


def _common_name(name: str) -> str:
    """The common name in a name as RFC 4514 writes it; the whole where there is none."""
    found = re.search(r"(?:^|,)CN=((?:\\.|[^,\\])+)", name)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else name
