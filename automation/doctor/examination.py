"""All checks: what must come first, what goes on at once, and what becomes of one that hangs or crashes."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic

from ekakushin.automation.doctor.browser import START_SECONDS, look_at_browser
from ekakushin.automation.doctor.certificate import door, identity_of, look_at_certificate
from ekakushin.automation.doctor.check import Check, failed, unknown
from ekakushin.automation.doctor.database import look_at_database
from ekakushin.automation.doctor.folder import look_at_folder, look_at_space
from ekakushin.automation.doctor.load import look_at_load
from ekakushin.automation.doctor.network import clock, judged
from ekakushin.automation.doctor.patience import SECONDS, begun
from ekakushin.automation.doctor.premises import Premises
from ekakushin.automation.doctor.roster import look_at_roster
from ekakushin.automation.doctor.routes import Route
from ekakushin.automation.doctor.sight import PUBLIC, Sight, look_at_site
from ekakushin.automation.doctor.trust import TLS, trusting_public_roots, trusting_this_pc
from ekakushin.automation.doctor.vault import look_at_vault
from ekakushin.flows.browser.roots import public_roots
from ekakushin.flows.errors import Explained
from ekakushin.flows.models import Identity
from ekakushin.flows.text import say

Look = Callable[[], list[Check]]


@dataclass(frozen=True)
class Part:
    """A look that is over after so many seconds, and the name its line has if there is nothing else to say."""

    name: str
    look: Look
    seconds: float = SECONDS


def examine(premises: Premises) -> list[Check]:
    """Everything, in the order in which one would mend it."""
    routes = {_name(premises, origin): Route.to(origin) for origin in premises.site.origins}
    load = look_at_load()
    # First what the handshakes need; then the rest at once.
    secrets = looked([Part("vault", lambda: look_at_vault(premises))])
    secrets += looked([Part("certificate", lambda: look_at_certificate(premises))])
    shown = _identity(premises)
    sites = begun(lambda: _sites(premises, routes, shown))
    place = looked(parts_of_place(premises))
    try:
        sights = sites.result(4 * SECONDS)
    except Exception as error:
        return [*load, *place, *secrets, unknown("network", "", _reason(error))]
    lines = [check for sight in sights for check in judged(sight)]
    doors = [door(sight, shown) for sight in sights if sight.where == "service"]
    return [*load, *place, *secrets, *lines, *doors, clock(sights)]


def parts_of_place(premises: Premises) -> list[Part]:
    """What is looked at on this PC itself, and again after it was mended."""
    return [
        Part("browser", lambda: look_at_browser(premises), START_SECONDS + SECONDS),
        Part("folder", lambda: look_at_folder(premises.home)),
        Part("space", lambda: look_at_space(premises.home)),
        Part("database", lambda: look_at_database(premises)),
        Part("roster", lambda: look_at_roster(premises)),
    ]


def looked(parts: Sequence[Part]) -> list[Check]:
    """What all of them see, looking at once."""
    begins = monotonic()
    answers = [(part, begun(part.look)) for part in parts]
    return [check for part, answer in answers for check in _answer(part, answer, begins)]


def _answer(part: Part, answer: Future[list[Check]], begins: float) -> list[Check]:
    try:
        return answer.result(max(begins + part.seconds - monotonic(), 0))
    except Explained as error:
        return [failed(part.name, error)]
    except Exception as error:
        return [unknown(part.name, "", _reason(error))]


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return say("doctor.no_answer")
    return say("doctor.crashed", error=type(error).__name__)


def _identity(premises: Premises) -> Identity | None:
    try:
        return begun(lambda: identity_of(premises)).result(SECONDS)
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
        looks.append(begun(_looking(where, route, contexts)))
    return [look.result(3 * SECONDS) for look in looks]


def _roots() -> str:
    try:
        return public_roots()
    except (OSError, subprocess.SubprocessError):
        return ""


def _looking(where: str, route: Route, contexts: dict[str, ssl.SSLContext]) -> Callable[[], Sight]:
    return lambda: look_at_site(where, route, contexts)


def _name(premises: Premises, origin: str) -> str:
    known = {premises.site.issuance: "issuance", premises.site.service: "service"}
    return known.get(origin, origin.partition("://")[2])
