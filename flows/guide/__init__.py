"""The error guide: every failure with its code, cause and remedy, as data, in Japanese and English."""

from __future__ import annotations

from ekakushin.flows.guide.entries import Again, BasisMark, Entry, Who, Wording, codes, danger, entries, entry
from ekakushin.flows.guide.search import search
from ekakushin.flows.guide.signs import find_code

__all__ = [
    "Again",
    "BasisMark",
    "Entry",
    "Who",
    "Wording",
    "codes",
    "danger",
    "entries",
    "entry",
    "find_code",
    "search",
]
