"""Connects to a site, directly or through a proxy, and tells which step fails or takes too long."""

from __future__ import annotations

import socket
import threading
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar
from urllib.parse import urlsplit

from ekakushin.flows.text import say

SECONDS = 5.0  # for one look at one thing

T = TypeVar("T")


def begin(work: Callable[[], T]) -> Future[T]:
    """Its answer, later; ask with `result(seconds)`, which raises TimeoutError.

    A thread of its own that nobody waits for at the end: a name server that is silent must not hold the command.
    """
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # raised again where the answer is asked for
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return answer


_LONGEST_ANSWER = 65_536  # bytes of a proxy's headers


class Unreachable(Exception):
    """Connecting failed at `step`: name, port, proxy_name, proxy_port, proxy_kind, proxy_login or proxy_way.

    `sure` unless a browser might still get through.
    """

    def __init__(self, step: str, *, sure: bool = True, **values: object) -> None:
        super().__init__(step)
        self.sure = sure
        self.told = say(f"doctor.way_{step}", **values)


def connect(route: Route) -> socket.socket:
    """A connection to the site, in seconds that are counted. Raises Unreachable."""
    if route.proxy is None:
        return _open(route.host, route.port, "")
    if route.proxy.scheme != "http":
        raise Unreachable("proxy_kind", sure=False, proxy=route.proxy, kind=route.proxy.scheme)
    connection = _open(route.proxy.host, route.proxy.port, "proxy_")
    try:
        _let_through(connection, route, route.proxy)
    except BaseException:
        connection.close()
        raise
    return connection


def _open(host: str, port: int, kind: str) -> socket.socket:
    end = monotonic() + SECONDS
    try:
        found = begin(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)).result(SECONDS)
    except TimeoutError:
        raise Unreachable(f"{kind}name", host=host, reason=say("doctor.no_answer")) from None
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{kind}name", host=host, reason=reason_of(error)) from None
    trouble: OSError = TimeoutError()
    for *_, address in found:
        try:
            return socket.create_connection(address[:2], max(end - monotonic(), 0.1))  # type: ignore[arg-type]  # IPv6 has four parts
        except OSError as error:
            trouble = error
    raise Unreachable(f"{kind}port", host=host, port=port, reason=reason_of(trouble))


def _let_through(connection: socket.socket, route: Route, proxy: Proxy) -> None:
    """Ask for a tunnel, without name or password."""
    connection.settimeout(SECONDS)
    try:
        connection.sendall(f"CONNECT {route} HTTP/1.1\r\nHost: {route}\r\n\r\n".encode("idna"))
        answer = _headers(connection)
    except OSError as error:
        raise Unreachable("proxy_way", proxy=proxy, site=route, reason=reason_of(error)) from None
    status = answer.split(b"\r\n")[0].decode("latin-1").partition(" ")[2][:60]
    if status.startswith("407"):
        raise Unreachable("proxy_login", sure=False, proxy=proxy)
    if not status.startswith("2"):
        raise Unreachable("proxy_way", proxy=proxy, site=route, reason=status or say("doctor.no_answer"))


def _headers(connection: socket.socket) -> bytes:
    """Byte by byte: what comes behind the blank line belongs to TLS."""
    end, answer = monotonic() + SECONDS, b""
    while not answer.endswith(b"\r\n\r\n") and len(answer) < _LONGEST_ANSWER and monotonic() < end:
        byte = connection.recv(1)
        if not byte:
            break
        answer += byte
    return answer


def reason_of(error: Exception) -> str:
    """Why, in a few words."""
    if isinstance(error, TimeoutError):
        return say("doctor.no_answer")
    return (getattr(error, "strerror", None) or type(error).__name__)[:80]


_HTTPS_PORT = 443


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """The scheme, host and port of a proxy, without the user name and password that its address may hold."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class Route:
    """The host and port of one site, and the proxy on the way to it, if any."""

    host: str
    port: int
    proxy: Proxy | None = None

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @classmethod
    def to(cls, origin: str) -> Route:
        """The way to an origin, as HTTPS_PROXY, NO_PROXY or the system's settings have it."""
        parts = urlsplit(origin)
        host, port = parts.hostname or "", parts.port or _HTTPS_PORT
        return cls(host=host, port=port, proxy=_proxy_for(host, port))


def _proxy_for(host: str, port: int) -> Proxy | None:
    proxies = urllib.request.getproxies()
    address = proxies.get("https") or proxies.get("all")
    if not address or urllib.request.proxy_bypass(f"{host}:{port}"):
        return None
    parts = urlsplit(address if "://" in address else f"http://{address}")
    scheme = parts.scheme.lower()
    default = {"http": 80, "https": _HTTPS_PORT}.get(scheme, 1080)
    return Proxy(scheme=scheme, host=parts.hostname or "", port=parts.port or default)
