"""In how many ways a marked secret may be written; shares nothing with the tool that is being searched."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterator
from urllib.parse import quote

_UTF_16 = ("utf-16-le", "utf-16-be")


def disguises(secret: bytes) -> frozenset[bytes]:
    """Every form in which the secret may lie in a file; a text is given as UTF-8."""
    forms = {secret, *_encoded(secret)}
    try:
        text = secret.decode("utf-8")
    except UnicodeDecodeError:
        return frozenset(forms)
    return frozenset({*forms, *_of_text(text)})


def _of_text(text: str) -> Iterator[bytes]:
    quoted = quote(text, safe="")
    written = (
        quoted,
        quote(quoted, safe=""),
        "".join(f"%{byte:02X}" for byte in text.encode()),
        "".join(f"%{byte:02x}" for byte in text.encode()),
        html.escape(text),
        html.escape(text, quote=False),
        "".join(f"&#{ord(letter)};" for letter in text),
        json.dumps(text)[1:-1],
        "".join(f"\\u{ord(letter):04x}" for letter in text),
    )
    yield from (each.encode() for each in written)
    for encoding in _UTF_16:
        yield text.encode(encoding)
        yield from _encoded(text.encode(encoding))


def _encoded(data: bytes) -> Iterator[bytes]:
    yield data.hex().encode()
    yield data.hex().upper().encode()
    for shift in range(3):
        letters = in_base64(data, shift)
        yield letters
        yield letters.replace(b"+", b"-").replace(b"/", b"_")
        yield letters.replace(b"+", b"%2B").replace(b"/", b"%2F")


def in_base64(data: bytes, shift: int) -> bytes:
    """What base64 makes of the data behind `shift` other bytes, without what its neighbours decide."""
    letters = base64.b64encode(bytes(shift) + data + bytes((-shift - len(data)) % 3))
    return letters[-(-8 * shift // 6) : 8 * (shift + len(data)) // 6]
