"""Connects to a site, directly or through proxies, and tells which step fails or takes too long."""

from __future__ import annotations

import base64
import re
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from ekakushin.automation.proxies.logins import Logins
from ekakushin.automation.proxies.proxy import Proxy, ProxyLogin, Route
from ekakushin.automation.proxies.pumping import pump
from ekakushin.automation.proxies.unreachable import Unreachable
from ekakushin.automation.proxies.waiting import SECONDS, begin, reason_of
from ekakushin.flows.redaction import redact
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

_LONGEST_HEADERS = _LONGEST_PAGE = 65_536  # bytes
_PAGE_SECONDS = 2.0  # for the page that a proxy shows instead of the site
_AVOIDED = 300.0  # seconds for which a proxy that did not answer is tried last; as long as browsers do
# Replies of RFC 1928, 6: not allowed by the rules; network, host or port not reached, time to live over.
_NOT_ALLOWED, _NOT_REACHED = (2,), (1, 3, 4, 5, 6, 91)


@dataclass
class Connector:
    """Connects by routes. It remembers which proxies are dead, which want a login, and which login holds.

    `seconds` are for each of: finding and reaching a host, and a proxy's answer.
    """

    logins: Logins = field(default_factory=Logins)
    seconds: float | None = None
    _dead: dict[Proxy, float] = field(default_factory=dict)

    def connect(self, route: Route) -> socket.socket:
        """A connection to the site, in seconds that are counted. Raises Unreachable, that of the first proxy."""
        first: Unreachable | None = None
        for proxy in sorted(route.proxies, key=self._is_dead):
            try:
                return self._connect_by(route, proxy)
            except Unreachable as error:
                first = first or error
                if proxy is None or not error.leads_to_the_next:
                    break
                self._dead[proxy] = monotonic()
        raise first or Unreachable("name", host=route.host, reason=say("proxy.no_answer"))

    def _is_dead(self, proxy: Proxy | None) -> bool:
        return proxy in self._dead and monotonic() - self._dead[proxy] < _AVOIDED

    def _connect_by(self, route: Route, proxy: Proxy | None) -> socket.socket:
        seconds = SECONDS if self.seconds is None else self.seconds
        if proxy is None:
            return open_connection(route.host, route.port, "", seconds)
        if proxy.scheme.startswith("socks"):
            return _Socks(proxy, self.logins, seconds).connect(route)
        return _Tunnel(proxy, self.logins, seconds).connect(route)


def connect(route: Route) -> socket.socket:
    """A connection to the site, without any login. Raises Unreachable."""
    return Connector().connect(route)


def open_connection(host: str, port: int, kind: str, seconds: float) -> socket.socket:
    """A TCP connection; `kind` is "proxy_" where the host is one. Raises Unreachable."""
    end = monotonic() + seconds
    try:
        found = begin(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)).result(seconds)
    except TimeoutError:
        raise Unreachable(f"{kind}name", host=host, reason=say("proxy.no_answer")) from None
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{kind}name", host=host, reason=reason_of(error)) from None
    trouble: OSError = TimeoutError()
    for *_, address in found:
        try:
            return socket.create_connection(address[:2], max(end - monotonic(), 0.1))  # type: ignore[arg-type]  # IPv6 has four parts
        except OSError as error:
            trouble = error
    raise Unreachable(f"{kind}port", host=host, port=port, reason=reason_of(trouble))


@dataclass(frozen=True)
class _Answer:
    """What a proxy has said to a CONNECT: its status line without the version, and its headers in small letters."""

    status: str
    headers: Mapping[str, list[str]]

    @property
    def schemes(self) -> tuple[str, ...]:
        """The ways to log in that it offers, in small letters."""
        offers = self.headers.get("proxy-authenticate", [])
        found = (re.findall(r"(?:^|,\s*)([A-Za-z][\w-]*)(?=\s|,|$)(?!\s*=)", each) for each in offers)
        return tuple(dict.fromkeys(scheme.lower() for each in found for scheme in each))


@dataclass(frozen=True)
class _Tunnel:
    """A proxy that is asked with CONNECT (RFC 9110, 9.3.6), in clear or over TLS."""

    proxy: Proxy
    logins: Logins
    seconds: float

    def connect(self, route: Route) -> socket.socket:
        login = self.logins.proven(self.proxy)
        connection, answer = self._ask(route, login)
        if answer.status.startswith("407") and login is None:
            connection.close()
            if "basic" not in answer.schemes:
                kinds = ", ".join(answer.schemes) or "?"
                raise Unreachable("proxy_schemes", proxy=self.proxy, schemes=kinds)
            connection, answer = self._log_in(route)
        elif answer.status.startswith("407") and login:
            self.logins.refuse(self.proxy, login)
        return self._let_through(route, connection, answer)

    def _log_in(self, route: Route) -> tuple[socket.socket, _Answer]:
        """The one attempt with a login that has not been proven; others wait for what comes of it."""
        with self.logins.attempt(self.proxy) as (login, refused):
            if login is None:
                step = "proxy_login_refused" if refused else "proxy_login"
                raise Unreachable(step, proxy=self.proxy)
            connection, answer = self._ask(route, login)
            if answer.status.startswith("407"):
                self.logins.refuse(self.proxy, login)
            else:
                self.logins.prove(self.proxy, login)
            return connection, answer

    def _ask(self, route: Route, login: ProxyLogin | None) -> tuple[socket.socket, _Answer]:
        connection = open_connection(self.proxy.host, self.proxy.port, "proxy_", self.seconds)
        try:
            connection.settimeout(self.seconds)
            if self.proxy.scheme == "https":
                context = ssl.create_default_context()
                connection = context.wrap_socket(connection, server_hostname=self.proxy.host)
            return connection, self._read_answer(connection, route, login)
        except BaseException as error:
            connection.close()
            if isinstance(error, TimeoutError):
                raise Unreachable("proxy_silent", proxy=self.proxy) from None
            if isinstance(error, OSError):
                raise Unreachable("proxy_strange", proxy=self.proxy, reason=reason_of(error)) from None
            raise

    def _read_answer(self, connection: socket.socket, route: Route, login: ProxyLogin | None) -> _Answer:
        connection.sendall(_request(route, login))
        head = _head(connection, self.seconds)
        if not head:
            raise ConnectionResetError(0, say("proxy.hung_up"))
        first, *lines = head.decode("latin-1").split("\r\n")
        version, _, status = first.partition(" ")
        if not re.fullmatch(r"HTTP/1\.\d", version) or not re.match(r"\d{3}", status):
            raise OSError(0, say("proxy.no_http"))
        headers: dict[str, list[str]] = {}
        for name, _, value in (line.partition(":") for line in lines):
            headers.setdefault(name.strip().lower(), []).append(value.strip())
        return _Answer(status[:60], headers)

    def _let_through(self, route: Route, connection: socket.socket, answer: _Answer) -> socket.socket:
        if answer.status.startswith("2"):
            return _plain(connection)
        page = _page(connection, answer)
        connection.close()
        if answer.status.startswith("407"):
            raise Unreachable("proxy_login_refused", proxy=self.proxy)
        reason = " ".join(filter(None, (redact(answer.status), _title(page))))
        step = "proxy_site" if answer.status.startswith("5") else "proxy_refuses"
        raise Unreachable(step, page=page, proxy=self.proxy, site=route, reason=reason)


def _request(route: Route, login: ProxyLogin | None) -> bytes:
    lines = [f"CONNECT {route.in_ascii} HTTP/1.1", f"Host: {route.in_ascii}"]
    if login:
        pair = Secret(base64.b64encode(f"{login.user}:{login.password.reveal()}".encode()).decode())
        lines.append(f"Proxy-Authorization: Basic {pair.reveal()}")
    return "\r\n".join([*lines, "\r\n"]).encode("ascii")


def _head(connection: socket.socket, seconds: float) -> bytes:
    """Byte by byte: what comes behind the blank line belongs to TLS. Raises TimeoutError."""
    end, answer = monotonic() + seconds, b""
    while not answer.endswith(b"\r\n\r\n") and len(answer) < _LONGEST_HEADERS:
        if monotonic() > end:
            raise TimeoutError
        byte = connection.recv(1)
        if not byte:
            break
        answer += byte
    return answer


def _page(connection: socket.socket, answer: _Answer) -> str:
    """What the proxy shows instead of the site, without secrets, as far as it comes at once."""
    declared = answer.headers.get("content-length", [""])[0]
    wanted = min(int(declared) if declared.isdecimal() else _LONGEST_PAGE, _LONGEST_PAGE)
    end, page = monotonic() + _PAGE_SECONDS, b""
    connection.settimeout(_PAGE_SECONDS)
    try:
        while len(page) < wanted and monotonic() < end and (piece := connection.recv(4096)):
            page += piece
    except OSError:
        pass  # what has come is enough
    return redact(page[:_LONGEST_PAGE].decode("utf-8", "replace"))


def _title(page: str) -> str:
    found = re.search(r"<title[^>]*>(.*?)</title>", page, re.IGNORECASE | re.DOTALL)
    return " ".join(found[1].split())[:80] if found else ""


def _plain(connection: socket.socket) -> socket.socket:
    """The connection, or for one over TLS a plain one that leads into it: TLS within TLS is nothing for a socket."""
    if not isinstance(connection, ssl.SSLSocket):
        return connection
    here, there = socket.socketpair()
    threading.Thread(target=pump, args=(there, connection), daemon=True).start()
    return here


@dataclass(frozen=True)
class _Socks:
    """A SOCKS proxy of version 4 or 5, which resolves the site's name."""

    proxy: Proxy
    logins: Logins
    seconds: float

    def connect(self, route: Route) -> socket.socket:
        with self.logins.attempt(self.proxy) as (login, refused):
            try:
                connection = self._ask(route, login)
            except Unreachable as error:
                if error.step == "proxy_login" and login:
                    self.logins.refuse(self.proxy, login)
                if error.step == "proxy_login" and (login or refused):
                    raise Unreachable("proxy_login_refused", proxy=self.proxy) from None
                raise
            if login:
                self.logins.prove(self.proxy, login)
            return connection

    def _ask(self, route: Route, login: ProxyLogin | None) -> socket.socket:
        from python_socks import ProxyConnectionError, ProxyError, ProxyType
        from python_socks.sync import Proxy as SocksProxy

        kind = ProxyType.SOCKS4 if self.proxy.scheme == "socks4" else ProxyType.SOCKS5
        user, password = (login.user, login.password.reveal()) if login else (None, None)
        socks = SocksProxy(kind, self.proxy.host, self.proxy.port, user, password, rdns=True)
        try:
            return begin(lambda: socks.connect(route.host, route.port, self.seconds)).result(2 * self.seconds)
        except ProxyConnectionError as error:
            host, port, reason = self.proxy.host, self.proxy.port, reason_of(error)
            raise Unreachable("proxy_port", host=host, port=port, reason=reason) from None
        except TimeoutError:
            raise Unreachable("proxy_silent", proxy=self.proxy) from None
        except ProxyError as error:
            raise self._refusal(route, error.error_code, str(error)) from None
        except OSError as error:
            raise Unreachable("proxy_strange", proxy=self.proxy, reason=reason_of(error)) from None

    def _refusal(self, route: Route, code: int | None, words: str) -> Unreachable:
        if code in _NOT_ALLOWED:
            return Unreachable("proxy_refuses", proxy=self.proxy, site=route, reason=words[:80])
        if code in _NOT_REACHED:
            return Unreachable("proxy_site", proxy=self.proxy, site=route, reason=words[:80])
        if "auth" in words.lower():
            return Unreachable("proxy_login", proxy=self.proxy)
        return Unreachable("proxy_strange", proxy=self.proxy, reason=words[:80])
