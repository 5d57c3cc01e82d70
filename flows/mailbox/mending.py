"""Undoes what happened to a mail on its way: an encoding nobody decoded, lost escape bytes, doubled line ends."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator

_QUOTED = re.compile(rb"(?:=[0-9A-F]{2}){3}")
_BASE64 = re.compile(rb"\s*(?:[A-Za-z0-9+/]{40,}\s+)*[A-Za-z0-9+/]{2,}={0,2}\s*")
# Of ISO-2022-JP, with what mail programs put in the place of ESC.
_BARE_SHIFT = re.compile(
    rb"(?:\xef\xbf\xbd|[\x1b\x1a\x00?])?\$([B@])((?:[\x21-\x7e]{2}){0,500}?)(?:\xef\xbf\xbd|[\x1b\x1a\x00? ])?\(([BJ])"
)
_TRANSFERS = (
    (re.compile(r"quoted.?printable"), "quoted-printable"),
    (re.compile(r"base.?64"), "base64"),
    (re.compile(r"uu"), "x-uuencode"),
)


def with_single_ends(data: bytes) -> bytes:
    """The bytes with CR LF for CR CR LF, where most lines end so."""
    doubled = data.count(b"\r\r\n")
    return data.replace(b"\r\r\n", b"\r\n") if doubled * 2 > data.count(b"\n") else data


def transfer_encoding(header: str) -> str:
    """The Content-Transfer-Encoding that a header means, whatever stands around it; "" for none that encodes."""
    return next((name for pattern, name in _TRANSFERS if pattern.search(header.lower())), "")


def lacks_escapes(data: bytes) -> bool:
    """Whether the bytes are ISO-2022-JP without its ESC, or without some of them."""
    shifts = len(_BARE_SHIFT.findall(data))
    return shifts > 1 and data.count(b"\x1b") < 2 * shifts


def restored(data: bytes) -> Iterator[bytes]:
    """What the bytes may have been; only a reading that makes sense shows whether they were."""
    if lacks_escapes(data):
        yield _BARE_SHIFT.sub(b"\x1b$\\1\\2\x1b(\\3", data)
    if data.isascii() and _QUOTED.search(data):
        yield quopri.decodestring(data)
    if data.isascii() and _BASE64.fullmatch(data):
        try:
            yield base64.b64decode(data)
        except binascii.Error:
            return
