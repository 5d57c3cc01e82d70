"""A proxy, its login, and the way to one site: which proxies lead there, and who says so."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from ekakushin.flows.secret import Secret

_HTTPS_PORT = 443
_PORTS = {"http": 80, "https": _HTTPS_PORT, "socks": 1080, "socks4": 1080, "socks5": 1080, "socks5h": 1080}


@dataclass(frozen=True, kw_only=True)
class ProxyLogin:
    """The user name and password for a proxy."""

    user: str
    password: Secret


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """The scheme, host and port of a proxy, without the user name and password that its address may hold."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return _host_port(self.host, self.port)


def read_address(address: str) -> tuple[Proxy, ProxyLogin | None]:
    """The proxy that an address means, with or without http:// in front, and the login in it.

    Raises ValueError, without the address, for what is none.
    """
    parts = urlsplit(address if "://" in address else f"http://{address}")
    scheme = parts.scheme.lower()
    password = Secret(unquote(parts.password)) if parts.password else None
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("not the address of a proxy") from None
    if scheme not in _PORTS or not host or not host.isprintable() or " " in host:
        raise ValueError("not the address of a proxy")
    login = ProxyLogin(user=unquote(parts.username or ""), password=password or Secret(""))
    proxy = Proxy(scheme=scheme, host=host, port=port or _PORTS[scheme])
    return proxy, login if parts.username else None


DIRECT = (None,)
"""The proxies of a way without any."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """The host and port of one site, and the proxies that lead there: to be tried in this order, None is directly.

    `source` says in words where that comes from ("" where nobody has said anything); `unread` why what would say it
    could not be read.
    """

    host: str
    port: int
    proxies: tuple[Proxy | None, ...] = DIRECT
    source: str = field(default="", compare=False)
    unread: str = field(default="", compare=False)

    def __str__(self) -> str:
        return _host_port(self.host, self.port)

    @property
    def in_ascii(self) -> str:
        """Host and port as they stand in a request."""
        host = self.host if self.host.isascii() else self.host.encode("idna").decode("ascii")
        return _host_port(host, self.port)

    @property
    def proxy(self) -> Proxy | None:
        """The proxy that is tried first, None if it goes there directly."""
        return self.proxies[0]

    @property
    def is_direct(self) -> bool:
        """Whether no proxy has a part in it."""
        return not any(self.proxies)

    @classmethod
    def directly_to(cls, origin: str, **more: str) -> Route:
        """The way to an origin without a proxy."""
        parts = urlsplit(origin)
        return cls(host=parts.hostname or "", port=parts.port or _HTTPS_PORT, **more)  # type: ignore[arg-type]  # source, unread


def is_loopback(host: str) -> bool:
    """Whether a host is this PC itself, which no proxy can reach."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_port(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
