"""A proxy script (PAC): fetched with limits, and asked by an engine that is handed in which proxy serves an address."""

from __future__ import annotations

import re
import socket
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote, urlsplit

from ekakushin.automation.proxies.waiting import SECONDS, begin, reason_of
from ekakushin.flows.models import Noun

MOST = 1_000_000  # bytes; Windows and browsers stop there too
_MOST_NAMES = 50  # that a script may want to know the addresses of
_MOST_ROUNDS = 20


class ScriptError(Exception):
    """The script could not be had, or did not answer; `reason` says why, in a few words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Question(Noun):
    """What a script is asked: its text, the addresses, and the names it may ask about, with their IP addresses.

    `mine` is the address of this PC.
    """

    script: str
    addresses: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]] = {}
    mine: str = "127.0.0.1"


class Answers(Noun):
    """What it answers to each address, and the names that it asked about and were not there."""

    proxies: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


Engine = Callable[[Question], Answers]
"""Runs a script. Raises ScriptError."""


def ask_script(place: str, addresses: Sequence[str], engine: Engine) -> list[str]:
    """What the script that lies at `place`, an address or a path, answers to each of the addresses.

    Raises ScriptError.
    """
    question = Question(script=fetch_script(place), addresses=tuple(addresses), mine=_my_address())
    for _ in range(_MOST_ROUNDS):
        answers = engine(question)
        # A script asks in the middle of its work; it is run again once its names are looked up.
        wanted = [name for name in answers.unknown if name not in question.names]
        if not wanted:
            return list(answers.proxies)
        if len(question.names) + len(wanted) > _MOST_NAMES:
            break
        found = {**question.names, **_resolve(wanted)}
        question = question.model_copy(update={"names": found})
    raise ScriptError("names")


def fetch_script(place: str) -> str:
    """The script's text, in five seconds and a megabyte at most. Raises ScriptError."""
    try:
        data = begin(lambda: _read(place)).result(SECONDS)
    except (OSError, ValueError) as error:
        raise ScriptError(_why(error)) from None
    if len(data) > MOST:
        raise ScriptError(f"> {MOST} bytes")
    text = _decode(data)
    if "FindProxyForURL" not in text:
        raise ScriptError("FindProxyForURL")
    return text


def _read(place: str) -> bytes:
    if re.match(r"https?://", place, re.IGNORECASE):
        # Not by a proxy: it is this script that will say where one is.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(place, timeout=SECONDS) as answer:
            return bytes(answer.read(MOST + 1))
    with file_of(place).open("rb") as stream:
        return stream.read(MOST + 1)


def file_of(place: str) -> Path:
    """The file that a path or a file: address means, on Windows with its drive or server."""
    if not place.lower().startswith("file:"):
        return Path(place).expanduser()
    parts = urlsplit(place)
    path = unquote(parts.path)
    if re.match(r"/[A-Za-z]:", path):
        path = path[1:]
    server = "" if parts.netloc in ("", "localhost") else f"//{parts.netloc}"
    return Path(server + path)


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _why(error: Exception) -> str:
    if isinstance(error, URLError):
        reason = error.reason
        code = getattr(error, "code", None)
        return f"HTTP {code}" if code else reason_of(reason) if isinstance(reason, Exception) else str(reason)
    return reason_of(error)


def _resolve(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    looks = {name: begin(_looking_up(name)) for name in names}
    found: dict[str, tuple[str, ...]] = {}
    for name, look in looks.items():
        try:
            found[name] = look.result(SECONDS)
        except (OSError, UnicodeError):
            found[name] = ()
    return found


def _looking_up(name: str) -> Callable[[], tuple[str, ...]]:
    def look_up() -> tuple[str, ...]:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        return tuple(dict.fromkeys(str(address[0]) for *_, address in found))

    return look_up


def _my_address() -> str:
    """The address by which this PC reaches others; nothing is sent to find it out."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # an address that belongs to nobody (RFC 5737)
            return str(probe.getsockname()[0])
    except OSError:
        return "127.0.0.1"
