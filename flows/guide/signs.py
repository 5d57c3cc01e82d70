"""Finds the guide's code for a message by phrases that Windows, browsers and sites show word for word."""

from __future__ import annotations

from collections.abc import Iterable

from ekakushin.flows.guide.entries import entry
from ekakushin.flows.guide.search import plain


def find_code(words: str, among: Iterable[str]) -> str:
    """The first of these codes of which a sign stands in the words; "" if there is none.

    Case, spaces, marks and width make no difference. Raises KeyError for a code that the guide does not have.
    """
    within = plain(words)
    return next((code for code in among if any(plain(sign) in within for sign in entry(code).signs)), "")
