"""The sentences about keeping and rules."""

from __future__ import annotations

import string
import tomllib
from importlib.resources import files

import pytest

TEXTS = tomllib.loads(files("ekakushin.flows").joinpath("texts/keeping.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "sentence",
    [sentence for section in TEXTS.values() for sentence in section.values()],
    ids=lambda s: s["en"],
)
def test_both_languages_use_the_same_names(sentence: dict[str, str]) -> None:
    names = [{name for _, name, _, _ in string.Formatter().parse(sentence[each])} for each in ("ja", "en")]
    assert names[0] == names[1]
