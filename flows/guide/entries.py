"""The entries of the guide: what they hold, and where they lie."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ekakushin.flows.models import Noun
from ekakushin.flows.text import Language, language

Who = Literal["person", "it", "society", "service", "us"]
Again = Literal["now", "later", "after", "never"]
Mark = Literal["G", "S", "A", "T"]

FAMILIES = (
    "issuance",
    "certificates",
    "account",
    "signing",
    "network",
    "environment",
    "mails",
    "tool",
)


class Telling(Noun):
    """One entry in one language. `sentence`, `now` and `remedy` may hold {names} of an error's values.

    `sentence` is what happened, `now` what to do about it in a sentence or two, `remedy` the same as steps;
    `when` says whether and when it is safe to try again, `basis` what the entry rests on.
    """

    title: str
    sentence: str
    symptom: str
    cause: str
    now: str
    remedy: tuple[str, ...]
    when: str
    basis: str


class Entry(Noun):
    """One failure: its stable code, who must act, whether trying again is right, and the words for it.

    `who`: the person whose account it is, IT (whoever looks after PC and tool), the society, the service (one
    waits), or us who wrote the tool. `again`: now, later, after the remedy, or never. `mark`: G the set-up guide,
    S a sister system or a public source, A assumed, T tried here, or this tool's own doing and no fact about the
    sites. `page` is the page of the vendor's guide, "" where that is not known. `signs` are what sites, Windows
    and browsers say of it, word for word.
    """

    code: str
    who: Who
    again: Again
    mark: Mark
    page: str = ""
    signs: tuple[str, ...] = ()
    ja: Telling
    en: Telling

    @property
    def telling(self) -> Telling:
        """The words in the language in use."""
        return self.told(language())

    def told(self, in_language: Language) -> Telling:
        """The words in a language."""
        return self.en if in_language == "en" else self.ja

    @property
    def texts(self) -> Iterator[str]:
        """Everything that can be read in it, in both languages."""
        yield from (self.code, self.page, *self.signs)
        for telling in (self.ja, self.en):
            yield from (telling.title, telling.sentence, telling.symptom, telling.cause, telling.now)
            yield from telling.remedy


def entry(code: str) -> Entry:
    """The entry of a code, written as the guide does. Raises KeyError for one that the guide does not have."""
    return _guide()[code]


def entries() -> tuple[Entry, ...]:
    """All entries in the guide's order."""
    return tuple(_guide().values())


@cache
def _guide() -> Mapping[str, Entry]:
    folder = files("ekakushin.flows").joinpath("guide")
    texts = [folder.joinpath(f"{family}.toml").read_text("utf-8") for family in FAMILIES]
    tables: list[tuple[str, Any]] = [pair for text in texts for pair in tomllib.loads(text).items()]
    return {code: Entry.model_validate({"code": code, **table}) for code, table in tables}
