"""How to get from this PC to a site: directly, or through the proxy that environment or system names."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

_HTTPS_PORT = 443


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """A proxy's own address; name and password that an address may hold are left behind."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class Route:
    """One site and what lies between."""

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
