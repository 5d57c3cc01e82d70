"""Normalizes typed text for comparison: widths, spaces, invisible characters; and tells when two names are the same."""

from __future__ import annotations

import re
import unicodedata

# Zero-width characters, and the selectors that only choose another drawing of the same kanji or sign.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_DASH = re.compile(r"[\u2010-\u2015\u2212\u30fc\uff70](?=[A-Za-z0-9])")


def even(text: str) -> str:
    """The text as it is, with invisible characters gone and every run of spaces and line breaks one space."""
    return " ".join(_INVISIBLE.sub("", text).split())


def plain(text: str) -> str:
    """`even`, with full-width letters and digits made half-width and half-width kana full-width (NFKC)."""
    return even(unicodedata.normalize("NFKC", text))


def squeeze(text: str) -> str:
    """`plain` without any space, in lower case: for comparing."""
    return plain(text).replace(" ", "").casefold()


def as_typed_by_machine(text: str) -> str:
    """A code such as a user ID: `plain` without spaces, with dashes and signs that Excel adds put right."""
    code = plain(text).replace(" ", "").removeprefix("=").strip("\"'`’")
    return _DASH.sub("-", code) if re.match(r"[A-Za-z0-9]", code) else code


# Old and new forms of the same kanji, as they take turns in registers and mails.
_OLD = "髙﨑濵濱邊邉齋齊澤廣國櫻德惠眞嶋嶌瀨桒栁冨槗𠮷淵渊龍淸靜壽會學實彌條榮總圓藏鐵豐與將驒礒峯埜﨟曻吞黑"
_NEW = "高崎浜浜辺辺斎斉沢広国桜徳恵真島島瀬桑柳富橋吉渕渕竜清静寿会学実弥条栄総円蔵鉄豊与将騨磯峰野﨟昇呑黒"
_FORMS = str.maketrans(_OLD, _NEW)
_LEGAL_FORMS = {
    "株式会社": "株",
    "(株)": "株",
    "有限会社": "有",
    "(有)": "有",
    "合同会社": "同",
    "(同)": "同",
    "合資会社": "資",
    "(資)": "資",
    "一般社団法人": "社",
    "(一社)": "社",
    "社会保険労務士法人": "労",
}
_LEGAL_FORM = re.compile("|".join(map(re.escape, _LEGAL_FORMS)))
_NOT_LETTERS = re.compile(r"[・･.,'’`·]")


def id_key(user_id: str) -> str:
    """A user ID for comparing: widths, spaces and case do not matter."""
    return squeeze(user_id)


def name_key(name: str) -> str:
    """A name as it is written, but for widths, spaces, case, dots and 様."""
    return _NOT_LETTERS.sub("", squeeze(name).removesuffix("様"))


def fold(name: str) -> str:
    """`name_key` with new forms of kanji for old ones: 髙 is 高, 﨑 is 崎."""
    return name_key(name).translate(_FORMS)


def same_name(one: str, other: str) -> bool:
    """Whether two names can be the same person's."""
    return fold(one) == fold(other)


def same_company(one: str, other: str) -> bool:
    """Whether two companies are the same: 株式会社, (株) and ㈱ are, wherever they stand, and one left out fits any."""
    (core, form), (other_core, other_form) = _company(one), _company(other)
    return core == other_core and (form == other_form or not form or not other_form)


def _company(company: str) -> tuple[str, str]:
    key = _NOT_LETTERS.sub("", squeeze(company).removesuffix("御中")).translate(_FORMS)
    found = _LEGAL_FORM.search(key)
    core = _LEGAL_FORM.sub("", key) or key
    return core, _LEGAL_FORMS[found[0]] if found else ""
