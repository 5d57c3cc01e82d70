"""Reads what a PAC script, WinHTTP or Windows' settings answer: a list of proxies in the order to try them."""

from __future__ import annotations

import re
from contextlib import suppress

from ekakushin.automation.proxies.proxy import DIRECT, Proxy, read_address

# What a script may say before host:port, and how that proxy is spoken to.
_KINDS = {
    "PROXY": "http",
    "HTTP": "http",
    "HTTPS": "https",
    "SOCKS": "socks5",
    "SOCKS4": "socks4",
    "SOCKS5": "socks5",
}


def read_script_answer(answer: str) -> tuple[Proxy | None, ...]:
    """The proxies of `PROXY a:1; SOCKS b:2; DIRECT`; what nobody understands is left out, and nothing is DIRECT."""
    found: list[Proxy | None] = []
    for each in answer.split(";"):
        kind, _, place = each.strip().partition(" ")
        if kind.upper() == "DIRECT":
            found.append(None)
        elif kind.upper() in _KINDS:
            with suppress(ValueError):
                found.append(read_address(f"{_KINDS[kind.upper()]}://{place.strip()}")[0])
    return tuple(dict.fromkeys(found)) or DIRECT


def read_list(servers: str, scheme: str = "https") -> tuple[Proxy | None, ...]:
    """The proxies for addresses of `scheme` in what Windows writes: `host:port`, or `http=a:1;https=b:2;socks=c:3`.

    Several are tried one after the other. None for that scheme is DIRECT.
    """
    plain: list[str] = []
    named: dict[str, str] = {}
    for each in filter(None, re.split(r"[;\s]+", servers)):
        name, equals, place = each.rpartition("=")
        if equals:
            named.setdefault(name.lower(), place)
        else:
            plain.append(place)
    chosen = [named[scheme]] if scheme in named else plain
    if not chosen and "socks" in named:
        # What Windows calls socks is version 4; hosts that speak 5 alone are rare, and so are proxies of this kind.
        chosen = [f"socks4://{named['socks']}"]
    found: list[Proxy | None] = []
    for place in chosen:
        with suppress(ValueError):
            found.append(read_address(place)[0])
    return tuple(dict.fromkeys(found)) or DIRECT
