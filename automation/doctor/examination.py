"""All checks: what must come first, what goes on at once, and what becomes of one that hangs or crashes."""

from __future__ import annotations

import asyncio
import os
import secrets
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from ekakushin.automation.doctor.certificate import door, identity_of, look_at_certificate
from ekakushin.automation.doctor.check import Check, bad, failure, good, unknown
from ekakushin.automation.doctor.database import look_at_database
from ekakushin.automation.doctor.folder import look_at_folder, look_at_space
from ekakushin.automation.doctor.handshake import TLS, trusting_public_roots, trusting_this_pc
from ekakushin.automation.doctor.network import clock, judge
from ekakushin.automation.doctor.premises import Premises
from ekakushin.automation.doctor.sight import PUBLIC, Sight, look_at_site
from ekakushin.automation.people import Person
from ekakushin.automation.portable import portable_folder, program
from ekakushin.automation.proxies.connecting import Connector
from ekakushin.automation.proxies.proxy import Route
from ekakushin.automation.proxies.waiting import SECONDS, begin
from ekakushin.automation.roster import must_be_here
from ekakushin.automation.roster.binding import this_pc, this_user
from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.browser.reaching import RunningBrowser
from ekakushin.flows.browser.roots import public_roots
from ekakushin.flows.errors import BrowserMissing, Explained, Misconfigured, VaultClosed
from ekakushin.flows.keeping import Vault
from ekakushin.flows.load import BUSY, slowness
from ekakushin.flows.models import Identity, SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site
from ekakushin.flows.text import say

Look = Callable[[], list[Check]]


@dataclass(frozen=True)
class Matter:
    """One check to run, its timeout in seconds, and the name its line has if it hangs or crashes."""

    name: str
    look: Look
    seconds: float = SECONDS


def examine(premises: Premises) -> list[Check]:
    """Everything, in the order in which one would mend it."""
    routes = {_name(premises, origin): route for origin, route in premises.ways.routes.items()}
    load = [*look_at_program(), *look_at_load()]
    # First what the handshakes need; then the rest at once.
    secrets = look_at_all([Matter("vault", lambda: look_at_vault(premises))])
    secrets += look_at_all([Matter("certificate", lambda: look_at_certificate(premises))])
    shown = _identity(premises)
    sites = begin(lambda: _sites(premises, routes, shown))
    place = look_at_all(parts_of_place(premises))
    try:
        sights = sites.result(4 * SECONDS)
    except Exception as error:
        return [*load, *place, *secrets, unknown("network", "", _reason(error))]
    lines = [check for sight in sights for check in judge(sight)]
    doors = [door(sight, shown) for sight in sights if sight.where == "service"]
    return [*load, *place, *secrets, *lines, *doors, clock(sights)]


def parts_of_place(premises: Premises) -> list[Matter]:
    """What is looked at on this PC itself, and again after it was mended."""
    return [
        Matter("browser", lambda: look_at_browser(premises), START_SECONDS + SECONDS),
        Matter("folder", lambda: look_at_folder(premises.home)),
        Matter("space", lambda: look_at_space(premises.home)),
        Matter("database", lambda: look_at_database(premises)),
        Matter("roster", lambda: look_at_roster(premises)),
    ]


def look_at_all(parts: Sequence[Matter]) -> list[Check]:
    """What all of them see, looking at once."""
    begins = monotonic()
    answers = [(part, begin(part.look)) for part in parts]
    return [check for part, answer in answers for check in _answer(part, answer, begins)]


def _answer(part: Matter, answer: Future[list[Check]], begins: float) -> list[Check]:
    try:
        return answer.result(max(begins + part.seconds - monotonic(), 0))
    except Explained as error:
        return [failure(part.name, error)]
    except Exception as error:
        return [unknown(part.name, "", _reason(error))]


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return say("doctor.no_answer")
    return say("doctor.crashed", error=type(error).__name__)


def _identity(premises: Premises) -> Identity | None:
    try:
        return begin(lambda: identity_of(premises)).result(SECONDS)
    except Exception:
        return None  # what is wrong with it has a line of its own


def _sites(premises: Premises, routes: dict[str, Route], identity: Identity | None) -> list[Sight]:
    """A look at every site, all at once; the certificate is shown to the service alone."""
    site, roots = premises.site, _roots()
    looks = []
    for where, route in routes.items():
        theirs = identity if where == "service" else None
        contexts = {version: trusting_this_pc(site, version, theirs) for version in TLS}
        if roots:
            contexts[PUBLIC] = trusting_public_roots(site, roots)
        looks.append(begin(_looking(where, route, contexts, premises.connector)))
    return [look.result(3 * SECONDS) for look in looks]


def _roots() -> str:
    try:
        return public_roots()
    except (OSError, subprocess.SubprocessError):
        return ""


def _looking(
    where: str, route: Route, contexts: dict[str, ssl.SSLContext], connector: Connector
) -> Callable[[], Sight]:
    return lambda: look_at_site(where, route, contexts, connector)


def _name(premises: Premises, origin: str) -> str:
    known = {premises.site.issuance: "issuance", premises.site.service: "service"}
    return known.get(origin, origin.partition("://")[2])


START_SECONDS = 20.0
"""The first start after the PC's own takes longer than any other look."""


def look_at_browser(premises: Premises) -> list[Check]:
    """Two lines: the browser, started without a window and closed again, and what runs without a window."""
    settings = premises.settings
    try:
        program = premises.program()
        if program is None:
            return [bad("browser", "ENV-001", say("doctor.no_browser"))]
        version = asyncio.run(_version(program, premises.site))
    except BrowserMissing as error:
        return [failure("browser", error)]
    if isinstance(program, RunningBrowser):
        return [good("browser", say("doctor.running", version=version, address=program.address))]
    found = good("browser", f"{program.channel} {version} ({program.path})")
    return [found, _headless(program, headed=settings.headed)]


async def _version(program: BrowserProgram | RunningBrowser, site: Site) -> str:
    async with asyncio.timeout(START_SECONDS), Browsing.start(program, site=site) as browsing:
        return browsing.version


def _headless(program: BrowserProgram, *, headed: bool) -> Check:
    if headed and sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        return bad("headless", "ENV-001", say("browser.no_display"))
    if headed:
        return good("headless", say("doctor.headed"))
    if program.light:
        return good("headless", say("doctor.light"))
    return good("headless", say("doctor.heavy"))


_FEW = 5  # people who are named
_WORK = 0.1  # seconds of computing, to see how long they take


def look_at_roster(premises: Premises) -> list[Check]:
    """One line. Where several PCs share a database, it is as it should be that some people belong elsewhere."""
    people = [person for person in premises.people if person.pc or person.windows_user]
    if not premises.everybody:
        return [unknown("roster", "", say("doctor.nobody"))]
    if not people:
        return [good("roster", say("doctor.roster_open"))]
    elsewhere = {person.user_id: error for person in people if (error := _elsewhere(person))}
    here = say("doctor.here", pc=this_pc(), user=this_user())
    if not elsewhere:
        return [good("roster", here)]
    detail = f"{next(iter(elsewhere.values()))} ({_name_list(list(elsewhere))})"
    shared = premises.settings.database and len(elsewhere) < len(people)
    if premises.settings.any_pc or shared:
        return [good("roster", say("doctor.allowed", detail=detail))]
    return [bad("roster", "ENV-008", detail, **next(iter(elsewhere.values())).values)]


def _elsewhere(person: Person) -> Misconfigured | None:
    try:
        must_be_here(person.pc, person.windows_user)
    except Misconfigured as error:
        return error
    return None


def _name_list(user_ids: list[str]) -> str:
    more = [say("doctor.and_more", count=len(user_ids) - _FEW)] if len(user_ids) > _FEW else []
    return " ".join([*user_ids[:_FEW], *more])


def look_at_vault(premises: Premises) -> list[Check]:
    """One line. Where there is no vault yet, one is tried in a folder of its own, and nothing stays."""
    if premises.lacks_passphrase:
        return [unknown("vault", "ENV-003", say("doctor.no_passphrase"))]
    kind = say(f"doctor.vault_{premises.settings.vault}")
    try:
        if premises.has_vault:
            return [_try_out(premises.open_vault(premises.home), kind)]
        with tempfile.TemporaryDirectory(prefix="ekakushin-doctor-") as folder:
            kind = say("doctor.vault_later", vault=kind)
            return [_try_out(premises.open_vault(Path(folder)), kind)]
    except VaultClosed as error:
        return [failure("vault", error)]


def _try_out(vault: Vault, kind: str) -> Check:
    nobody, value = f"doctor-{secrets.token_hex(8)}", Secret(secrets.token_urlsafe(24))
    try:
        vault.put(nobody, SecretName.PIN, value)
        returned = vault.get(nobody, SecretName.PIN)
    finally:
        vault.forget(nobody, SecretName.PIN)
    if returned != value or vault.get(nobody, SecretName.PIN) is not None:
        return bad("vault", "ENV-003", say("doctor.vault_lies", vault=kind))
    return good("vault", say("doctor.vault_good", vault=kind))


def look_at_program() -> list[Check]:
    """In the portable folder one line, which whoever is asked for help asks first; elsewhere none."""
    return [good("program", program())] if portable_folder() else []


def look_at_load() -> list[Check]:
    """One line about how much longer things take here than they need; a busy PC is slow, not unfit.

    Measured before anything else is looked at, since the other looks would be in the way.
    """
    times = slowness(_WORK)
    if times > BUSY:
        detail = say("doctor.busy", times=round(times))
        return [unknown("load", "ENV-015", detail, times=round(times))]
    return [good("load", say("doctor.idle"))]
