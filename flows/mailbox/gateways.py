"""Addresses that a mail gateway has rewritten: the original is read out of the link, by asking nobody.

How each gateway writes is its makers' own documentation: Proofpoint's decoder for v1 to v3, Barracuda, Cisco, Sophos,
FireEye and Trellix, Trend Micro, Check Point, Microsoft's Safe Links and Outlook on the web, Google.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from ekakushin.flows.mailbox.shapes import field_of

_DEEPEST = 10
# Nothing but rewritten links lies on these hosts and those below them.
_GATEWAYS = (
    "urldefense.proofpoint.com",
    "urldefense.com",
    "urldefense.us",
    "linkprotect.cudasvc.com",
    "secure-web.cisco.com",
    "protection.sophos.com",
    "protect.fireeye.com",
    "protect2.fireeye.com",
    "protect.trellix.com",
    "ctp.trendmicro.com",
    "safelinks.protection.outlook.com",
    "safelinks.protection.office365.us",
    "safelinks.protection.outlook.us",
    "safelinks.protection.outlook.cn",
    "safelinks.protection.partner.outlook.cn",
    "protect.checkpoint.com",
    "url.avanan.click",
    "clicktime.symantec.com",
    "mimecast.com",
    "mimecastprotect.com",
    "emailprotection.link",
    "atpscan.global.hornetsecurity.com",
    "urlsand.esvalabs.com",
)
# How gateways call themselves, those that a company runs itself among them.
_GATEWAY_NAME = re.compile(
    r"(?:^|[.-])(?:ctp|safelinks)[.-]|^(?:urls?|links?|click|clicktime|redirect|protect[a-z]*|safe-?urls?)\d*[.-]"
    r"|^(?:url|link)-?(?:protect|defen[cs]e|filter|scan|check|isolation)[a-z]*\d*[.-]"
)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_LINKS = re.compile(r"https?://[^\s<>\"「」『』【】（）]+", re.IGNORECASE)
_VERSION_3 = re.compile(r"/v3/__(.+)__;([\w-]*)!", re.DOTALL)
_RUN = re.compile(r"\*(\*.)?", re.DOTALL)
_RUN_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_ONE_SLASH = re.compile(r"^(https?:/)(?=[^/])", re.IGNORECASE)
_FRAMED = re.compile(r"/___(https?:.+?)___", re.IGNORECASE)
_IN_PATH = re.compile(r"(?<=[/=])https?(?::|%3A)(?:/|%2F){2}\S+", re.IGNORECASE)
_OWN_TAIL = re.compile(
    r"&(?:data|sdata|reserved|umid|auth|c|typo|k|d|r|m|s|e|corid|sa|ved|usg|source|ust)=.*", re.IGNORECASE
)


def unwrap(address: str) -> str:
    """The address inside a rewritten one, at most ten deep; any other as it is.

    A host that is no known gateway counts as one only if what it wraps has the shape of a site's address.
    """
    inner, opened = address, address
    for _ in range(_DEEPEST):
        if not _is_gateway(inner) and field_of(inner):
            return inner
        found = next(_inside(inner), "")
        if not found:
            break
        known, inner = _is_gateway(inner), found
        opened = inner if known else opened
    return inner if field_of(inner) and not _is_gateway(inner) else opened


def is_lost(address: str) -> bool:
    """Whether an address that was unwrapped still leads to a gateway: the original is not in it."""
    return _is_gateway(address)


def has_rewritten(text: str) -> bool:
    """Whether a gateway has rewritten an address in a text."""
    return any(_is_gateway(found) or unwrap(found) != found for found in _LINKS.findall(text))


def has_lost(text: str) -> bool:
    """Whether there is an address in a text whose original only the gateway knows."""
    return any(is_lost(unwrap(found)) for found in _LINKS.findall(text))


def _is_gateway(address: str) -> bool:
    host = _split(address).hostname or ""
    known = any(host == each or host.endswith(f".{each}") for each in _GATEWAYS)
    return known or bool(_GATEWAY_NAME.search(host) and not field_of(address))


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.hostname
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _inside(address: str) -> Iterator[str]:
    """What an address may wrap, the likeliest first."""
    parts = _split(address)
    if parts.path.startswith("/v3/__") and (found := _VERSION_3.search(address)):
        yield _of_version_3(found[1], found[2])
    if framed := _FRAMED.search(address):
        yield framed[1]
    for each in parts.query.split("&"):
        yield from _of_value(each.partition("=")[2], address, is_dashed=parts.path.startswith("/v2/url"))
    if found := _IN_PATH.search(parts.path):
        raw = address[address.index(found[0]) :]
        yield raw if _WEB.match(raw) else unquote(found[0])


def _of_value(value: str, address: str, *, is_dashed: bool) -> Iterator[str]:
    if is_dashed and value.lower().startswith("http"):  # Proofpoint's v2
        yield unquote(value.replace("-", "%").replace("_", "/"))
    elif _WEB.match(value):  # written into the link as it is, with all that follows
        yield _OWN_TAIL.sub("", address[address.index(f"={value}") + 1 :])
    elif _WEB.match(unquote(value)):
        yield unquote(value)
    elif value.startswith("aHR0c"):  # "http" in Base64
        yield from _of_base64(unquote(value))


def _of_base64(value: str) -> Iterator[str]:
    try:
        text = base64.urlsafe_b64decode(value.replace("+", "-").replace("/", "_") + "==").decode("utf-8")
    except (binascii.Error, ValueError):
        return
    if _WEB.match(text):
        yield text


def _of_version_3(address: str, replaced: str) -> str:
    """Proofpoint's v3: a star for a character, two and a letter for a run, the characters themselves in Base64."""
    try:
        left = base64.urlsafe_b64decode(replaced + "==").decode("utf-8")
    except (binascii.Error, ValueError):
        left = ""
    written, end = "", 0
    for star in _RUN.finditer(address):
        count = _RUN_LENGTHS.find(star[1][1]) + 2 if star[1] else 1
        written += address[end : star.start()] + (left[:count] or star[0])
        left, end = left[count:], star.end()
    return _ONE_SLASH.sub(r"\1/", written + address[end:])
