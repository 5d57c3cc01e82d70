"""All forms in which a value may be written: encoded for an address, a page, a script, a mail, a file."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

SHORTEST = 4  # characters; shorter values would strike out half of every text


def spellings(value: str) -> frozenset[str]:
    """Every form in which the redactor looks for this value, as text (bytes as UTF-8 with surrogates).

    Of an address only the personal parts, of a key each line.
    """
    return frozenset(
        form for part, short in _parts(value) for form in _forms(part, short) if len(form) >= SHORTEST
    )


def _parts(value: str) -> Iterator[tuple[str, bool]]:
    """What is secret in the value, and whether it is short enough to hide in something else."""
    if "://" in value:
        yield from ((part, True) for part in _personal(value))
    elif "\n" in value.strip():
        yield from ((line.strip(), False) for line in value.splitlines() if not line.startswith("-----"))
    else:
        yield value, len(value) <= 200


def _personal(address: str) -> Iterator[str]:
    """Query, its values, fragment and password of an address; where there is none, nothing is secret."""
    try:
        parts = urlsplit(address)
        password = parts.password
    except ValueError:  # no address after all
        yield address
        return
    queries = (parts.query, parts.fragment)
    for text in queries:
        yield text
        yield from (each for _, each in parse_qsl(text))
        yield from (pair.partition("=")[2] for pair in text.split("&"))
    if password:
        yield password
        yield unquote(password)


def _forms(part: str, short: bool) -> Iterator[str]:
    if len(part) < SHORTEST or not part.strip("*"):  # what is struck out is written so
        return
    quoted = quote(part, safe="")
    yield from (part, quoted, quoted.replace("%", "%25"), quote(part), quote_plus(part))
    yield re.sub("%..", lambda escape: escape.group().lower(), quoted)
    yield "".join(f"%{letter:02x}" for letter in part.encode())
    if not short:
        return
    yield from (
        html.escape(part),
        html.escape(part, quote=False),
        "".join(f"&#{ord(letter)};" for letter in part),
    )
    as_json = json.dumps(part)[1:-1]
    yield from (as_json, json.dumps(part, ensure_ascii=False)[1:-1], as_json.replace("/", r"\/"))
    yield from _as_bytes(part.encode())
    for encoding in ("utf-16-le", "utf-16-be"):
        wide = part.encode(encoding)
        yield wide.decode("utf-8", "surrogateescape")
        yield from _as_bytes(wide)


def _as_bytes(data: bytes) -> Iterator[str]:
    yield from (data.hex(), data.hex().upper())
    for shift in range(3):
        inner = _base64_inside(data, shift)
        yield inner
        yield inner.replace("+", "-").replace("/", "_")


def _base64_inside(data: bytes, shift: int) -> str:
    """The letters that do not depend on what stands before and behind, `shift` bytes into a group of three."""
    first, last = -(-8 * shift // 6), 8 * (shift + len(data)) // 6
    return base64.b64encode(bytes(shift) + data).decode()[first:last]
