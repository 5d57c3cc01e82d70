"""Tries the ways to the sites before anybody is begun with: what a proxy wants is told at once, not after hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic

from ekakushin.automation.proxies.connecting import Connector
from ekakushin.automation.proxies.proxy import Proxy, Route
from ekakushin.automation.proxies.unreachable import Unreachable
from ekakushin.automation.proxies.waiting import begin

LIMIT = 9.0  # seconds for all of them together


def try_ways(routes: Iterable[Route], connector: Connector) -> None:
    """Connect once to each site that a proxy serves, all at once, in nine seconds at most.

    Raises Unreachable for what its proxy is to blame for, and Explained for a vault that does not open. A site that
    is down is not: it is waited for later. Nor is one that does not answer while another does.
    """
    tried = [(route, begin(_connecting(connector, route))) for route in routes if _is_to_be_tried(route)]
    end, troubles, reached = monotonic() + LIMIT, [], False
    for route, look in tried:
        try:
            look.result(max(end - monotonic(), 0.01))
            reached = True
        except TimeoutError:
            troubles.append(Unreachable("proxy_silent", proxy=route.proxy))
        except Unreachable as error:
            troubles.append(error)
    for trouble in troubles:
        if trouble.is_the_proxys and not (trouble.step == "proxy_silent" and reached):
            raise trouble


def _is_to_be_tried(route: Route) -> bool:
    return bool(route.unread) or not route.is_direct


def _connecting(connector: Connector, route: Route) -> Callable[[], None]:
    def connect() -> None:
        try:
            connector.connect(route).close()
        except Unreachable as error:
            if route.unread:
                raise Unreachable("proxy_script", source=route.source, reason=route.unread) from error
            raise

    return connect


Ask = Callable[[Proxy, bool], bool]
"""Has somebody give another login for this proxy; whether it was refused before. Answers whether one was given."""


def try_with_login(routes: Iterable[Route], connector: Connector, ask: Ask) -> None:
    """As `try_ways`; where a login is wanted, `ask` for one, once. Raises Unreachable and Explained."""
    routes = list(routes)
    try:
        try_ways(routes, connector)
    except Unreachable as error:
        was_refused = error.step == "proxy_login_refused"
        if error.code != "NET-011" or error.proxy is None or not ask(error.proxy, was_refused):
            raise
        try_ways(routes, connector)
