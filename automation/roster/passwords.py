"""Takes passwords out of a roster before anything of it is kept: whole columns of them, and those in other cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from ekakushin.automation.roster.columns import Columns
from ekakushin.automation.roster.letters import plain, squeeze
from ekakushin.automation.roster.rows import RosterNote
from ekakushin.automation.roster.sheets import Sheet, SheetLine
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

_HEADING = re.compile(
    r"パスワード|パスコード|パスフレーズ|password|passwd|passcode|passphrase|暗証|合言葉|秘密の|シークレット|secret"
    r"|認証情報$|(?<![a-z])(?:pin|p/?wd?|pass)(?:code|no\.?|number)?(?![a-z])|用パス$"
)
_ABOUT_ONE = re.compile(
    r"送付|送信|通知|連絡|変更(?!後)|設定|登録|有無|確認|済|日付|日$|状況|期限|要否|回数|方法|宛先"
)
_NAMED = re.compile(
    r"((?:パスワード|パスコード|password|passcode|暗証(?:番号|コード)?|(?<![a-z])(?:pin|pwd?|pass)(?![a-z])(?:コード|番号)?)"
    r"\s*(?:は|[:=→])?\s*[「\"'(\[]?)([!-&*-~]{4,})",
    re.IGNORECASE,
)
# The mails' passwords are 半角英数字 (G), made by a machine: small and capital letters and digits in one.
_MADE_BY_MACHINE = re.compile(
    r"(?<![A-Za-z0-9@._/-])(?=[A-Za-z0-9]*[a-z])(?=[A-Za-z0-9]*[A-Z])(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{8,20}"
    r"(?![A-Za-z0-9@._/-])"
)
_PERSONAL_ADDRESS = re.compile(r"(https?://\S*?\?)(\S+)", re.IGNORECASE)
_INSTEAD = "…"


@dataclass(kw_only=True)
class Cleaned:
    """A sheet and its headings without the passwords, and the notes that tell where they stood."""

    sheet: Sheet
    headings: Mapping[int, Columns]
    notes: list[RosterNote] = field(default_factory=list)


def without_passwords(sheet: Sheet, headings: Mapping[int, Columns]) -> Cleaned:
    """The sheet with its passwords gone; the redactor knows them from now on."""
    cleaned = Cleaned(sheet=sheet, headings=dict(headings))
    lines = list(sheet.lines)
    starts = sorted(headings)
    titles = {at - 1 for at in starts if headings[at].lines > 1}
    secret: dict[str, None] = {}
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        places = [at for at in range(start + 1, end) if at not in titles]
        columns = _secret_columns(headings[start], [lines[at] for at in places])
        secret |= dict.fromkeys(headings[start].heading(column) for column in sorted(columns))
        cleaned.headings = {**cleaned.headings, start: _without(headings[start], columns)}
        taken = set(headings[start].fields.values()) - columns
        for at in places:
            lines[at] = _clean(lines[at], columns, taken)
    cleaned.sheet = replace(sheet, lines=tuple(lines))
    cleaned.notes = [*_column_notes(sheet, secret), *_cell_notes(sheet, lines, headings)]
    return cleaned


def is_about_passwords(heading: str) -> bool:
    """Whether passwords or PINs stand under a heading; パスワード送付日 only says something about them."""
    text = squeeze(plain(heading))
    found = _HEADING.search(text)
    return found is not None and not _ABOUT_ONE.search(text[found.end() :])


def without_password_columns(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row by their headings, those under a heading of passwords left out."""
    return {heading: text for heading, text in cells.items() if not is_about_passwords(heading)}


def _secret_columns(columns: Columns, lines: Collection[SheetLine]) -> set[int]:
    named = {column for column, heading in columns.labels.items() if is_about_passwords(heading)}
    free = {column for line in lines for column in line.own()} - set(columns.fields.values()) - named
    return named - set(columns.fields.values()) | {each for each in free if _holds_passwords(each, lines)}


def _holds_passwords(column: int, lines: Iterable[SheetLine]) -> bool:
    texts = [text for line in lines if (text := line.text(column))]
    return sum(bool(_MADE_BY_MACHINE.fullmatch(plain(text))) for text in texts) * 2 > len(texts)


def _without(columns: Columns, secret: Collection[int]) -> Columns:
    return replace(
        columns, labels={column: text for column, text in columns.labels.items() if column not in secret}
    )


def _clean(line: SheetLine, secret: Collection[int], taken: Collection[int]) -> SheetLine:
    texts = []
    for column, text in enumerate(line.texts):
        if column in secret:
            _ = [Secret(part) for part in text.split() if len(part) > 3]
            texts.append("")
        else:
            texts.append(text if column in taken else _without_named(text))
    return replace(
        line,
        texts=tuple(texts),
        across={column: text for column, text in line.across.items() if column not in secret},
        troubles={column: trouble for column, trouble in line.troubles.items() if column not in secret},
    )


def _without_named(text: str) -> str:
    """The text with … for each password in it, and for the personal part of an address."""
    if not text:
        return text
    cleaned = _NAMED.sub(_hide_behind, _PERSONAL_ADDRESS.sub(_hide_behind, plain(text)))
    cleaned = _MADE_BY_MACHINE.sub(_hide, cleaned)
    return cleaned if _INSTEAD in cleaned and cleaned != plain(text) else text


def _hide_behind(found: re.Match[str]) -> str:
    _ = Secret(found[2])
    return found[1] + _INSTEAD


def _hide(found: re.Match[str]) -> str:
    _ = Secret(found[0])
    return _INSTEAD


def _column_notes(sheet: Sheet, secret: Collection[str]) -> list[RosterNote]:
    if not secret:
        return []
    names = say("roster.and").join(say("roster.quoted", text=each) for each in secret)
    return [RosterNote(row=0, sheet=sheet.name, reason=say("roster.secret_columns", headings=names))]


def _cell_notes(
    sheet: Sheet, lines: Collection[SheetLine], headings: Mapping[int, Columns]
) -> list[RosterNote]:
    notes, current = [], Columns(fields={}, labels={})
    for at, (before, after) in enumerate(zip(sheet.lines, lines, strict=True)):
        current = headings.get(at, current)
        changed = [column for column, text in enumerate(after.texts) if text and text != before.text(column)]
        notes += [
            RosterNote(
                row=before.number,
                sheet=sheet.name,
                reason=say("roster.secret_cell", heading=current.heading(column)),
            )
            for column in changed
        ]
    return notes
