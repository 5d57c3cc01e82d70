"""What each site showed at the handshake when it was accepted: its names, who signed for it, which TLS it speaks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ekakushin.automation.state.files import lock, read_patiently, usable, write_durably
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.models import Noun


class SiteFacts(Noun):
    """What one origin shows before any page: `where` is issuance, service or another host.

    `names` are those that its certificate is good for, `tls` the versions that it speaks, `asks` whether it wants a
    client certificate. `trouble` is why nothing was seen, or why the certificate is not trusted; "" if all is well.
    """

    where: str
    host: str
    names: tuple[str, ...] = ()
    issuer: str = ""
    not_after: datetime | None = None
    tls: tuple[str, ...] = ()
    asks: bool = False
    trouble: str = ""


_BOOK = TypeAdapter(dict[str, dict[str, SiteFacts]])


def accepted_facts(home: Path, site: str) -> dict[str, SiteFacts]:
    """What was accepted of this site, by where it is."""
    return _read(home / StateFile.SITES).get(site, {})


def accept_facts(home: Path, site: str, facts: Iterable[SiteFacts], *, replacing: bool) -> None:
    """Accept these; without `replacing` only what was not known before. Raises Misconfigured (ENV-004)."""
    file = home / StateFile.SITES
    with usable(file), lock(file):
        book = _read(file)
        known = book.setdefault(site, {})
        new = {each.where: each for each in facts if each.names and (replacing or each.where not in known)}
        if new:
            known.update(new)
            write_durably(file, _BOOK.dump_json(book, indent=1))


def _read(file: Path) -> dict[str, dict[str, SiteFacts]]:
    try:
        return _BOOK.validate_json(read_patiently(file))
    except (FileNotFoundError, ValidationError):
        return {}
