"""The guide as data: every code has an entry, whole and the same in both languages."""

from __future__ import annotations

import dataclasses
import re
import string
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest
from pydantic import TypeAdapter

from ekakushin.flows.certenroll import windows
from ekakushin.flows.errors import Explained, Refused
from ekakushin.flows.guide import Entry, Wording, entries, entry, search
from ekakushin.flows.guide.entries import FAMILIES
from ekakushin.flows.text import use_language
from tests.support import source

EVERY = pytest.mark.parametrize("each", entries(), ids=lambda each: each.code)
CODES_OF_WINDOWS = ("ISS-011", "ISS-012", "ISS-013", "ISS-014", "ISS-015", "ISS-016", "ENV-012")
PLAIN_FIELDS = ("title", "symptom", "cause", "when", "basis")


def names_in(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def filled(wording: Wording) -> set[str]:
    """The names whose values an error must give."""
    return names_in(wording.sentence, wording.now, *wording.remedy)


def texts(wording: Wording) -> Iterator[str]:
    for value in dataclasses.asdict(wording).values():
        yield from [value] if isinstance(value, str) else value


def test_every_family_has_a_file_and_no_file_is_left_out() -> None:
    folder = files("ekakushin.flows").joinpath("guide")

    assert {f"{family}.toml" for family in FAMILIES} == {
        file.name for file in folder.iterdir() if file.name.endswith(".toml")
    }


@EVERY
def test_every_entry_fits_what_it_is_declared_to_be(each: Entry) -> None:
    assert TypeAdapter(Entry).validate_python(dataclasses.asdict(each)) == each


def test_no_code_stands_in_two_files() -> None:
    folder = files("ekakushin.flows").joinpath("guide")
    codes = [
        code
        for family in FAMILIES
        for code in tomllib.loads(folder.joinpath(f"{family}.toml").read_text("utf-8"))
    ]

    assert codes == [each.code for each in entries()]


@pytest.mark.parametrize("code", sorted(source.codes()))
def test_a_code_of_the_source_has_an_entry(code: str) -> None:
    assert entry(code).code == code


def test_the_codes_of_a_family_are_numbered_without_a_gap() -> None:
    families: dict[str, list[int]] = {}
    for each in entries():
        family, _, number = each.code.partition("-")
        families.setdefault(family, []).append(int(number))

    assert families == {family: list(range(1, len(numbers) + 1)) for family, numbers in families.items()}


@EVERY
def test_an_entry_is_whole_in_both_languages(each: Entry) -> None:
    said = [*texts(each.ja), *texts(each.en)]

    assert each.ja.remedy
    assert each.en.remedy
    assert all(text and text == text.strip() for text in said)


@EVERY
def test_both_languages_name_the_same_values_and_give_as_many_steps(each: Entry) -> None:
    assert names_in(each.ja.sentence) == names_in(each.en.sentence)
    assert names_in(each.ja.now) == names_in(each.en.now)
    assert [names_in(step) for step in each.ja.remedy] == [names_in(step) for step in each.en.remedy]


@EVERY
def test_only_what_happened_and_what_to_do_hold_values(each: Entry) -> None:
    for wording in (each.ja, each.en):
        assert names_in(*(getattr(wording, field) for field in PLAIN_FIELDS)) == set()


@EVERY
def test_japanese_is_japanese_and_english_reads_without_its_punctuation(each: Entry) -> None:
    assert all(re.search(r"[ぁ-んァ-ン一-龠]", text) for text in texts(each.ja))
    assert not any(re.search(r"[、。]$", text) for text in texts(each.en))


@EVERY
def test_codes_that_an_entry_refers_to_are_in_the_guide(each: Entry) -> None:
    named = source.CODE.findall(" ".join([*texts(each.ja), *texts(each.en)]))

    assert {each.code for each in entries()} >= set(named)


@pytest.mark.parametrize("raised", source.raised(), ids=lambda raised: f"{raised.name} in {raised.place}")
def test_whoever_raises_a_code_gives_the_values_of_its_entry(raised: source.Mention) -> None:
    assert raised.given is None or raised.given >= filled(entry(raised.name).ja)


@pytest.mark.parametrize("code", CODES_OF_WINDOWS)
def test_the_signs_of_windows_are_those_that_the_bridge_shows(code: str) -> None:
    signs = entry(code).signs
    number = int(signs[0], 16)

    assert windows.word(number).name in signs
    assert any(len(sign) > 10 and sign in windows.word(number).japanese for sign in signs)
    assert number == windows.ERROR_DISK_FULL or str(windows.as_signed(number)) in signs


@EVERY
def test_a_number_of_windows_stands_beside_what_scripts_show_and_has_the_bridge_s_name(each: Entry) -> None:
    numbers = [int(sign, 16) for sign in each.signs if re.fullmatch(r"0x8[0-9A-F]{7}", sign)]

    for number in numbers:
        assert number == windows.ERROR_DISK_FULL or str(windows.as_signed(number)) in each.signs
        assert {windows.WORDS[number].name} <= {*each.signs, ""} if number in windows.WORDS else True


@EVERY
def test_search_words_are_plain_ones_that_find_their_entry(each: Entry) -> None:
    assert len(set(each.words)) == len(each.words)
    assert all(each in search(word)[:3] for word in each.words)


def test_the_page_of_the_vendor_s_guide_is_given_where_it_is_known() -> None:
    assert {each.code: each.page for each in entries() if each.page} == {"ISS-002": "P.4"}


def test_an_unknown_code_raises() -> None:
    with pytest.raises(KeyError):
        entry("XXX-999")


def test_an_error_tells_its_entry_in_the_language_in_use() -> None:
    error = Refused("SGN-001", minutes=60)
    japanese = (str(error), error.remedy)

    use_language("en")

    wording = entry("SGN-001").en
    assert japanese == ("署名用証明書の準備が 60 分たっても終わりません。", entry("SGN-001").ja.now)
    assert (str(error), error.remedy) == (wording.sentence.format(minutes=60), wording.now)


def test_a_value_that_was_not_given_raises() -> None:
    with pytest.raises(KeyError):
        str(Explained("NET-003"))


def test_values_are_put_in_as_they_are_braces_and_all() -> None:
    assert "{seconds} {0}" in str(Explained("NET-001", detail="{seconds} {0}"))
