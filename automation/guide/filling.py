"""Texts of the guide filled in: with an error's values, or with words that stand for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ekakushin.flows.text import Language, language, texts_of


class Values(dict[str, Any]):
    """An error's values by name; a missing one gives a placeholder word."""

    def __init__(self, values: Mapping[str, Any] | None = None, *, told_in: Language | None = None) -> None:
        super().__init__(values or {})
        self._language = told_in or language()

    def __missing__(self, name: str) -> str:
        return in_language(f"guide.value_{name}", self._language)


def in_language(key: str, told_in: Language) -> str:
    """A text without names in a language of one's own choice, whatever the one in use. Raises KeyError."""
    return texts_of(key)[told_in]
