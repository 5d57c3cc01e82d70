"""The captions of the two mails (G) and what may stand for their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ekakushin.flows.mailbox.addresses import MARKED

ADDRESSES = ("issuance_url", "signup_url", "login_url")
PASSWORDS = ("authentication_password", "login_password")


def _with_spaces(*words: str) -> str:
    """The words, one after the other, with any spaces between their letters."""
    return r"\s*".join(letter if len(letter) > 1 else re.escape(letter) for word in words for letter in word)


_SITE_SUFFIX = r"(?:\s*の?\s*(?:URL|アドレス))?"
_CAPTION = "|".join(
    (
        rf"(?P<user_id>{_with_spaces('ユ')}\s*[ー-]?\s*ザ\s*[ー-]?\s*I\s*D)",
        rf"(?P<authentication_password>{_with_spaces('認証情報')}\s*[/・(〔]?\s*{_with_spaces('パスワード')}\s*[)〕]?)",
        rf"(?P<login_password>{_with_spaces('サインアップ')}\s*[・/、,&]?\s*{_with_spaces('ログイン')}\s*用?\s*{_with_spaces('パスワード')})",
        rf"(?P<issuance_url>(?:{_with_spaces('電子')}\s*)?(?:{_with_spaces('証明書')}\s*)?{_with_spaces('発行サイト')}{_SITE_SUFFIX})",
        rf"(?P<signup_url>{_with_spaces('サインアップサイト')}{_SITE_SUFFIX})",
        rf"(?P<login_url>{_with_spaces('ログインサイト')}{_SITE_SUFFIX})",
    )
)
_SITES = re.compile(
    rf"{_with_spaces('発行サイト')}|{_with_spaces('サインアップサイト')}|{_with_spaces('ログインサイト')}"
)
_BULLET = r"^[\s・■□◆◇●○◎▼▽★☆▶►*#•‣※【\[〔「『-]{0,12}(?:[①-⑳]|[(〔]?\d{1,2}[.)〕])?[\s【\[〔「『]{0,4}"
_NOTE = r"(?:\s*(?:\([^()]*\)|〔[^〔〕]*〕))?"
_ENGLISH = r"(?:\s*/\s*[A-Za-z][A-Za-z /&.-]{0,60}?)?"
_COLON = r"\s*[:\u2236\ufe30=|│]"
_LONGEST = 200
_HEAD = re.compile(
    rf"(?P<lead>{_BULLET}|(?<=[\s|│、,/]))(?:{_CAPTION})[】\]〕」』*]*{_NOTE}(?P<colon>{_ENGLISH}{_COLON})?(?=(?P<after>.?))",
    re.IGNORECASE,
)
_BRACKETED_NOTE = re.compile(r"〔[^〔〕]*〕|\([^()]*[^\x00-\x7f()][^()]*\)")
_ASIDE = re.compile(r"(?:[←⇐⬅◀※]|\s[|│]).*$")
_WRAPPED = re.compile(r"[「『【](.+)[」』】]")
_TOKEN = re.compile(r"(?=[^A-Za-z0-9]*[A-Za-z0-9])[!-~]+")
_USER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*")


@dataclass(frozen=True, kw_only=True)
class CaptionedText:
    """A caption and the text after it, up to the next caption or the line's end."""

    field: str
    rest: str
    with_colon: bool


def names_sites(text: str) -> bool:
    """Whether a text has a caption of the sites' addresses, as the first mail has (G)."""
    return _SITES.search(text) is not None


def captions_in(line: str) -> list[CaptionedText]:
    """The captions that stand in an evened line: at its beginning, or later with a colon."""
    heads = [head for head in _HEAD.finditer(line) if _stands(head)]
    ends = [head.start() for head in heads[1:]] + [len(line)]
    return [_caption_at(head, line[head.end() : end]) for head, end in zip(heads, ends, strict=False)]


def _stands(head: re.Match[str]) -> bool:
    """A word of a sentence (発行サイトにアクセスし) is no caption."""
    if head.group("colon"):
        return True
    after = head.group("after")
    return head.start() == 0 and (after in ("", " ", "\t", "<") or (after.isascii() and after.isalnum()))


def _caption_at(head: re.Match[str], rest: str) -> CaptionedText:
    bold = "*" in head.group("lead") and not head.group("lead").endswith(" ")
    return CaptionedText(
        field=next(name for name, found in _fields(head) if found),
        rest=_without_stars(rest) if bold else rest.strip(),
        with_colon=bool(head.group("colon")),
    )


def _fields(head: re.Match[str]) -> Iterator[tuple[str, str | None]]:
    for name in ("user_id", *PASSWORDS, *ADDRESSES):
        yield name, head.group(name)


def _without_stars(rest: str) -> str:
    """*bold* is what mail programs make of bold letters in plain text."""
    inner = rest.strip()
    if inner.strip("*"):
        return inner.removeprefix("*").removesuffix("*").strip()
    return inner


def value_of(text: str) -> str | None:
    """The one value that a text is, or None: 別のメールで…, ***** and several words are none (G).

    Notes in brackets, arrows with numbers (←①) and Japanese quotes around it do not belong to it.
    """
    if len(text) > _LONGEST:
        return None
    bare = _ASIDE.sub("", _BRACKETED_NOTE.sub(" ", text)).strip().rstrip("。、").strip()
    wrapped = _WRAPPED.fullmatch(bare)
    value = wrapped.group(1).strip() if wrapped else bare
    if not _TOKEN.fullmatch(value) or "***" in value or MARKED.search(value):
        return None
    return value


def user_id_of(text: str) -> str | None:
    """The user ID that a text is, or None."""
    value = value_of(text)
    return value if value and _USER_ID.fullmatch(value) else None
