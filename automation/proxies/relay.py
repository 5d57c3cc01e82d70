"""A proxy on loopback by which the browser's connections go: it knows the real proxies, their order and their logins.

Playwright's connections with a client certificate know one proxy a context, no list and no script, and send a login
again however often it was refused. Here all connections take the same way, and no password leaves this process but to
the proxy that asked for it.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
import socket
import socketserver
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from ekakushin.automation.proxies.connecting import Connector
from ekakushin.automation.proxies.proxy import Route
from ekakushin.automation.proxies.pumping import pump
from ekakushin.automation.proxies.unreachable import Unreachable
from ekakushin.flows.browser.way import WAY_USER
from ekakushin.flows.errors import Explained, FlowError, Unavailable
from ekakushin.flows.secret import Secret

_LONGEST_HEAD = 16_384  # bytes
_HEAD_SECONDS = 20.0  # for the browser to say where it wants to go
PATIENT_SECONDS = 20.0  # for a proxy's answer: less than a page may take
_ASK = (
    b"HTTP/1.1 407 Proxy Authentication Required\r\n"
    b'Proxy-Authenticate: Basic realm="ekakushin"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
)
_REFUSE = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Relay:
    """Leads to the sites of its routes and nowhere else, and only whoever knows the token."""

    def __init__(self, routes: Iterable[Route], connector: Connector) -> None:
        self._routes = {str(route): route for route in routes}
        self._connector = connector
        self._troubles: dict[str, FlowError] = {}
        self._open: set[socket.socket] = set()
        self._server = _Server(self)
        self.token = Secret(secrets.token_urlsafe(24))

    @classmethod
    @contextmanager
    def open(cls, routes: Iterable[Route], connector: Connector) -> Iterator[Relay]:
        """A relay that listens; at the end its connections are closed."""
        relay = cls(routes, connector)
        thread = threading.Thread(
            target=relay._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        )
        thread.start()
        try:
            yield relay
        finally:
            relay._server.shutdown()
            relay._server.server_close()
            for each in tuple(relay._open):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def trouble(self, origin: str) -> FlowError | None:
        """Why the last connection to this origin did not come about, None if it did."""
        return self._troubles.get(str(Route.directly_to(origin)))

    def serve(self, browser: socket.socket) -> None:
        """One connection from its begin to its end."""
        self._open.add(browser)
        try:
            browser.settimeout(_HEAD_SECONDS)
            head = _head(browser)
            found = re.match(r"CONNECT (\S+) HTTP/1\.[01]\r\n", head)
            if not self._may_enter(head):
                browser.sendall(_ASK)
            elif found is None or found[1].lower() not in self._routes:
                browser.sendall(_REFUSE)
            elif (site := self._connect(self._routes[found[1].lower()])) is not None:
                browser.sendall(_OPEN)
                pump(browser, site)
        except OSError:
            pass  # the browser has thought better of it
        finally:
            self._open.discard(browser)

    def _may_enter(self, head: str) -> bool:
        found = re.search(r"^Proxy-Authorization: Basic (\S+)\s*$", head, re.IGNORECASE | re.MULTILINE)
        wanted = base64.b64encode(f"{WAY_USER}:{self.token.reveal()}".encode()).decode()
        return bool(found and hmac.compare_digest(found[1], wanted))

    def _connect(self, route: Route) -> socket.socket | None:
        """Into the site; None, with the reason kept, if it is not reached. Then the browser sees nothing but the end.

        A refusal in HTTP would be a page to one kind of connection and a riddle to the other.
        """
        try:
            connection = self._connector.connect(route)
        except Unreachable as error:
            self._troubles[str(route)] = error.as_flow_error()
        except Explained as error:
            self._troubles[str(route)] = Unavailable(error.code, **error.values)
        else:
            self._troubles.pop(str(route), None)
            return connection
        return None


def _head(browser: socket.socket) -> str:
    head = b""
    while not head.endswith(b"\r\n\r\n") and len(head) < _LONGEST_HEAD:
        byte = browser.recv(1)  # what comes behind the blank line belongs to the site
        if not byte:
            break
        head += byte
    return head.decode("latin-1")


class _Server(socketserver.ThreadingTCPServer):
    """Takes the connections, each in a thread that nobody waits for."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, relay: Relay) -> None:
        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                relay.serve(self.request)

        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing is printed: what went wrong on the way is kept as trouble."""
