"""Every sentence a user reads: looked up by key, Japanese first, English second."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["ja", "en"]
Form = Literal["ja", "en", "en_one"]
"""A language, or the English of one single thing, where it differs."""
_language: list[Language] = ["ja"]


def use_language(language: Language) -> None:
    """Choose the language of every later `say`; the default is Japanese."""
    _language[0] = language


def language() -> Language:
    """The language in use."""
    return _language[0]


@cache
def catalogue() -> dict[str, dict[Form, str]]:
    """All texts: key → language or form → sentence with `{names}` to fill in.

    A key is `section.name`; the section is the TOML table, wherever in `flows/texts/` it stands.
    """
    tables = [table for text in _files() for table in tomllib.loads(text).items()]
    return {f"{section}.{name}": entry for section, entries in tables for name, entry in entries.items()}


@cache
def texts_of(key: str) -> dict[Form, str]:
    """One text in every language. Raises KeyError for a key that is not in the catalogue."""
    section, _, name = key.partition(".")
    try:
        texts: dict[Form, str] = tomllib.loads(_lines(section)[name])[name]
    except KeyError:
        raise KeyError(key) from None
    return texts


def is_text(key: str) -> bool:
    """Whether the catalogue holds a text under this key."""
    section, _, name = key.partition(".")
    return name in _lines(section)


@cache
def _lines(section: str) -> dict[str, str]:
    """One table by names, as it is written, each text on a line: what is not said is not parsed, nor paid for."""
    head = f"{section}]\n"
    tables = (table for text in _files() if f"[{head}" in text for table in text.split("\n["))
    lines = [
        line for table in tables if table.lstrip("[").startswith(head) for line in table.splitlines()[1:]
    ]
    return {line.partition(" = ")[0].strip('"'): line for line in lines if " = " in line}


@cache
def _files() -> tuple[str, ...]:
    # Not by importlib.resources, whose readers import zipfile: as long as all of this takes.
    folder = Path(__file__).with_name("texts")
    return tuple(file.read_text("utf-8") for file in sorted(folder.glob("*.toml")))


def say(key: str, /, **values: Any) -> str:
    """The sentence of `key` in the language in use, its `{names}` filled from `values`.

    Where its English has a form for one single thing, the number that is given decides: `count`, or else `people`.
    Raises KeyError for a key that is not in the catalogue, or a name that was not given.
    """
    texts = texts_of(key)
    return texts[_form(texts, values)].format(**values)


def _form(texts: dict[Form, str], values: dict[str, Any]) -> Form:
    if language() == "ja" or "en_one" not in texts:
        return language()
    from babel import Locale  # here, where it is needed: most runs are in Japanese

    number = values["count"] if "count" in values else values["people"]
    return "en_one" if Locale("en").plural_form(number) == "one" else "en"
