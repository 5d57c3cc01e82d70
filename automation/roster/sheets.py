"""A sheet of a roster as a person sees it: lines of texts, with what merged cells cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

SheetTrouble = Literal["formula", "error", "struck"]


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """One row of a sheet, with its number in the file.

    `copied` are columns whose text stands further up, in a cell merged downwards; `across` are texts that a
    cell merged sideways spreads over columns that are not its first. `troubles` are cells whose value does
    not hold: a formula that was never calculated or ended in an error, or a text that is struck out.
    """

    number: int
    texts: tuple[str, ...]
    copied: frozenset[int] = frozenset()
    across: Mapping[int, str] = field(default_factory=dict)
    troubles: Mapping[int, SheetTrouble] = field(default_factory=dict)

    def text(self, column: int) -> str:
        """The text of a column counted from 0; "" beyond the last."""
        return self.texts[column] if column < len(self.texts) else ""

    def own(self) -> dict[int, str]:
        """The columns with a text that stands in this very line."""
        return {column: text for column, text in enumerate(self.texts) if text and column not in self.copied}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The lines of one sheet that are not wholly blank. A file of separated values is a sheet without a name.

    `hidden_rows` are the numbers of rows that Excel does not show.
    """

    name: str
    lines: tuple[SheetLine, ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()

    def visible(self) -> Sheet:
        """The sheet without the rows that a filter or a hand has hidden."""
        return replace(self, lines=tuple(line for line in self.lines if line.number not in self.hidden_rows))
