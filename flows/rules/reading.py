"""Reads the page's パスワードポリシー and its notes into a policy, whatever their width and wording."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

from ekakushin.flows.rules.policy import CharacterKind, Policy

PolicyFact = tuple[str, int]

# Which characters a line speaks of. By accident 最小文字数 holds 小文字, 最大文字数 大文字, 英数字 数字.
_KIND_WORDS: dict[CharacterKind, str] = {
    "lower": r"(?<!最)小文字",
    "upper": r"(?<!最)大文字",
    "letters": r"アルファベット|英字|英文字|ローマ字",
    "digits": r"(?<!英)数字",
    "symbols": r"記号|特殊文字",
}
_CASE = r"(?:アルファベット|英字?|英文字)?の?"
_ONE_KIND = (
    rf"(?:半角)?(?:{_CASE}の?(?:{_KIND_WORDS['lower']}|{_KIND_WORDS['upper']})"
    rf"|{_KIND_WORDS['letters']}|(?:算用)?{_KIND_WORDS['digits']}|{_KIND_WORDS['symbols']})(?:\([^)]*\))?"
)
_KINDS = rf"(?P<kinds>{_ONE_KIND}(?:(?:[、,・/と+&]|および|及び|ならびに|並びに|かつ)+{_ONE_KIND})*)"
_USED = r"(?:組み?合わ?せ|混在|混ぜ|交え|含む|含ん|使用する|使って|必須|必要|(?:含め|使用し|用い|入れ)(?!な))"
_DEMAND = re.compile(
    rf"{_KINDS}[をはがの]?(?:両方|すべて|全て)?[をはが]?(?:それぞれ|各々?|少なくとも|最低|必ず|最小|、)*"
    rf"(?:(?P<count>\d+)(?:文字|字|回|個|つ|種類)(?:以上)?)?(?:ずつ)?[をはが]?(?:必ず)?{_USED}(?![^、,。]{{0,8}}(?:でき|可))"
)

_UNIT = r"(?:文字|桁|字)"
_RANGE = re.compile(rf"(\d+){_UNIT}?(?:~|-|から|以上[、,]?)(\d+){_UNIT}")
_LEAST = re.compile(rf"(\d+){_UNIT}以上|(?:最低|最小|最短|少なくとも)(\d+){_UNIT}")
_MOST = re.compile(rf"(\d+){_UNIT}(?:以下|以内|まで)|(?:最大|最長|上限)(\d+){_UNIT}")
_EXACT = re.compile(rf"(\d+){_UNIT}(?!目|[以未超ま])")
_SHORTEST_EXACT = 4  # 先頭1文字は英字 is about one character, not about the length

_NO_POLICY = re.compile(r"有効期[間限]|^項目$")
_BEYOND_US = re.compile(r"連続|同一|同じ|履歴|世代|過去|以前|ユーザー?ID|除く|以外")
_BOUND = re.compile(r"(?P<minimum>最小|最低|最短|下限)|最大|最高|最長|上限")
_FREE_TEXT = re.compile(r"文字数|桁数|長さ|文字種|種類|使用.*文字|パスワード長|文字列長|形式")
_NUMBER = re.compile(r"\d+")
_NOT = r"(?:不可|でき(?:ません|ない)|禁止|使え(?:ません|ない))"
_FORBIDDEN = re.compile(rf"{_NOT}|なし|無し|含(?:まない|めない)")
_NOTHING_BUT = re.compile(rf"(?P<letters>英)?数字?以外.*{_NOT}")
_INVERTED = re.compile(rf"\d+{_UNIT}(?:以上|以下|以内|未満|を超え)[^、,]*(?:{_NOT}|エラー)")
_REQUIRED = re.compile(r"必須|必要|要|あり|有り?")
_NO_LIMIT = re.compile(r"なし|無し|無制限|制限なし|不要|任意|^-*$")
_ABOUT_RULES = re.compile(r"文字|桁|英|数字|記号")


def read_policy(
    rows: Sequence[tuple[str, str]], notes: Sequence[str] = (), *, maxlength: int | None = None
) -> Policy:
    """The policy in the rows of the page's table and in the notes around the fields.

    `maxlength` is the field's own. Of two statements about the same thing the stricter one counts. What was
    not understood is in `unread`. (G: 最小文字数 8文字, アルファベットの小文字 (a~z) 使用回数 1回,
    算用数字 (0~9) 使用回数 1回, 有効期間 無期限; 半角英数字8文字以上. A: every other wording.)
    """
    facts: list[PolicyFact] = []
    unread: list[str] = []
    for name, value in rows:
        found = _row(_plain(name), _plain(value))
        facts += found or ()
        unread += [f"{name.strip()}: {value.strip()}"] if found is None else []
    for note in notes:
        for sentence in re.split(r"[。\n\r]+", note):
            found = _sentence(_plain(sentence))
            facts += found or ()
            unread += [sentence.strip()] if found is None else []
    if maxlength is not None and maxlength > 0:
        facts.append(("maximum", maxlength))
    return _policy(facts, tuple(unread))


def _plain(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text)
    narrow = re.sub(r"[〜∼∽~]", "~", re.sub(r"[‐‑‒–—―−]", "-", narrow))
    return re.sub(r"\s+", "", narrow)


_LONGEST = 999  # more is a date or a number of something else


def _policy(facts: list[PolicyFact], unread: tuple[str, ...]) -> Policy:
    def most(name: str) -> int:
        return max((value for kind, value in facts if kind == name and value <= _LONGEST), default=0)

    maxima = [value for kind, value in facts if kind == "maximum" and 0 < value <= _LONGEST]
    # 半角英数字 is said of fields that take symbols as well; a demand for one is the better witness.
    symbols, any_letter = most("symbols"), most("letters") or most("lower") or most("upper")
    return Policy(
        minimum=most("minimum"),
        maximum=min(maxima, default=None),
        lower=most("lower"),
        upper=most("upper"),
        letters=most("letters"),
        digits=most("digits"),
        symbols=symbols,
        only_digits=bool(most("only_digits")) and not (symbols or any_letter),
        alphanumeric=bool(most("alphanumeric")) and not symbols,
        unread=unread,
    )


def _row(name: str, value: str) -> list[PolicyFact] | None:
    if _NO_POLICY.search(name):
        return []
    if _BEYOND_US.search(name):
        return None
    kinds = _kinds_in(name)
    if kinds:
        return _count_row(kinds, value)
    bound = _BOUND.search(name)
    if bound:
        return _bounds(value, "minimum" if bound["minimum"] else "maximum")
    return _sentence(_with_units(value)) if _FREE_TEXT.search(name) else None


def _with_units(value: str) -> str:
    return re.sub(r"(\d+)(?![\d文桁字回種])", r"\1文字", value)


def _count_row(kinds: list[CharacterKind], value: str) -> list[PolicyFact] | None:
    number = _NUMBER.search(value)
    if number:
        return [(kind, int(number[0])) for kind in kinds]
    if re.search(_NOT, value):
        return [("alphanumeric", 1)] if kinds == ["symbols"] else None
    if _NO_LIMIT.search(value) or re.search(r"可|使え", value):
        return []
    return [(kind, 1) for kind in kinds] if _REQUIRED.search(value) else None


def _bounds(value: str, bound: Literal["minimum", "maximum"]) -> list[PolicyFact] | None:
    numbers = [int(number) for number in _NUMBER.findall(value)]
    if len(numbers) == 1:
        return [(bound, numbers[0])]
    if len(numbers) == 2:  # 8~16文字, in a row that names one end only
        return [("minimum", min(numbers)), ("maximum", max(numbers))]
    return [] if _NO_LIMIT.search(value) else None


def _sentence(text: str) -> list[PolicyFact] | None:
    """What a sentence says, [] for one about other things, None for a rule that was not understood."""
    if not _ABOUT_RULES.search(text):
        return []
    nothing_but = _NOTHING_BUT.search(text)
    if nothing_but:
        return [("alphanumeric" if nothing_but["letters"] else "only_digits", 1)]
    if _BEYOND_US.search(text) or _INVERTED.search(text):
        return None
    demands = list(_demands(text))
    rest = _DEMAND.sub("。", text)
    return [*demands, *_lengths(rest), *_alphabet(text)] or None


def _demands(text: str) -> Iterator[PolicyFact]:
    for match in _DEMAND.finditer(text):
        count = int(match["count"] or 1)
        yield from ((kind, count) for kind in _kinds_in(match["kinds"]))


def _kinds_in(text: str) -> list[CharacterKind]:
    kinds: list[CharacterKind] = [kind for kind, words in _KIND_WORDS.items() if re.search(words, text)]
    if "lower" in kinds or "upper" in kinds:  # アルファベットの小文字 is the small letters, not any letter
        kinds.remove("letters") if "letters" in kinds else None
    return kinds


def _lengths(text: str) -> Iterator[PolicyFact]:
    between = _RANGE.search(text)
    if between:
        yield from (("minimum", int(between[1])), ("maximum", int(between[2])))
        return
    least, most = _LEAST.search(text), _MOST.search(text)
    if least:
        yield "minimum", int(least[1] or least[2])
    if most:
        yield "maximum", int(most[1] or most[2])
    exact = None if least or most else _EXACT.search(text)
    if exact and int(exact[1]) >= _SHORTEST_EXACT:
        yield from (("minimum", int(exact[1])), ("maximum", int(exact[1])))


def _alphabet(text: str) -> Iterator[PolicyFact]:
    if re.search(r"記号|特殊文字", text):
        if _FORBIDDEN.search(text):
            yield "alphanumeric", 1
    elif re.search(r"英数", text):
        yield "alphanumeric", 1
    elif re.search(r"半角数字|数字(?:のみ|だけ|\d)", text) and not re.search(
        r"英|アルファベット|文字を?含", text
    ):
        yield "only_digits", 1
