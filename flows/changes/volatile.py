"""What differs from run to run, from person to person and from day to day, and so is no change of a screen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ekakushin.flows.browser.reading import Reading, plain

STRUCK = "…"

_VOLATILE = re.compile(
    r"""\{\{[^{}]*\}\}                                                 # a placeholder of a capture
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                                     # a mail address
    | (?:令和|平成|R|H)?\s?\d{1,4}\s?[/.年-]\s?\d{1,2}\s?[/.月-]\s?\d{1,2}日?   # a date
    | \d{1,2}:\d{2}(?::\d{2})? | \d{1,2}時\d{1,2}分(?:\d{1,2}秒)?              # a time
    | (?<![A-Za-z0-9])(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{10,}              # a token, with digits in it
    | (?<![A-Za-z0-9])(?=[a-f]*\d)[0-9a-f]{8,}(?![A-Za-z0-9])          # hexadecimal
    | \d{5,}                                                           # a number that names somebody or something
    """,
    re.VERBOSE,
)
# Whose value stands beside it: of a person, of a certificate, of a day.
_PERSONAL = re.compile(
    r"氏名|名前|ローマ字|会社|所属|役職|部署|メール|ユーザI?D?$|ユーザ名|シリアル|発行対象|発行者|期限|日時|失敗回数|証明書|CN:|番号|電話|住所"
)
_GENERATED = re.compile(r"\d+")


def key(words: str) -> str:
    """The words as they are compared: how they are written and what differs from run to run makes no difference."""
    return plain(_VOLATILE.sub("", unicodedata.normalize("NFKC", words)))


def name_key(name: str) -> str:
    """The name of a field as it is compared: numbers in it may have been made for this page."""
    normal = _VOLATILE.sub("", unicodedata.normalize("NFKC", name))
    return _GENERATED.sub("#", normal)


def strike_out(words: str, personal: Iterable[str]) -> str:
    """The words without those that belong to a person, however they are spaced."""
    for each in sorted(personal, key=len, reverse=True):
        letters = r"\s*".join(re.escape(letter) for letter in re.sub(r"\s", "", each))
        if letters:
            words = re.sub(rf"(?<!\d){letters}(?!\d)" if each.isdigit() else letters, STRUCK, words)
    return words


def personal_values(reading: Reading) -> set[str]:
    """The words that stand beside a caption of something personal, in tables or on the screen."""
    pairs = [row for row in (*reading.rows, *reading.beside) if len(row) == 2]
    return {plain(value) for caption, value in pairs if _PERSONAL.search(caption)} - {""}
