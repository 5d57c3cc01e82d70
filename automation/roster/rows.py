"""The data types of a roster: its rows, rows left aside, doubts, and what people type for yes, no and not yet."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Literal

from pydantic import Field

from ekakushin.automation.roster.letters import plain, squeeze
from ekakushin.flows.models import Noun

UserKind = Literal["", "office", "labour", "affiliate"]
PaperState = Literal["sent", "not_sent", "not_needed", "unclear"]


class Paper(StrEnum):
    """What may have to be sent before the mails arrive (G: 電子申請利用申込時必要書類一覧)."""

    APPLICATION = "application"
    REGISTRY = "registry"
    IDENTITY = "identity"
    LICENCE = "licence"


class RosterNote(Noun):
    """A row that was left aside, or something doubtful in one, and the sentence that tells why.

    `row` is its number in the file, 0 for a whole sheet. `matters` is False for what is part of every
    hand-made list: sections, totals, remarks.
    """

    row: int
    sheet: str = ""
    reason: str
    matters: bool = True


class RosterRow(Noun):
    """One row of the roster, as read from the sheet. What is blank or unreadable there is blank or None here.

    `row` is the number of the row in the file, `kind` is 利用者区分 (G), `insured` says whether the person is a
    TJK被保険者, `member` whether the company is a TJK加入事業所. `papers` has only those with a column. `cells`
    are the file's own headings with the text beneath them, in their order.
    """

    row: int
    sheet: str = ""
    user_id: str = ""
    name: str = ""
    company: str = ""
    kind: UserKind = ""
    pc: str = ""
    windows_user: str = ""
    mail: str = ""
    insured: bool | None = None
    member: bool | None = None
    papers: dict[Paper, PaperState] = Field(default_factory=dict)
    cells: dict[str, str] = Field(default_factory=dict)


class Roster(Noun):
    """The people of a file in its order. `ignored` are rows left aside, `remarks` doubts about those that were read."""

    rows: tuple[RosterRow, ...] = ()
    ignored: tuple[RosterNote, ...] = ()
    remarks: tuple[RosterNote, ...] = ()
    headings: tuple[str, ...] = ()


CellMark = Literal["", "yes", "no", "unneeded", "unclear"]

_UNNEEDED = re.compile(
    r"(?:提出)?不要.*|.*対象外.*|.*該当(?:なし|無し|せず|しない).*|非該当|n/?a|not(?:needed|required)|notapplicable"
)
_NO = re.compile(
    r"[×✕✖✗✘☓╳□☐/\-‐–—―ー−.]+(?:[(:、].*)?|[xn0]|.*未.*|無し?|なし|ない|いいえ.*|否|no.*|none|false|ng|off"
    r"|.*(?:予定|準備中|手配中|依頼中|確認中|取得中|作成中|待ち|でない|ではない|非加入)|後日.*|これから"
)
_YES = re.compile(
    r"[○〇◯⭕●◎レㇾ✓✔☑✅■]+(?:[(:、\d].*)?|[oyv1]|.*済み?(?:[(:\d].*)?|(?:有り?|あり)(?:[(:].*)?|はい.*|yes.*"
    r"|true|ok|on|done|sent|received|submitted|提出|送付|郵送|受領|受理|完了?|可|該当|対象|会員"
    r"|加入(?:者|中|している)?|被保険者(?:である)?"
    r"|(?:(?:令和|平成|[rh])?\d{1,4}[/.年-])?\d{1,2}[/.月-]\d{1,2}日?.*"
)
_NOTHING = re.compile(
    r"[-‐–—―ー−/.?~〜*×]*|未定|未発行|未着|未取得|未登録|未|なし|無し?|不明|不要|申請中|手続中|発行待ち|メール待ち"
    r"|後日(?:連絡)?|確認中|tbd|none|n/?a|unknown|pending|null"
)
_KIND_NUMBER = re.compile(r"(?:利用者)?(?:区分)?[(]?([123])(?![0-9])")
_KIND_SIGNS = str.maketrans("❶❷❸➀➁➂➊➋➌", "123123123")
_AFFILIATE = re.compile(r"関係|関連|子会社|グループ会社|affiliate|related|subsidiary")
_LABOUR = re.compile(r"労務士|社労士|labou?r|consultant|sharoshi")
_OFFICE = re.compile(r"事業所|事業主|office|clerk|employer")
_DITTO = re.compile(r"[〃″〝〟々\"”“]+|′′|''|,,|同上|上に同じ|同じ|ditto")


def mark_of(text: str) -> CellMark:
    """What a mark says: ○, 済, はい or a date, ×, 未 or いいえ, 不要; "" for a blank, `unclear` for all else."""
    word = squeeze(text)
    if not word:
        return ""
    for pattern, mark in ((_UNNEEDED, "unneeded"), (_NO, "no"), (_YES, "yes")):
        if pattern.fullmatch(word):
            return mark  # type: ignore[return-value]  # the tuple's texts are marks
    return "unclear"


def paper_state(text: str) -> PaperState:
    """Whether a paper was sent, by what stands in its column; a blank means that it was not."""
    states: dict[CellMark, PaperState] = {
        "yes": "sent",
        "no": "not_sent",
        "": "not_sent",
        "unneeded": "not_needed",
        "unclear": "unclear",
    }
    return states[mark_of(text)]


def truth(text: str) -> bool | None:
    """Yes or no; None for a blank, a dash or what is not understood."""
    word = squeeze(text)
    if _NOTHING.fullmatch(word) and word not in {"未", "なし", "無", "無し", "×"}:
        return None
    return {"yes": True, "no": False, "unneeded": False}.get(mark_of(text))


def kind_of(text: str) -> UserKind | None:
    """The kind of user by its number or its name (G); "" for a blank, None for what is neither or both."""
    word = squeeze(text.translate(_KIND_SIGNS))
    if not word or says_nothing(text):
        return ""
    number = _KIND_NUMBER.match(word)
    by_number: UserKind = {"1": "office", "2": "labour", "3": "affiliate"}[number[1]] if number else ""  # type: ignore[assignment]
    by_name = _kind_of(word)
    if by_number and by_name and by_number != by_name:
        return None
    return by_number or by_name or None


def _kind_of(word: str) -> UserKind:
    if _AFFILIATE.search(word):
        return "affiliate"
    if _LABOUR.search(word):
        return "labour"
    return "office" if _OFFICE.search(word) else ""


def says_nothing(text: str) -> bool:
    """Whether a cell only says that there is nothing to write yet: -, 未定, 申請中."""
    return bool(_NOTHING.fullmatch(squeeze(text)))


def is_ditto(text: str) -> bool:
    """Whether a cell means the one above it: 〃, 同上."""
    return bool(_DITTO.fullmatch(plain(text).replace(" ", "")))
