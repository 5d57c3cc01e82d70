"""Whose login certificate expires soon, for people and for monitoring."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from rich.table import Table

from ekakushin.automation.certificates.listing import CertificateVersion
from ekakushin.flows.dates import day
from ekakushin.flows.models import ClientCertificate, Noun
from ekakushin.flows.text import say

_PERIOD = re.compile(r"(?P<count>[0-9]{1,4}) ?(?P<unit>[dw]?)")


class Expiry(Noun):
    """When the login certificate that a person uses expires.

    `days` are left, whole ones, negative when it has expired; `pending` says that a newer one is already here and
    only has to open the site.
    """

    certificate: ClientCertificate
    name: str = ""
    days: int
    pending: bool = False


def period(text: str) -> timedelta:
    """`60d`, `8w` or `60` (days). Raises ValueError."""
    found = _PERIOD.fullmatch(text.strip().lower())
    if not found:
        raise ValueError(text)
    return timedelta(days=int(found["count"]) * (7 if found["unit"] == "w" else 1))


def expiries(versions: Iterable[CertificateVersion], at: datetime) -> list[Expiry]:
    """One a person who has a certificate, the soonest first."""
    people: dict[str, list[CertificateVersion]] = {}
    for version in versions:
        people.setdefault(version.certificate.user_id, []).append(version)
    found = [_expiry(each, at) for each in people.values()]
    return sorted(found, key=lambda each: (each.certificate.not_after, each.certificate.user_id))


def _expiry(versions: Sequence[CertificateVersion], at: datetime) -> Expiry:
    """That of the certificate in use; where none is, of the newest."""
    current = next((each for each in versions if each.state == "current"), None)
    pending = [each for each in versions if each.state == "pending"]
    shown = current or next(iter(pending), versions[0])
    return Expiry(
        certificate=shown.certificate,
        name=shown.name,
        days=(shown.certificate.not_after - at).days,
        pending=bool(current and pending),
    )


def within(found: Iterable[Expiry], span: timedelta, at: datetime) -> list[Expiry]:
    """Those that end within this time, or have ended."""
    return [each for each in found if each.certificate.not_after <= at + span]


def as_json(expiry: Expiry) -> dict[str, Any]:
    """What `--json` prints of one."""
    certificate = expiry.certificate
    return {
        "user_id": certificate.user_id,
        "name": expiry.name,
        "serial": certificate.serial,
        "not_after": certificate.model_dump(mode="json")["not_after"],
        "days": expiry.days,
        "expired": expiry.days < 0,
        "pending": expiry.pending,
    }


def table_of(found: Iterable[Expiry]) -> Table:
    """The same for people to read."""
    table = Table()
    for column in ("who", "ends", "left", "serial"):
        table.add_column(say(f"cert.{column}"), overflow="fold", min_width=10 if column == "ends" else None)
    for each in found:
        left = say("cert.expired") if each.days < 0 else say("cert.days", days=each.days)
        more = f"\n{say('cert.renewed')}" if each.pending else ""
        certificate = each.certificate
        who = f"{certificate.user_id} {each.name}".strip()
        table.add_row(who, day(certificate.not_after), left + more, certificate.serial)
    return table
