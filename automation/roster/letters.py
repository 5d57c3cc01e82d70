"""What people type, made comparable: widths, spaces, invisible characters."""

from __future__ import annotations

import re
import unicodedata

# Zero-width characters, and the selectors that only choose another drawing of the same kanji or sign.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_DASH = re.compile(r"[\u2010-\u2015\u2212\u30fc\uff70](?=[A-Za-z0-9])")


def even(text: str) -> str:
    """The text as it is, with invisible characters gone and every run of spaces and line breaks one space."""
    return " ".join(_INVISIBLE.sub("", text).split())


def plain(text: str) -> str:
    """`even`, with full-width letters and digits made half-width and half-width kana full-width (NFKC)."""
    return even(unicodedata.normalize("NFKC", text))


def squeezed(text: str) -> str:
    """`plain` without any space, in lower case: for comparing."""
    return plain(text).replace(" ", "").casefold()


def as_typed_by_machine(text: str) -> str:
    """A code such as a user ID: `plain` without spaces, with dashes and signs that Excel adds put right."""
    code = plain(text).replace(" ", "").removeprefix("=").strip("\"'`’")
    return _DASH.sub("-", code) if re.match(r"[A-Za-z0-9]", code) else code
