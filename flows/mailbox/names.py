"""Name and company as the second mail writes them: the company, then the name with 様 (G)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"(.{1,60}?)\s*様\s*[、,]?")
_NOBODY = re.compile(
    r"(?:お客|お疲れ|お世話|ご苦労|皆|みな|各位|(?:ご?利用者|ご?担当者|ユーザー?|会員|加入者|関係者)(?:の皆)?)$"
)
_SENTENCE = re.compile(r"[。、！？!?:：<>＜＞「」『』@]")
_LEGAL_FORM = re.compile(
    r"(?:(?:株式|有限|合同|合資|合名|相互)会社|組合|法人|事務所|協会|財団|社団|機構|公社|[(（]\s*[株有同]\s*[)）]|[㈱㈲])"
)
_DEPARTMENT = re.compile(r"(?:部|課|室|係|グループ|チーム|本部|支店|支社|営業所|センター)$")
_HEADER = re.compile(
    r"(?:from|to|cc|date|sent|subject|reply-to|差出人|送信者|送信元|宛先|日時|送信日時|日付|件名)\s*[:：「 ]",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[-=_*─━＿－]{3,}.*|(?:on|begin forwarded) .*:")


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """A person's name, and company where it is certain."""

    name: str
    company: str = ""


def is_boundary(line: str) -> bool:
    """Whether a line begins another mail: a separator, or a header that a forwarding program wrote out."""
    return bool(_HEADER.match(line) or _SEPARATOR.fullmatch(line.lower()))


def find_name(line: str, before: list[str], above_gap: str = "") -> Addressee | None:
    """Who a line with 様 names; `before` are the lines that directly precede it, the nearest last.

    `above_gap` is the line before a single blank one: HTML has blocks where text has lines. It is a company only if
    its legal form says so.
    """
    match = _NAME.fullmatch(line.strip("* "))
    if match is None or _SENTENCE.search(match.group(1)) or _NOBODY.search(match.group(1)):
        return None
    name = _even(match.group(1))
    company = _company(before) or _company_above(above_gap)
    return _on_one_line(name) or Addressee(name=name, company=company)


def _company_above(line: str) -> str:
    return _even(line) if _could_be_company(line) and _LEGAL_FORM.search(_even(line)) else ""


def _company(before: list[str]) -> str:
    candidates = [_even(line) for line in before[-2:] if _could_be_company(line)]
    certain = [line for line in candidates if _LEGAL_FORM.search(line)]
    if certain:
        return certain[-1]
    nearest = _even(before[-1]) if before else ""
    return nearest if nearest in candidates and not _DEPARTMENT.search(nearest) else ""


def _could_be_company(line: str) -> bool:
    too_long = len(line) > 60
    return not (
        too_long or _SENTENCE.search(line) or is_boundary(line) or line.endswith(("より", "様", "す"))
    )


def _on_one_line(text: str) -> Addressee | None:
    """TJK株式会社 健保 太郎, where exactly one word holds a legal form and more than it."""
    words = text.split(" ")
    companies = [word for word in words if _LEGAL_FORM.search(word)]
    if not companies:
        return None
    people = [word for word in words[1:] if not _DEPARTMENT.search(word)]
    if len(companies) == 1 and words[0] == companies[0] and not _LEGAL_FORM.fullmatch(words[0]) and people:
        return Addressee(name=" ".join(people), company=words[0])
    return Addressee(name=text)


def _even(text: str) -> str:
    return re.sub(r"[\s\u3000]+", " ", text).strip()
