"""Every sentence a user reads: looked up by key, Japanese first, English second."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
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
    tables = [table for number in range(len(_files())) for table in _tables(number).items()]
    return {f"{section}.{name}": entry for section, entries in tables for name, entry in entries.items()}


def texts_of(key: str) -> dict[Language, str]:
    """One text in every language. Raises KeyError for a key that is not in the catalogue."""
    section, _, name = key.partition(".")
    try:
        return _section(section)[name]
    except KeyError:
        raise KeyError(key) from None


def is_text(key: str) -> bool:
    """Whether the catalogue holds a text under this key."""
    section, _, name = key.partition(".")
    return name in _section(section)


@cache
def _section(section: str) -> dict[str, dict[Language, str]]:
    """One table; files that do not hold it are not parsed, which is most of what a short command would take."""
    entries: dict[str, dict[Language, str]] = {}
    for number, text in enumerate(_files()):
        if f"[{section}]" in text:
            entries |= _tables(number).get(section, {})
    return entries


@cache
def _tables(number: int) -> dict[str, dict[str, dict[Language, str]]]:
    return tomllib.loads(_files()[number])


@cache
def _files() -> tuple[str, ...]:
    # Not by importlib.resources, whose readers import zipfile: as long as all of this takes.
    folder = Path(__file__).with_name("texts")
    return tuple(file.read_text("utf-8") for file in sorted(folder.glob("*.toml")))


def say(key: str, /, **values: Any) -> str:
    """The sentence of `key` in the language in use, its `{names}` filled from `values`.

    Raises KeyError for a key that is not in the catalogue, or a name that was not given.
    """
    return texts_of(key)[language()].format(**values)
