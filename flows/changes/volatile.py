"""What differs from run to run, from person to person and from day to day, and so is no change of a screen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ekakushin.flows.browser.reading import Reading, plain

STRUCK = "…"

_ADDRESS = re.compile(r"https?:\S+")
_VOLATILE = re.compile(
    r"""[\w.+-]+@[\w-]+(?:\.[\w-]+)+                                     # a mail address
    | (?<![\d.])(?:\d{4}|(?:令和|平成|R|H)\s?\d{1,2})\s?[/.年-]\s?\d{1,2}\s?[/.月-]\s?\d{1,2}日?   # a date
    | (?<![\d/])\d{2}/\d{1,2}/\d{1,2}(?![\d/])
    | \d{1,2}:\d{2}(?::\d{2})? | \d{1,2}時\d{1,2}分(?:\d{1,2}秒)?              # a time
    | (?<![A-Za-z0-9])(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{10,}              # a token, with digits in it
    | (?<![A-Za-z0-9])(?=[a-f]*\d)[0-9a-f]{8,}(?![A-Za-z0-9])          # hexadecimal
    | \d{5,}                                                           # a number that names somebody or something
    """,
    re.VERBOSE,
)
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
# Whose value stands beside it: of a person, of a certificate, of a day.
_PERSONAL = re.compile(
    r"氏名|名前|ローマ字|会社|所属|役職|部署|メール|ユーザI?D?$|ユーザ名|シリアル|発行対象|発行者|期限|日時|失敗回数|番号|電話|住所"
)
_ATTRIBUTE = re.compile(r"^[A-Z]{1,3}\s*:\s*")  # of a certificate's name
_LONGEST_CAPTION = 24  # characters
_GENERATED = re.compile(r"\d+")


def key(words: str) -> str:
    """The words as they are compared: how they are written and what differs from run to run makes no difference."""
    return plain(_VOLATILE.sub("", _PLACEHOLDER.sub("", _without_addresses(words))))


def _without_addresses(words: str) -> str:
    return _ADDRESS.sub("", unicodedata.normalize("NFKC", words))


def is_struck(words: str) -> bool:
    """Whether something in the words was struck out by a capture, so that anything may stand there."""
    return _PLACEHOLDER.search(words) is not None


def agrees(before: str, now: str) -> bool:
    """Whether the words are the same, but for what a capture has struck out of those of before."""
    pieces = [key(piece) for piece in _PLACEHOLDER.split(_without_addresses(before))]
    return re.fullmatch(".*".join(map(re.escape, pieces)), key(now)) is not None


def name_key(name: str) -> str:
    """The name of a field as it is compared: numbers in it may have been made for this page."""
    normal = _VOLATILE.sub("", _PLACEHOLDER.sub("", unicodedata.normalize("NFKC", name)))
    return _GENERATED.sub("#", normal)


def strike_out(words: str, personal: Iterable[str]) -> str:
    """The words without those that belong to a person, however they are spaced."""
    for each in sorted(personal, key=len, reverse=True):
        letters = r"\s*".join(re.escape(letter) for letter in re.sub(r"\s", "", each))
        if letters:
            words = re.sub(rf"(?<!\d){letters}(?!\d)" if each.isdigit() else letters, STRUCK, words)
    return words


def personal_values(reading: Reading) -> dict[str, str]:
    """Lines with the words beside the caption of something personal, made plain, and what is left of them: "" of the
    words alone, the caption where they stand in one line with it.
    """
    pairs = [row for row in (*reading.rows, *reading.beside) if len(row) == 2 and _is_personal(row[0])]
    found = {plain(caption + value): caption for caption, value in pairs}
    return found | {plain(value): "" for _, value in pairs if plain(value)}


def _is_personal(caption: str) -> bool:
    """Whether it is the caption of something personal, and nothing more."""
    words = _ATTRIBUTE.sub("", unicodedata.normalize("NFKC", caption).strip().rstrip(":"))
    return len(words) <= _LONGEST_CAPTION and ":" not in words and bool(_PERSONAL.search(words))
