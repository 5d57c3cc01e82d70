"""When two names, two companies or two user IDs are the same, however they are written."""

from __future__ import annotations

import re

from ekakushin.automation.roster.letters import squeezed

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
    return squeezed(user_id)


def name_key(name: str) -> str:
    """A name as it is written, but for widths, spaces, case, dots and 様."""
    return _NOT_LETTERS.sub("", squeezed(name).removesuffix("様"))


def folded(name: str) -> str:
    """`name_key` with new forms of kanji for old ones: 髙 is 高, 﨑 is 崎."""
    return name_key(name).translate(_FORMS)


def same_name(one: str, other: str) -> bool:
    """Whether two names can be the same person's."""
    return folded(one) == folded(other)


def same_company(one: str, other: str) -> bool:
    """Whether two companies are the same: 株式会社, (株) and ㈱ are, wherever they stand, and one left out fits any."""
    (core, form), (other_core, other_form) = _company(one), _company(other)
    return core == other_core and (form == other_form or not form or not other_form)


def _company(company: str) -> tuple[str, str]:
    key = _NOT_LETTERS.sub("", squeezed(company).removesuffix("御中")).translate(_FORMS)
    found = _LEGAL_FORM.search(key)
    core = _LEGAL_FORM.sub("", key) or key
    return core, _LEGAL_FORMS[found[0]] if found else ""
