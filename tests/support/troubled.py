"""One run in which everything goes wrong, once a session: what the tests of faults and of secrets look at."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ekakushin.fixtures.mock_site import Authority, LedgerLine, MockSite
from tests.support.durably import Department
from tests.support.proofs import COMMAND, PROOFS

CODES = [code for code, proof in PROOFS.items() if proof.test == COMMAND]


@dataclass(frozen=True)
class Told:
    """What one run came to: its exit code, everybody's result by user ID, and the site's ledger of it."""

    exit_code: int
    people: dict[str, dict[str, Any]]
    ledger: Sequence[LedgerLine]

    def refused(self, user_id: str) -> Counter[str]:
        """The acts of one person that the site refused, logouts aside."""
        return Counter(
            line.act for line in self.ledger if line.user_id == user_id and line.outcome == "refused"
        )

    def done(self, user_id: str, act: str) -> int:
        """How often the site accepted this act of one person."""
        return sum((line.user_id, line.act, line.outcome) == (user_id, act, "ok") for line in self.ledger)


def impatient(site: MockSite) -> None:
    """A site that is not waited for: what goes wrong here goes wrong for good."""
    toml = site.site_file.read_text("utf-8")
    for name, seconds in {"page": 20.0, "issuance": 30.0, "signing_limit": 4.0, "closed_limit": 0.0}.items():
        toml = re.sub(rf"^{name} = [0-9.]+$", f"{name} = {seconds}", toml, flags=re.M)
    site.site_file.write_text(toml, "utf-8")


def everybody(site: MockSite, codes: Sequence[str] = CODES) -> dict[str, str]:
    """Whom each code befalls."""
    return dict(zip(codes, (person.user_id for person in site.people()), strict=False))


@contextmanager
def trouble(
    folder: Path, browser: Path, codes: Sequence[str] = CODES, *, authority: Authority | None = None
) -> Iterator[Department]:
    """One person a code, to whom that happens, and one to whom nothing does."""
    people = len(codes) + 1
    with MockSite(folder / "mock", people=people, signing_delay=0.2, authority=authority) as site:
        impatient(site)
        for code, user_id in everybody(site, codes).items():
            site.fault(f"{PROOFS[code].fault}@{user_id}")
        yield Department(site=site, home=folder / "home", browser=browser)


def told_by(troubled: Department, *arguments: object) -> Told:
    """Onboard and see what it came to."""
    before = len(troubled.site.ledger())
    code, out = troubled.run("onboard", *arguments, "--stop-after", 1000, "--json")
    people = {person["user_id"]: person for person in json.loads(out)["people"]}
    return Told(code, people, troubled.site.ledger()[before:])
