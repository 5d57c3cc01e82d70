"""What stands among the people of a list without being one: sections, totals, examples, remarks, numbering."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ekakushin.automation.roster.letters import plain, squeezed

_TOTAL = re.compile(
    r"(?:合計|総計|小計|累計|総数|計|(?:sub|grand)?total)(?:人数|件数)?(?:[:(].*|[\d,]*[名人件]?\)?)|(?:人数|件数)[:(]?[\d,]*[名人件]?"
    r"|\d+[名人件]|sum|count"
)
_EXAMPLE = re.compile(
    r"[(<\[【]?(?:記入|入力|記載|書き方の)例.*|[(<\[【]?例(?:[)>\]】:、].*)?|(?:サンプル|見本|sample|example)(?:行|row)?[:)]?|e\.?g\.?"
)
_EXAMPLE_ANYWHERE = re.compile(r"[(<\[【※*]*(?:記入|入力|記載)例(?:です)?[)>\]】:。]*")
_REMARK = re.compile(
    r"[※*■●◆◇▼▽★☆◎【《<『「→・#].*|(?:注意?|備考|注記|note|remarks?)[:)\d].*|.*。.*|.*(?:ください|下さい|のこと|です|ます)"
    r"|以上|以下余白|.{31,}"
)
_SECTION = re.compile(
    r"(?!(?:阿|安|服|渡|磯|岡|矢|園|武|卜|織|建|刑|日下|長谷|綾|軽|額田)部$|(?:小|三|氷|御|安|大)室$|(?:国|大)分$)"
    r".*(?:部|課|室|係|班|グループ|チーム|支店|支社|営業所|センター|工場|本社|事務所|分|一覧|名簿|リスト|株式会社|\(株\)|\(有\))"
    r"|株式会社.*|\(株\).*|[-=_*~ー―─━]{2,}.*|(?:page|p\.)\d+.*|\d+/\d+(?:ページ)?"
)
_HINT = re.compile(
    r"(?:必須|任意|自動|選択|required|optional|半角|全角|英数|数字|文字|自由|プルダウン|リスト|形式|書式).*|.*(?:入力|記入|選択|必須|任意)"
)
_NUMBERING = re.compile(r"(?:no\.?)?\d{1,5}[.)]?|false|true")


def is_total(texts: Iterable[str]) -> bool:
    """Whether a line counts people: one of these texts is 合計, 計 12名 or Total."""
    return any(_TOTAL.fullmatch(squeezed(text)) for text in texts)


def is_example(leading: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a line shows how to fill in the others: 記入例, （例）, sample in front, or just 記入例 anywhere."""
    anywhere = any(_EXAMPLE_ANYWHERE.fullmatch(squeezed(text)) for text in others)
    return anywhere or any(_EXAMPLE.fullmatch(squeezed(text)) for text in leading)


def is_hint(texts: Collection[str]) -> bool:
    """Whether a line under the headings says how each column is filled in: 必須, 半角英数字."""
    return bool(texts) and sum(bool(_HINT.fullmatch(squeezed(text))) for text in texts) * 2 > len(texts)


def is_remark(text: str) -> bool:
    """Whether a text is a sentence or a section's title, and no name."""
    word = squeezed(plain(text))
    return bool(_REMARK.fullmatch(word) or _SECTION.fullmatch(word))


def is_numbering(texts: Collection[str]) -> bool:
    """Whether a line is blank but for the numbers or check boxes that were prepared for it."""
    return all(_NUMBERING.fullmatch(squeezed(text)) for text in texts)
