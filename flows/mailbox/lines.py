"""Makes the lines of a mail comparable: quote marks off, invisible characters out, widths evened."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_QUOTE = re.compile(r"^(?:[ \t\u3000]*[>＞|｜│┃»])+")
_WARNING_WORDS = r"(?:external|outside|caution|warning|suspicious|外部|社外|注意|警告|不審)"
_WARNING = re.compile(_WARNING_WORDS, re.IGNORECASE)
_BANNERS = (
    re.compile(
        rf"[\[【〔(（＜<≪《〈*＊=＝_＿#＃!！-]+[^\[\]【】〔〕()（）＜＞<>]{{0,40}}?{_WARNING_WORDS}[^\[\]【】〔〕()（）＜＞<>*＊]{{0,80}}?"
        r"[\]】〕)）＞>≫》〉*＊=＝_＿#＃-]+\s*",
        re.IGNORECASE,
    ),
    re.compile(
        rf"[^。.!！<>]{{0,80}}?{_WARNING_WORDS}[^。.!！<>]*[。.!！]+\s*(?:[^。.!！<>]*[。.!！]+\s*)*",
        re.IGNORECASE,
    ),
    re.compile(
        r"[^。<>]{0,40}?(?:外部|社外|注意|警告|不審)[^。<>]{0,60}?(?:です|ます|ました|ください|下さい)\s*"
    ),
    re.compile(r"(?:外部|社外)(?:から)?の?(?:メール|送信者)(?:です)?[:：]?\s*"),
    re.compile(
        r"(?:external|caution|warning)(?:\s+(?:e-?mail|mail|sender))?\s*[:：]?\s*(?=[^\x00-\x7f])",
        re.IGNORECASE,
    ),
)
# Width forms and spaces alone: full NFKC would make the "1" of ① part of the value before it.
_WIDTHS = re.compile("[\u00a0\u2000-\u200a\u202f\u3000\uff00-\uffef]+")
_BRACKETS = str.maketrans("（［｛＜）］｝＞，", "〔〔〔〔〕〕〕〕、")


@dataclass(frozen=True, kw_only=True)
class MailLine:
    """One line without its quote marks; `depth` is how many there were.

    `written` keeps the text as it was where `text` has been evened: names must not change.
    """

    depth: int
    text: str
    written: str = ""


def lines_of(text: str) -> list[MailLine]:
    """The lines of a text, unquoted and without invisible characters."""
    return [_unquote(line) for line in _INVISIBLE.sub("", text).replace("\r\r\n", "\n").splitlines()]


def _unquote(line: str) -> MailLine:
    marks = _QUOTE.match(line)
    if marks is None:
        return MailLine(depth=0, text=_without_banner(line.strip()))
    depth = sum(character not in " \t\u3000" for character in marks.group())
    return MailLine(depth=depth, text=_without_banner(line[marks.end() :].strip()))


def _without_banner(line: str) -> str:
    """The line without the warning that a gateway has put in front of its first letter."""
    if not _WARNING.search(line):
        return line
    for banner in _BANNERS:
        if (found := banner.match(line)) and found.end() < len(line):
            return line[found.end() :]
    return line


def normal(text: str) -> str:
    """Full-width letters, digits and spaces as half-width ones, half-width katakana as full-width.

    Full-width brackets become 〔〕, because they are never part of a value (G: values are 半角英数字).
    """
    return _WIDTHS.sub(_even, unicodedata.normalize("NFC", text.translate(_BRACKETS)))


def _even(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


def unflow(text: str) -> str:
    """RFC 3676 with DelSp=yes: a line that ends in a space goes on in the next, the space goes."""
    joined: list[str] = []
    for line in text.splitlines():
        flows_on = bool(joined) and joined[-1].endswith(" ") and not joined[-1].endswith("-- ")
        if flows_on and _depth(joined[-1]) == _depth(line):
            joined[-1] = joined[-1][:-1] + _content(line)
        else:
            joined.append(line)
    return "\n".join(joined)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(">"))


def _content(line: str) -> str:
    return line.lstrip(">").removeprefix(" ")
