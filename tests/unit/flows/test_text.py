"""The catalogue holds every sentence, in both languages, with the names that its callers give."""

from __future__ import annotations

import string
import tomllib
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from ekakushin import flows
from ekakushin.automation.results import State
from ekakushin.flows.mailbox.people import FIELDS
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import catalogue, is_text, language, say, texts_of, use_language
from tests.support import source

FILES = sorted((Path(flows.__file__ or "").parent / "texts").glob("*.toml"))
MADE_KEYS = [
    *(f"{section}.{step}" for section in ("step", "short", "help") for step in STEPS),
    *(f"state.{state}" for state in get_args(State)),
    *(f"mail.field_{each}" for each in ("name", "company", *FIELDS)),
    *(f"rule.{kind}" for kind in ("lower", "upper", "letters", "digits", "symbols")),
]


def names_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_a_text_that_is_said_is_the_one_of_the_whole_catalogue() -> None:
    assert {key: texts_of(key) for key in catalogue()} == catalogue()
    assert all(is_text(key) for key in catalogue())


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_text_is_there_in_both_languages_with_the_same_names(key: str) -> None:
    sentences = catalogue()[key]

    assert {"ja", "en"} <= set(sentences) <= {"ja", "en", "en_one"}
    assert all(sentence.strip() for sentence in sentences.values())
    assert names_in(sentences["ja"]) == names_in(sentences["en"]) >= names_in(sentences.get("en_one", ""))
    assert "en_one" not in sentences or names_in(sentences["en"]) & {"count", "people"}


def test_no_key_stands_in_two_files() -> None:
    keys = Counter(
        f"{section}.{name}"
        for file in FILES
        for section, entries in tomllib.loads(file.read_text("utf-8")).items()
        for name in entries
    )

    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("said", source.said(), ids=lambda said: f"{said.name} in {said.place}")
def test_what_is_said_is_in_the_catalogue_and_gets_its_names(said: source.Mention) -> None:
    sentences = catalogue()[said.name]

    if said.given is not None:
        assert said.given >= names_in(sentences["ja"])


@pytest.mark.parametrize("key", MADE_KEYS)
def test_keys_that_are_put_together_are_in_the_catalogue(key: str) -> None:
    assert key in catalogue()


def test_no_text_is_there_that_nobody_says() -> None:
    written = {said.name for said in source.said()} | source.texts()
    made = (*source.said_by_prefix(), "keeping.")  # a problem's own name is the end of its key

    assert [key for key in catalogue() if key not in written and not key.startswith(made)] == []


def test_an_unknown_key_raises() -> None:
    with pytest.raises(KeyError):
        say("state.vanished")


def test_a_name_that_was_not_given_raises() -> None:
    with pytest.raises(KeyError):
        say("run.report")


def test_values_are_put_in_as_they_are_braces_and_all() -> None:
    assert "{seconds} {0}" in say("run.report", path="{seconds} {0}")


def test_japanese_is_spoken_unless_english_was_chosen() -> None:
    before = say("state.done")
    use_language("en")

    assert (before, say("state.done"), language()) == ("完了", "done", "en")


@pytest.mark.parametrize(("count", "words"), [(1, "1 person"), (0, "0 people"), (2, "2 people")])
def test_english_has_a_form_for_one(count: int, words: str) -> None:
    use_language("en")

    assert words in say("run.enqueued", count=count)
