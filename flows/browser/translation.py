"""Translates the errors of Playwright and Chromium into those of the flows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from ekakushin.flows.errors import FlowError, NeedsPerson, Refused, Unavailable

_NET_ERROR = re.compile(r"ERR_[A-Z0-9_]+")
# What somebody mends on this PC: the code, and under which name its entry tells the browser's word.
_MENDED_HERE = {
    "ERR_SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY": ("CRT-007", "place"),
    "ERR_CERT_DATE_INVALID": ("ENV-011", "site_words"),
    "ERR_SSL_VERSION_OR_CIPHER_MISMATCH": ("NET-010", "detail"),
}
# A proxy that the browser has found in the system's settings by itself.
_OF_PROXIES = (
    "ERR_PROXY_CONNECTION_FAILED",
    "ERR_PAC_SCRIPT_FAILED",
    "ERR_MANDATORY_PROXY_CONFIGURATION_FAILED",
)
# Playwright's own TLS proxy answers with a page instead of an error.
_PROXY_PAGE = "Playwright client-certificate error:"
_DISTRUST = re.compile(
    r"self.signed|unable to (get|verify)|altname|issuer|UNABLE_TO_|DEPTH_ZERO", re.IGNORECASE
)
_OUT_OF_DATE = re.compile(
    r"certificate has expired|not yet valid|CERT_HAS_EXPIRED|NOT_YET_VALID|ERR_CERT_DATE", re.IGNORECASE
)
# TLS alerts (RFC 8446, 6) with which a server turns a client certificate away, as OpenSSL words them.
_ALERTS = (
    ("CRT-006", re.compile(r"alert certificate revoked|alert number 44", re.IGNORECASE)),
    ("CRT-005", re.compile(r"alert certificate expired|alert number 45", re.IGNORECASE)),
    ("CRT-001", re.compile(r"\balert\b", re.IGNORECASE)),
)


@contextmanager
def translate_errors(*, seconds: float) -> Iterator[None]:
    """Whatever Playwright raises inside comes out as a FlowError without the values that were typed."""
    try:
        yield
    except PlaywrightTimeout:
        raise Unavailable("NET-003", seconds=round(seconds)) from None
    except PlaywrightError as error:
        raise network_error(error.message) from None


def network_error(message: str) -> FlowError:
    """The error for a net error or another failure of the browser."""
    found = _NET_ERROR.search(message)
    if not found:
        return Unavailable(
            "ENV-006", detail=message.splitlines()[0][:80] if "closed" in message else "Playwright"
        )
    name = found.group()
    if name in _MENDED_HERE:
        code, value = _MENDED_HERE[name]
        return NeedsPerson(code, **{value: name})
    if "CLIENT_AUTH" in name or name == "ERR_SSL_PROTOCOL_ERROR":
        return Refused("CRT-001", site_words=name)
    if name.startswith("ERR_CERT_") or name == "ERR_SSL_SERVER_CERT_BAD_FORMAT":
        return Unavailable("NET-002", detail=name)
    if name in _OF_PROXIES:
        return Unavailable("NET-014", detail=name)
    return Unavailable("NET-001", detail=name)


def proxy_error(text: str) -> FlowError | None:
    """The error that Playwright's TLS proxy shows as a page, or None if this is no such page."""
    _, mark, reason = text.partition(_PROXY_PAGE)
    if not mark:
        return None
    reason = reason.strip().split("\n")[0][:120]
    alert = next((code for code, words in _ALERTS if words.search(reason)), "")
    if alert:
        return Refused(alert, site_words=reason)
    if _OUT_OF_DATE.search(reason):
        return NeedsPerson("ENV-011", site_words=reason)
    if _DISTRUST.search(reason):
        return Unavailable("NET-002", detail=reason)
    if re.search(r"handshake|ssl|tls|certificate|ECONNRESET|socket hang up", reason, re.IGNORECASE):
        return Refused("CRT-001", site_words=reason)
    return Unavailable("NET-001", detail=reason)
