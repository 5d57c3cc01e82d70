"""All that was seen of one site: the way to it, and three handshakes at once."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from cryptography import x509

from ekakushin.automation.doctor.handshake import Handshake, shake_hands
from ekakushin.automation.proxies.connecting import Connector
from ekakushin.automation.proxies.proxy import Route
from ekakushin.automation.proxies.unreachable import Unreachable
from ekakushin.automation.proxies.waiting import SECONDS, begin

PUBLIC = "public"


@dataclass(frozen=True, kw_only=True)
class Sight:
    """All that was seen of one site.

    `where` is issuance, service, or the host of another origin; `hands` are by version of TLS, and PUBLIC.
    """

    where: str
    route: Route
    unreachable: Unreachable | None = None
    hands: Mapping[str, Handshake] = field(default_factory=dict)

    @property
    def by_version(self) -> dict[str, Handshake]:
        """The handshakes by version of TLS."""
        return {version: hand for version, hand in self.hands.items() if version != PUBLIC}

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """What the site shows, () where no handshake came that far."""
        return next((hand.chain for hand in self.hands.values() if hand.chain), ())

    @property
    def distrust(self) -> str:
        """Why this PC does not trust it, "" if it does, dates aside."""
        return next((hand.distrust for hand in self.by_version.values() if hand.distrust), "")


def look_at_site(
    where: str, route: Route, contexts: Mapping[str, ssl.SSLContext], connector: Connector
) -> Sight:
    """Go there once to see whether there is a way, and then once for each context. Takes 15 seconds at most."""
    try:
        connector.connect(route).close()
    except Unreachable as error:
        return Sight(where=where, route=route, unreachable=error)
    hands = {name: _begin(route, context, connector) for name, context in contexts.items()}
    return Sight(where=where, route=route, hands={name: _answer_of(hand) for name, hand in hands.items()})


def _begin(route: Route, context: ssl.SSLContext, connector: Connector) -> Future[Handshake]:
    return begin(lambda: shake_hands(route, context, connector))


def _answer_of(hand: Future[Handshake]) -> Handshake:
    try:
        return hand.result(2 * SECONDS)
    except TimeoutError:
        return Handshake(broke=TimeoutError.__name__)
