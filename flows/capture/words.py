"""The words that must not stand in a capture, in every way in which a page may write them."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, Protocol
from urllib.parse import quote

from ekakushin.flows.models import SecretName
from ekakushin.flows.spellings import SHORTEST, spellings

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_ENCODINGS = ("cp932", "euc_jp", "iso2022_jp")
_SPACE = r"(?:\s|&nbsp;|&#160;|<br\s*/?>|[\u200b\u3000])*"
_LONGEST = 200  # characters of a word that is looked for letter by letter
_SHORTEST_NAME = 2  # characters; a name of one letter would strike out half of every text


class PersonalWord(NamedTuple):
    """A word with the name of what it is, which is its placeholder: `person.name`, `secret`."""

    value: str
    placeholder: str


class NamedPerson(Protocol):
    """Whoever has a user ID, a name and a company."""

    @property
    def user_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def company(self) -> str: ...


def words_of_person(person: NamedPerson, more: Mapping[str, Iterable[str]] = {}) -> list[PersonalWord]:
    """What is known of somebody: user ID, name (whole and in its parts), company, and `more` by placeholder."""
    found = {
        "person.user-id": [person.user_id],
        "person.name": [person.name, *re.split(r"\s+", person.name)],
        "person.company": [person.company],
        **more,
    }
    words = (PersonalWord(value.strip(), name) for name, values in found.items() for value in values)
    return [word for word in dict.fromkeys(words) if len(word.value) >= _SHORTEST_NAME]


def words_of_secret(name: SecretName, value: str) -> list[PersonalWord]:
    """What is secret in one entry of the vault; one that holds JSON is taken apart."""
    if not name.is_secret:
        return []
    return [PersonalWord(each, "secret") for each in _leaves(value) if len(each) >= SHORTEST]


def _leaves(value: str) -> Iterator[str]:
    try:
        read = json.loads(value)
    except ValueError:
        read = value
    yield from _strings(read) if isinstance(read, dict | list) else [value]


def _strings(read: object) -> Iterator[str]:
    if isinstance(read, str):
        yield read
    elif isinstance(read, dict | list):
        for each in read.values() if isinstance(read, dict) else read:
            yield from _strings(each)


class Search:
    """Finds the words in a text, however they are spaced, wide, encoded or escaped there."""

    def __init__(self, words: Iterable[PersonalWord]) -> None:
        self._words = sorted(set(words), key=lambda word: (-len(word.value), word))

    @cached_property
    def _written(self) -> list[tuple[PersonalWord, re.Pattern[str]]]:
        return [(each, _as_written(each.value)) for each in self._words if _is_line(each.value)]

    @cached_property
    def _encoded(self) -> dict[str, list[tuple[str, PersonalWord]]]:
        """All other forms by their first letters, the longest first."""
        forms = {form: each for each in reversed(self._words) for form in _encodings(each.value)}
        found: dict[str, list[tuple[str, PersonalWord]]] = {}
        for form in sorted(forms, key=len, reverse=True):
            found.setdefault(form[:SHORTEST], []).append((form, forms[form]))
        return found

    def find(self, text: str) -> list[PersonalWord]:
        """The words that stand in the text in any form, each once; quick for many words."""
        folded = fold(text)
        found = {word for _, _, word in self._encoded_in(text)}
        for word in self._words:
            bare = fold(word.value)
            if (
                word not in found
                and _is_line(word.value)
                and bare in folded
                and _as_written(bare).search(text if _is_short(bare) else folded)
            ):
                found.add(word)
        return sorted(found)

    def strike(self, text: str) -> tuple[str, dict[str, int]]:
        """The text with placeholders in place of the words, and how many of each."""
        counts: dict[str, int] = {}
        kept, end = [], 0
        for begin, length, word in self._encoded_in(text):
            if begin >= end:
                kept += [text[end:begin], placeholder(word.placeholder)]
                end = begin + length
                counts[word.placeholder] = counts.get(word.placeholder, 0) + 1
        text = "".join([*kept, text[end:]])
        for word, pattern in self._written:
            text, count = pattern.subn(placeholder(word.placeholder), text)
            if count:
                counts[word.placeholder] = counts.get(word.placeholder, 0) + count
        return text, counts

    def _encoded_in(self, text: str) -> Iterator[tuple[int, int, PersonalWord]]:
        forms = self._encoded
        for at in range(len(text) - SHORTEST + 1):
            for form, word in forms.get(text[at : at + SHORTEST], ()):
                if text.startswith(form, at):
                    yield at, len(form), word
                    break


def fold(text: str) -> str:
    """A text as words are looked for in it: without tags' breaks, spaces, width, case and escapes."""
    plain = re.sub(r"<(?:br|wbr)\s*/?>", "", html.unescape(text))
    return re.sub(r"[\s\u200b]", "", unicodedata.normalize("NFKC", plain)).casefold()


def _is_line(value: str) -> bool:
    return "://" not in value and "\n" not in value.strip() and len(value) <= _LONGEST


def _is_short(value: str) -> bool:
    return value.isascii() and len(value) < 6


def placeholder(name: str) -> str:
    """What stands in place of something that was struck out."""
    return f"{{{{{name}}}}}"


def _encodings(value: str) -> Iterator[str]:
    """The word in all forms but those that `_as_written` finds."""
    wide = value.translate(_WIDE)
    for form in (value, *([wide] if wide != value and _is_line(value) else [])):
        yield from (each for each in spellings(form) if each != form or not _is_line(value))
    for encoding in _ENCODINGS:
        data = value.encode(encoding, "ignore")
        if len(data) >= SHORTEST and not value.isascii():
            yield from (quote(data), quote(data).lower(), data.hex(), data.hex().upper())


def _as_written(value: str) -> re.Pattern[str]:
    """The word with any case, width and escapes, and whatever a page puts between its letters."""
    letters = re.sub(r"\s", "", value)
    body = _SPACE.join(map(_letter, letters))
    # A number or Latin word is only found where no other digit or letter goes on.
    edge = r"[0-9A-Za-z]" if _is_short(letters) else r"[0-9]" if letters.isdigit() else ""
    return re.compile(rf"(?<!{edge}){body}(?!{edge})" if edge else body, re.IGNORECASE)


def _letter(letter: str) -> str:
    code = ord(letter)
    forms = [re.escape(letter), f"&#0*{code};", f"&#x0*{code:x};"]
    if code in _WIDE:
        forms.append(chr(_WIDE[code]))
    elif code - 0xFEE0 in _WIDE:
        forms.append(re.escape(chr(code - 0xFEE0)))
    named = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}.get(letter)
    return f"(?:{'|'.join([*forms, *([named] if named else [])])})"
