"""Every sentence a user reads: looked up by key, Japanese first, English second."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["ja", "en"]
_language: list[Language] = ["ja"]


def use_language(language: Language) -> None:
    """Choose the language of every later `say`; the default is Japanese."""
    _language[0] = language


def language() -> Language:
    """The language in use."""
    return _language[0]


@cache
def catalogue() -> dict[str, dict[Language, str]]:
    """All texts: key → language → sentence with `{names}` to fill in.

    A key is `section.name`; the section is the TOML table, wherever in `flows/texts/` it stands.
    """
    texts: dict[str, dict[Language, str]] = {}
    for file in files("ekakushin.flows").joinpath("texts").iterdir():
        if file.name.endswith(".toml"):
            for section, entries in tomllib.loads(file.read_text("utf-8")).items():
                for name, sentence in entries.items():
                    texts[f"{section}.{name}"] = sentence
    return texts


def say(key: str, /, **values: Any) -> str:
    """The sentence of `key` in the language in use, its `{names}` filled from `values`.

    Raises KeyError for a key that is not in the catalogue, or a name that was not given.
    """
    return catalogue()[key][language()].format(**values)
