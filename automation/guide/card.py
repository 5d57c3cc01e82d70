"""A failure as a card: what happened, what to do, who must do it and whether to try again, in 15 lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from ekakushin.automation.guide.filling import Values
from ekakushin.automation.terminal.cells import pad, printable, wrap
from ekakushin.automation.terminal.console import open_console
from ekakushin.flows.errors import Explained, FlowError
from ekakushin.flows.guide import Entry, entry
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.results import Result

MOST_LINES = 15
_SAID_LINES, _WHO_LINES, _WHEN_LINES = 2, 1, 2
_STEPS_LINES = 6  # for all steps together; the sentence of what happened gets what is left
_GAP = 2  # cells between a label and its text
_NARROWEST = 20  # cells that a text is given even where there is no room
_STYLES = {"now": "yellow", "later": "yellow", "after": "bold red", "never": "bold red"}


@dataclass(frozen=True)
class Card:
    """One failure, told with the values at hand; `said` is the site's own words, "" where there are none."""

    entry: Entry
    happened: str
    steps: tuple[str, ...]
    said: str = ""

    def lines(self, width: int) -> list[str]:
        """The card in at most 15 lines of `width` cells."""
        return [line for lines in self._rows(width).values() for line in lines]

    def _rows(self, width: int) -> dict[str, list[str]]:
        wording, who = self.entry.wording, say(f"guide.who_{self.entry.who}")
        rows = Rows(width)
        rest = [
            rows.row(say("guide.said"), self.said, lines=_SAID_LINES),
            rows.step_lines(say("guide.steps"), self.steps, lines=_STEPS_LINES),
            rows.row(say("guide.who"), who, lines=_WHO_LINES),
            rows.row(say("guide.when"), wording.when, lines=_WHEN_LINES),
        ]
        room = MOST_LINES - 1 - sum(map(len, rest))
        return {
            "head": wrap(f"[{self.entry.code}] {wording.title}", width, lines=1),
            "happened": rows.row(say("guide.happened"), self.happened, lines=room),
            "rest": [line for lines in rest for line in lines],
        }

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rows = self._rows(options.max_width)
        head = Text("\n".join(rows["head"]), "bold")
        head.highlight_words([f"[{self.entry.code}]"], _STYLES[self.entry.again])
        yield head
        for line in (*rows["happened"], *rows["rest"]):
            text = Text(line)
            text.stylize("dim", 0, _label_letters(line))
            yield text


class Rows:
    """Labels on the left, texts beside them, in lines of `width` cells."""

    def __init__(self, width: int) -> None:
        labels = ("happened", "said", "steps", "who", "when", "symptom", "cause", "signs", "page", "basis")
        self._label = max(cell_len(say(f"guide.{each}")) for each in labels) + _GAP
        self._body = max(width - self._label, _NARROWEST)

    def row(self, label: str, text: str, *, lines: int) -> list[str]:
        """A text with its label, in at most so many lines; nothing for no text."""
        return self._beside(label, wrap(printable(text), self._body, lines=lines)) if text else []

    def step_lines(self, label: str, steps: Sequence[str], *, lines: int) -> list[str]:
        """Steps with their numbers, in at most so many lines together."""
        made = [line for number, step in enumerate(steps, 1) for line in self._step(number, step, lines)]
        if len(made) > lines:
            made = [*made[: lines - 1], "…"]
        return self._beside(label, made)

    def _step(self, number: int, step: str, lines: int) -> Iterator[str]:
        first = f"{number}. "
        for line in wrap(printable(step), self._body - len(first), lines=lines):
            yield first + line
            first = " " * len(first)

    def _beside(self, label: str, lines: Sequence[str]) -> list[str]:
        labels = [label, *[""] * (len(lines) - 1)]
        return [f"{pad(left, self._label)}{line}".rstrip() for left, line in zip(labels, lines, strict=True)]


def _label_letters(line: str) -> int:
    """How many letters of a line are its label: it ends before two blanks, and no line of text begins with one."""
    return max(line.find(" " * _GAP), 0)


def card_of(about: Explained | Entry | Result) -> Card:
    """The card of an error, of a person's result, or of an entry without its values. Raises KeyError for no code."""
    if isinstance(about, Entry):
        return _card(about, Values())
    if isinstance(about, Explained):
        said = about.site_words if isinstance(about, FlowError) else ""
        return _card(entry(about.code), Values(about.values), happened=str(about), said=said)
    values = Values({"user_id": about.user_id})
    return _card(entry(about.code), values, happened=about.message, said=about.site_words)


def _card(about: Entry, values: Values, *, happened: str = "", said: str = "") -> Card:
    wording = about.wording
    return Card(
        entry=about,
        happened=happened or wording.sentence.format_map(values),
        steps=tuple(step.format_map(values) for step in wording.remedy),
        said=said,
    )


def card(about: Explained | Entry | Result, width: int = 80) -> str:
    """The card as plain text: at most 15 lines of at most `width` cells."""
    return "\n".join(card_of(about).lines(width))


def tell_error(error: Explained, stream: TextIO) -> None:
    """Print the card of an error that ends a command; with colours where the stream is a terminal."""
    open_console(stream, highlight=False, soft_wrap=True).print(card_of(error))
