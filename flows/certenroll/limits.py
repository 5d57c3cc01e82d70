"""How much a page may ask of the bridge: far more than any page needs, and less than what would hold up the tool."""

from __future__ import annotations

from ekakushin.flows.errors import UnexpectedPage
from ekakushin.flows.text import say

KEYS = 8  # that are made in one visit; a like one is the same one
KEY_BITS = 8192  # the longest key; a longer one takes minutes
UNSENT_KEYS = 32  # that lie unused in the store, over all visits
CALLS = 10_000  # of one page
CHARACTERS = 2_000_000  # of one answer or request

NAMES = {
    "keys": KEYS,
    "key_bits": KEY_BITS,
    "unsent_keys": UNSENT_KEYS,
    "calls": CALLS,
    "characters": CHARACTERS,
}


def exceed(limit: str) -> UnexpectedPage:
    """What ends a page that passed this limit (a name of NAMES): ISS-019."""
    return UnexpectedPage("ISS-019", limit=say(f"enrollment.{limit}"), most=NAMES[limit])
