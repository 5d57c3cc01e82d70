"""The people of one sheet: who stands in the lines under its headings, and which lines are sections or totals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from ekakushin.automation.roster.columns import Columns
from ekakushin.automation.roster.headings import Field, meaning_of
from ekakushin.automation.roster.letters import even, plain, squeeze
from ekakushin.automation.roster.lines import PersonLine
from ekakushin.automation.roster.repeats import merge
from ekakushin.automation.roster.rows import RosterNote, RosterRow
from ekakushin.automation.roster.sheets import Sheet, SheetLine
from ekakushin.flows.text import say

_WHO: tuple[Field, ...] = ("user_id", "name", "family_name", "given_name")
_UNCHECKED = frozenset({"FALSE", "0", "□", "☐"})
_QUOTED = 20
_NAME_LENGTHS = range(2, 6)


class SheetReading:
    """Reads one sheet from top to bottom; then `rows`, `ignored`, `remarks` and `headings` hold what was found."""

    def __init__(self, sheet: Sheet, headings: Mapping[int, Columns]) -> None:
        self.rows: list[RosterRow] = []
        self.ignored: list[RosterNote] = []
        self.remarks: list[RosterNote] = []
        self.headings: dict[str, None] = {}
        self._sheet = sheet.name
        self._columns = Columns(fields={}, labels={})
        self._above: dict[int, str] = {}
        upper_lines = {at - 1 for at, columns in headings.items() if columns.lines > 1}
        for at, line in enumerate(sheet.lines):
            if at in headings:
                self._begin(headings[at])
            elif self._columns.fields and at not in upper_lines:
                self._meet(line, under_headings=at - 1 in headings)

    def _begin(self, columns: Columns) -> None:
        self._columns, self._above = columns, {}
        self.headings |= dict.fromkeys(columns.heading(column) for column in sorted(columns.labels))

    def _meet(self, line: SheetLine, *, under_headings: bool) -> None:
        own = line.own()
        texts, leading = own.values(), self._leading(own)
        if self._is_prepared(line):
            return
        if is_total(leading):
            self._leave(line, say("roster.total"), matters=False)
        elif is_example(leading, texts):
            template = say("roster_example.user_id") in texts  # our own example is no loss to anybody
            self._leave(line, say("roster.example", text=_quote(texts)), matters=not template)
        elif under_headings and is_hint(texts):
            self._leave(line, say("roster.hint", text=_quote(texts)), matters=False)
        elif self._is_banner(line):
            self._leave(line, say("roster.section", text=_quote(texts)), matters=self._may_be_somebody(line))
        elif any(line.troubles.get(column) == "struck" for column in self._who()):
            self._leave(line, say("roster.struck", text=_quote(texts)))
        else:
            self._take(line)

    def _who(self) -> list[int]:
        return [self._columns.fields[field] for field in _WHO if field in self._columns.fields]

    def _leading(self, own: Mapping[int, str]) -> list[str]:
        """The first text of a line, and those that would be a user ID and a name."""
        return [text for at, (column, text) in enumerate(own.items()) if at == 0 or column in self._who()]

    def _is_prepared(self, line: SheetLine) -> bool:
        """Whether the line waits for somebody: blank but for its number and boxes that are not ticked."""
        own = line.own()
        told = [text for column, text in own.items() if column in self._columns.fields.values()]
        return not line.troubles and _UNCHECKED.issuperset(told) and is_numbering(own.values())

    def _is_banner(self, line: SheetLine) -> bool:
        """Whether the line is a title or a sentence: merged over the columns of a person, or alone in one of them."""
        own = line.own()
        if any(column in line.across for column in self._who()):
            return True
        if len(own) == 1 and self._columns.fields.get("user_id") not in own:
            return is_remark(next(iter(own.values())))
        meanings = [meaning_of(line.text(column)) for column in self._who()]
        return any(meaning and not meaning.doubt for meaning in meanings)

    def _may_be_somebody(self, line: SheetLine) -> bool:
        """Whether a person may be lost with a banner: one with more to it, or one word where a name would stand.

        部 and 室 end family names too.
        """
        own, who = line.own(), self._who()
        if any(column in own for column in self._columns.fields.values() if column not in who):
            return True
        lone = len(own) == 1 and not any(column in line.across for column in who)
        return lone and any(len(own.get(column, "")) in _NAME_LENGTHS for column in who)

    def _take(self, line: SheetLine) -> None:
        person = PersonLine(line=line, columns=self._columns, above=self._above)
        row = person.row(self._sheet)
        if not row.user_id and not row.name:
            self._nobody(line, person.doubts)
        elif self._continues(line, row):
            self.rows[-1] = merge(self.rows[-1], row)
        else:
            self.rows.append(row)
            self.headings |= dict.fromkeys(row.cells)
            self._above = person.texts
            self.remarks += [self._note(line, doubt) for doubt in person.doubts]

    def _continues(self, line: SheetLine, row: RosterRow) -> bool:
        """Whether the line goes on with the person above: user ID and name stand there, in cells merged downwards."""
        columns = set(self._who())
        own = columns & line.own().keys()
        return bool(self.rows and columns & line.copied and not own) and self.rows[-1].user_id == row.user_id

    def _nobody(self, line: SheetLine, doubts: list[str]) -> None:
        """Leave a line aside that names nobody; it matters unless it only says something about the list."""
        own = line.own()
        told = [text for column, text in own.items() if column in self._columns.fields.values()]
        matters = bool(line.troubles) or any(text not in _UNCHECKED and not is_remark(text) for text in told)
        if matters:
            for reason in doubts or [say("roster.nobody")]:
                self._leave(line, reason)
        elif own:
            self._leave(line, say("roster.section", text=_quote(own.values())), matters=False)

    def _leave(self, line: SheetLine, reason: str, *, matters: bool = True) -> None:
        self.ignored.append(self._note(line, reason, matters=matters))

    def _note(self, line: SheetLine, reason: str, *, matters: bool = True) -> RosterNote:
        return RosterNote(row=line.number, sheet=self._sheet, reason=reason, matters=matters)


def _quote(texts: Iterable[str]) -> str:
    text = even(" ".join(texts))
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


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
    return any(_TOTAL.fullmatch(squeeze(text)) for text in texts)


def is_example(leading: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a line shows how to fill in the others: 記入例, （例）, sample in front, or just 記入例 anywhere."""
    anywhere = any(_EXAMPLE_ANYWHERE.fullmatch(squeeze(text)) for text in others)
    return anywhere or any(_EXAMPLE.fullmatch(squeeze(text)) for text in leading)


def is_hint(texts: Collection[str]) -> bool:
    """Whether a line under the headings says how each column is filled in: 必須, 半角英数字."""
    return bool(texts) and sum(bool(_HINT.fullmatch(squeeze(text))) for text in texts) * 2 > len(texts)


def is_remark(text: str) -> bool:
    """Whether a text is a sentence or a section's title, and no name."""
    word = squeeze(plain(text))
    return bool(_REMARK.fullmatch(word) or _SECTION.fullmatch(word))


def is_numbering(texts: Collection[str]) -> bool:
    """Whether a line is blank but for the numbers or check boxes that were prepared for it."""
    return all(_NUMBERING.fullmatch(squeeze(text)) for text in texts)
