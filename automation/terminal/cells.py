"""How names, sentences, times and steps are put into the few cells that a terminal has."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.text import Text

from ekakushin.flows.step_names import STEPS, StepName
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from ekakushin.automation.results import Result

# A word of Latin letters stays whole; every other character may end a line, with what must not begin one.
_PIECES = re.compile(r"[!-~]+|\s+|.", re.DOTALL)
_SEQUENCES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_NEVER_FIRST = frozenset("),.、。，．」』）］】〉》！？：；・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NEVER_LAST = frozenset("「『（［【〈《")

# done, under way, failed, not begun; the second line for consoles that know no such characters
_MARKS = ("●◐×·", "o>x.")
_STYLES = ("green", "cyan", "bold red", "dim")


def printable(text: str) -> str:
    """`text` on one line, without control and invisible formatting characters (escape sequences, bidi marks)."""
    spaced = re.sub(r"\s+", " ", _SEQUENCES.sub("", text))
    return "".join(each for each in spaced if unicodedata.category(each) not in ("Cc", "Cf", "Cs")).strip()


def who(result: Result) -> str:
    """User ID and name, safe to print."""
    return printable(f"{result.user_id} {result.name}")


def cut(text: str, cells: int) -> str:
    """`text` in at most `cells` cells; what is left out shows as `…`."""
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, max(cells - 1, 0)).rstrip() + "…" if cells > 0 else ""


def pad(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells."""
    return set_cell_size(cut(text, cells), cells)


def wrap(text: str, cells: int, *, lines: int | None = None) -> list[str]:
    """`text` in at most `lines` lines of `cells` cells, broken as Japanese is; the last may end in `…`.

    Without `lines` all of it is there.
    """
    made = [""]
    for piece in _pieces(text, cells):
        if cell_len(made[-1] + piece.rstrip()) > cells:
            made.append("")
        made[-1] += piece if made[-1] else piece.lstrip()
    kept = [line.rstrip() for line in made[:lines]]
    if lines is not None and len(made) > lines:
        kept[-1] = set_cell_size(kept[-1], cells - 1).rstrip() + "…"
    return kept


def _pieces(text: str, cells: int) -> list[str]:
    """What a line may not be broken within."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        clings = bool(pieces) and (piece in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST)
        if clings and cell_len(pieces[-1] + piece) <= cells:
            pieces[-1] += piece
        else:
            pieces.extend(chop_cells(piece, cells))
    return pieces


def clock_time(seconds: float) -> str:
    """A length of time with its units: 3分05秒, from an hour on 1時間02分."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return say("progress.clock_hours", hours=hours, minutes=f"{minutes:02}")
    return say("progress.clock_minutes", minutes=minutes, seconds=f"{rest:02}")


def roughly(seconds: float) -> str:
    """An estimated length of time, rounded up, and the more the longer it is, so that it does not jump about."""
    minutes = math.ceil(seconds / 60)
    if minutes <= 1:
        return say("progress.a_minute")
    if minutes < 60:
        return say("progress.minutes", minutes=minutes if minutes <= 15 else _up(minutes, 5))
    hours, minutes = divmod(_up(minutes, 10), 60)
    return say("progress.hours", hours=hours, minutes=minutes)


def _up(number: int, step: int) -> int:
    return math.ceil(number / step) * step


def moment(at: datetime, now: datetime) -> str:
    """`at` on this PC's clock, 14:05, with the date where it is not that of `now`."""
    local, today = at.astimezone(), now.astimezone()
    return f"{local:%H:%M}" if local.date() == today.date() else f"{local:%m/%d %H:%M}"


def steps_of(result: Result, *, plain: bool = False) -> Text:
    """The seven steps as seven marks that differ without colour; `plain`: in ASCII."""
    marks, text = _MARKS[plain], Text()
    for step in STEPS:
        kind = _kind(result, step)
        text.append(marks[kind], _STYLES[kind])
    return text


def legend(*, plain: bool = False) -> Text:
    """What the marks mean, in one line."""
    words = (say("state.done"), say("state.running"), say("state.failed"), say("status.not_begun"))
    text = Text()
    for mark, word, style in zip(_MARKS[plain], words, _STYLES, strict=True):
        text.append(mark, style).append(f" {word}  ", "dim")
    text.rstrip()
    return text


def _kind(result: Result, step: StepName) -> int:
    here = step == result.step
    if here and result.state == "failed":
        return 2
    if step in result.seconds:
        return 0
    return 1 if here and result.state in ("running", "waiting") else 3
