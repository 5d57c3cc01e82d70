"""Where the headings of a sheet stand, and which column holds which field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ekakushin.automation.roster.headings import Field, Meaning, kind_column, meaning_of
from ekakushin.automation.roster.sheets import Sheet, SheetLine
from ekakushin.flows.text import say

_KINDS: tuple[Field, ...] = ("kind_office", "kind_labour", "kind_affiliate")
_WHO: frozenset[Field] = frozenset({"user_id", "name", "family_name"})
# A line counts as headings if it names at least this part of the fields that the best line names.
_ENOUGH = 0.6


class Label(NamedTuple):
    """The heading of one column: one line, or a group's with its own below."""

    upper: str
    lower: str = ""

    def meaning(self) -> Meaning | None:
        """The field it stands for; a group's own meaning does not count for the columns under it."""
        if not self.lower:
            return meaning_of(self.upper)
        return meaning_of(self.upper + self.lower) or meaning_of(self.lower)

    def kind(self) -> Field | None:
        """The kind of user whose column it is."""
        return kind_column(self.upper + self.lower) or kind_column(self.lower or self.upper)

    def text(self) -> str:
        """As it stands in the file, on one line."""
        return " ".join(f"{self.upper}\n{self.lower}".split("\n")).strip()


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which column (from 0) holds which field, what its heading is, and how many lines the headings take."""

    fields: Mapping[Field, int]
    labels: Mapping[int, str]
    lines: int = 1

    @property
    def score(self) -> int:
        """How many fields the headings name."""
        return len({"kind" if field in _KINDS else field for field in self.fields})

    @property
    def rank(self) -> tuple[int, int]:
        """For choosing between two ways to read the same headings: fields, then columns."""
        return self.score, len(self.fields)

    @property
    def tells_who(self) -> bool:
        """Whether there is a column for user IDs or names."""
        return bool(self.fields.keys() & _WHO)

    def heading(self, column: int) -> str:
        """The heading of a column, or its letter where it has none."""
        return self.labels.get(column) or say("roster.column", letter=_letter(column + 1))


def _letter(number: int) -> str:
    """A column's letters, also beyond Excel's last one: separated values may have more."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def headings_of(sheet: Sheet) -> dict[int, Columns]:
    """The headings of a sheet by the index of their (last) line; more than one where they are repeated."""
    found = dict(_candidates(sheet.lines))
    best = max((columns.score for columns in found.values()), default=0)
    return {at: columns for at, columns in found.items() if columns.score >= best * _ENOUGH}


def best_score(headings: Mapping[int, Columns]) -> int:
    """How many fields the best headings name; 0 where there are none."""
    return max((columns.score for columns in headings.values()), default=0)


def _candidates(lines: tuple[SheetLine, ...]) -> Iterable[tuple[int, Columns]]:
    alone = [_columns({column: Label(text) for column, text in _texts(line)}) for line in lines]
    first = next((at for at, columns in enumerate(alone) if columns.tells_who), len(lines))
    for at, columns in enumerate(alone):
        if columns.tells_who:
            yield at, columns
    for at, (upper, lower) in enumerate(pairwise(lines)):
        both = _of_two(upper, lower) if alone[at].score or alone[at + 1].score else None
        if not both or not both.tells_who or both.rank <= max(alone[at].rank, alone[at + 1].rank):
            continue
        # Once there are people above, the upper line may be one of them.
        if at <= first or not any(upper.text(both.fields[field]) for field in _WHO & both.fields.keys()):
            yield at + 1, both


def _texts(line: SheetLine) -> list[tuple[int, str]]:
    return [(column, text) for column, text in enumerate(line.texts) if text]


def _of_two(upper: SheetLine, lower: SheetLine) -> Columns | None:
    """The headings that two lines make together; None where the lower one holds a person."""
    labels = {}
    for column in range(max(len(upper.texts), len(lower.texts), *upper.across, 0) + 1):
        group = upper.text(column) or upper.across.get(column, "")
        own = "" if column in lower.copied else lower.text(column)
        label = Label(group, own) if group else Label(own)
        if group and own and not _may_stand_under(upper, column, label):
            return None
        labels[column] = label
    return _columns({column: label for column, label in labels.items() if label.upper}, lines=2)


def _may_stand_under(upper: SheetLine, column: int, label: Label) -> bool:
    """Whether the lower text can be a heading: under one that means something by itself, not every text can."""
    is_group = column in upper.across or column + 1 in upper.across
    return is_group or not meaning_of(label.upper) or label.meaning() is not None


def _columns(labels: Mapping[int, Label], lines: int = 1) -> Columns:
    meanings = [(column, meaning) for column, label in labels.items() if (meaning := label.meaning())]
    fields: dict[Field, int] = {}
    for column, meaning in sorted(meanings, key=lambda each: (each[1].doubt, each[0])):
        fields.setdefault(meaning.field, column)
    fields = _settle_names(fields | _kind_columns(labels, fields))
    return Columns(fields=fields, labels=_tell_apart(labels), lines=lines)


def _kind_columns(labels: Mapping[int, Label], fields: Mapping[Field, int]) -> dict[Field, int]:
    """Columns ①, ② and ③ to be marked with ○, where there is no single column for the kind."""
    if not fields or "kind" in fields:
        return {}
    columns = {field: column for column, label in labels.items() if (field := label.kind())}
    free = set(columns.values()).isdisjoint(fields.values())
    return columns if len(columns) > 1 and free else {}


def _settle_names(fields: dict[Field, int]) -> dict[Field, int]:
    unused: set[Field] = {"family_name", "given_name"} if "name" in fields else set()
    if "family_name" not in fields:
        unused.add("given_name")
    return {field: column for field, column in fields.items() if field not in unused}


def _tell_apart(labels: Mapping[int, Label]) -> dict[int, str]:
    """The headings' texts, the second of the same text with a (2) behind it."""
    seen: Counter[str] = Counter()
    texts = {}
    for column, label in sorted(labels.items()):
        text = label.text()
        seen[text] += 1
        texts[column] = text if seen[text] == 1 else f"{text} ({seen[text]})"
    return texts
