"""Which addresses are excepted from a proxy, as NO_PROXY and Windows' settings write them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

_LOCAL = "<local>"  # Windows: every name without a dot


def is_excepted(host: str, port: int, exceptions: str) -> bool:
    """Whether one of the exceptions, which commas, semicolons or blanks part, means this host.

    `*`, `host`, `.domain`, `domain` (with all below it), `*.domain`, `10.*`, `10.0.0.0/8`, each with a port or without;
    `<local>`.
    """
    return any(_means(each.lower(), host.lower(), port) for each in _parted(exceptions))


def _parted(exceptions: str) -> Iterable[str]:
    return filter(None, re.split(r"[,;\s]+", exceptions))


def _means(exception: str, host: str, port: int) -> bool:
    if exception == _LOCAL:
        return "." not in host and ":" not in host
    exception = exception.partition("://")[2] or exception
    found = re.fullmatch(r"(\[.*\]|[^:]*|.*:.*:.*?):(\d+)", exception)
    if found and not _is_address(exception):
        exception = found[1]
        if int(found[2]) != port:
            return False
    exception = exception.strip("[]")
    if "/" in exception:
        return _is_within(host, exception)
    if "*" in exception:
        return fnmatchcase(host, exception)
    bare = exception.lstrip(".")
    return bool(bare) and (host == bare or (host.endswith(f".{bare}") and not _is_address(host)))


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_within(host: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
