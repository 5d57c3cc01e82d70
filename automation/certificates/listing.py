"""Every login certificate that is here: whose, which version, until when, where it is installed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from ekakushin.automation.certificates.stores.installed import InstalledBook
from ekakushin.flows.dates import day
from ekakushin.flows.errors import Explained
from ekakushin.flows.keeping import CertificateStore
from ekakushin.flows.models import ClientCertificate, Noun
from ekakushin.flows.rules import CertificateState, state_of
from ekakushin.flows.text import say

_SHORTEST_SERIAL = 8  # digits
_BESIDE = 38  # cells for who, state and last day, with the gaps between them
_WIDE = 130  # cells; with fewer, issuer and first day are left to --json


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


@dataclass(frozen=True)
class CertificateTable:
    """The same for people to read: issuer and first day where there is room, the places beneath, each in one line."""

    versions: Sequence[CertificateVersion]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        serials = SerialColumn([each.certificate.serial for each in self.versions], width - _BESIDE)
        columns = ("who", "state", serials.heading, *(("issuer", "begins") if width >= _WIDE else ()), "ends")
        table = plain_table(columns)
        for each in self.versions:
            table.add_row(*(self._cell(each, column, serials) for column in columns))
        yield table
        places = [f"  {_who(each)}: {place}" for each in self.versions for place in each.installed]
        if places:
            yield Text(f"\n{say('cert.installed')}", "bold")
            yield from (Text(place, no_wrap=True, overflow="ignore") for place in places)

    def _cell(self, version: CertificateVersion, column: str, serials: SerialColumn) -> Text:
        certificate = version.certificate
        cells = {
            "who": certificate.user_id if serials.is_narrow else _who(version),
            "state": say(f"cert.{version.state}"),
            "issuer": _common_name(certificate.issuer),
            "begins": day(certificate.not_before),
            "ends": day(certificate.not_after),
        }
        return Text(cells.get(column) or serials.shown(certificate.serial))


class SerialColumn:
    """Serial numbers in so many cells: whole, or else as many of the first digits as tell them apart, at least 8.

    Both are what commands accept in a serial's place. `is_narrow` says that names beside them find no room.
    """

    def __init__(self, serials: Sequence[str], cells: int) -> None:
        longest = max(map(len, serials), default=0)
        is_short = longest > max(cells, _SHORTEST_SERIAL)
        self.heading = "serial_short" if is_short else "serial"
        self.is_narrow = cells <= _SHORTEST_SERIAL
        apart = range(_SHORTEST_SERIAL, longest)
        several = set(serials)
        self._digits = next(
            (n for n in apart if len({each[:n] for each in several}) == len(several)), longest
        )
        self._digits = self._digits if is_short else longest

    def shown(self, serial: str) -> str:
        """The serial as it is shown."""
        return serial[: self._digits]


def plain_table(columns: Iterable[str]) -> Table:
    """A table without lines, whose serials and days are never broken."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        is_whole = column in ("serial", "serial_short", "begins", "ends", "state")
        table.add_column(say(f"cert.{column}"), overflow="fold", no_wrap=is_whole)
    return table


def _who(version: CertificateVersion) -> str:
    return f"{version.certificate.user_id} {version.name}".strip()


def _common_name(name: str) -> str:
    """The common name in a name as RFC 4514 writes it; the whole where there is none."""
    found = re.search(r"(?:^|,)CN=((?:\\.|[^,\\])+)", name)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else name
