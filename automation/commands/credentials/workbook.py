"""The workbook that is handed out: a list, a page a person, and Office's own encryption, all of it in memory."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from rich.cells import cell_len

from ekakushin.automation.commands.credentials.handout import Handout
from ekakushin.automation.report.files import legal
from ekakushin.flows.dates import day
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

_LIST = ("user_id", "name", "company", "password", "pin", "login_url", "expiry")
_LIST_WIDTHS = (14, 18, 28, 24, 16, 60, 14)
_PAGE = ("user_id", "name", "company", "login_url", "password", "pin", "expiry")
_PAGE_WIDTHS = (18, 50)  # together one sheet of A4, upright
_LINE = 18  # the height of one line, in points
_SECRET = frozenset({"password", "pin", "login_url"})
_A4 = 9


def workbook_of(people: Sequence[Handout]) -> Secret:
    """The workbook in clear, as text of one character a byte, so that nothing prints it by accident.

    `in_memory` keeps every part of it from the disk; openpyxl writes its sheets to temporary files.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        looks = _Looks(book)
        if people[1:]:
            _write_list(book.add_worksheet(say("handout.list")), looks, people)
        _write_pages(book.add_worksheet(say("handout.pages")), looks, people)
    return Secret(content.getvalue().decode("latin-1"))


def encrypt(workbook: Secret, password: Secret) -> bytes:
    """The same as Excel keeps a workbook with a password to open: ECMA-376 Agile, AES-256 and SHA-512."""
    clear, sealed = io.BytesIO(workbook.reveal().encode("latin-1")), io.BytesIO()
    OOXMLFile(clear).encrypt(password.reveal(), sealed)
    return sealed.getvalue()


def values_of(handout: Handout) -> dict[str, str]:
    """What is written of somebody, by the names of its captions."""
    return {
        "user_id": handout.user_id,
        "name": handout.name,
        "company": handout.company,
        "password": _reveal(handout.password),
        "pin": _reveal(handout.pin),
        "login_url": _reveal(handout.login_url),
        "expiry": day(handout.expiry) if handout.expiry else "",
    }


def next_steps(handout: Handout) -> list[str]:
    """What the person does next, one sentence a step."""
    told = {"pc": handout.pc or say("handout.this_pc"), "expiry": values_of(handout)["expiry"]}
    names = ["where", "open", "login", "lock", "pin" if handout.pin else "pin_elsewhere"]
    names += [] if handout.own_password else ["change"]
    names += ["renew"] if handout.expiry else []
    return [say(f"handout_step.{name}", **told) for name in [*names, "keep"]]


def _reveal(secret: Secret | None) -> str:
    return secret.reveal() if secret else ""


class _Looks:
    """The cell formats of one workbook."""

    def __init__(self, book: Any) -> None:
        base = {"valign": "top", "text_wrap": True, "num_format": "@"}
        self.text = book.add_format(base)
        # A letter that can be told from its neighbours: 0 and O, 1 and l.
        self.secret = book.add_format({**base, "font_name": "Consolas", "font_size": 12})
        self.label = book.add_format({**base, "bold": True})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#2F4B66", "valign": "vcenter"}
        )

    def of(self, name: str) -> Any:
        """How the value under that caption looks."""
        return self.secret if name in _SECRET else self.text


def _write_list(sheet: Any, looks: _Looks, people: Sequence[Handout]) -> None:
    _write(sheet, 0, [(say(f"handout.{name}"), looks.head) for name in _LIST])
    for row, each in enumerate(people, 1):
        values = values_of(each)
        _write(sheet, row, [(values[name], looks.of(name)) for name in _LIST])
        _set_height(
            sheet, row, max(_lines(values[name], at) for name, at in zip(_LIST, _LIST_WIDTHS, strict=True))
        )
    _set_widths(sheet, _LIST_WIDTHS)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(people), len(_LIST) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_pages(sheet: Any, looks: _Looks, people: Sequence[Handout]) -> None:
    """A page a person, one below the other: printed at once, and cut from each other by the printer."""
    row, breaks = 0, []
    for each in people:
        row = _write_page(sheet, row, looks, each)
        breaks.append(row)
    _set_widths(sheet, _PAGE_WIDTHS)
    sheet.set_portrait()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5)
    sheet.set_h_pagebreaks(breaks[:-1])


def _write_page(sheet: Any, row: int, looks: _Looks, handout: Handout) -> int:
    """The row behind it."""
    values = values_of(handout)
    _write(sheet, row, [(say("handout.title"), looks.title)])
    for at, name in enumerate(_PAGE, row + 2):
        value = values[name] or say("handout.unknown")
        _write(sheet, at, [(say(f"handout.{name}"), looks.label), (value, looks.of(name))])
        _set_height(sheet, at, _lines(value, _PAGE_WIDTHS[1]))
    row += len(_PAGE) + 3
    _write(sheet, row, [(say("handout.next"), looks.label)])
    steps = _number(next_steps(handout))
    for at, step in enumerate(steps, row):
        _write_text(sheet, at, 1, step, looks.text)
        _set_height(sheet, at, _lines(step, _PAGE_WIDTHS[1]))
    return row + len(steps) + 1


def _number(steps: Iterable[str]) -> list[str]:
    return [f"{number}. {step}" for number, step in enumerate(steps, 1)]


def _write(sheet: Any, row: int, cells: Iterable[tuple[str, Any]]) -> None:
    for column, (value, look) in enumerate(cells):
        _write_text(sheet, row, column, value, look)


def _write_text(sheet: Any, row: int, column: int, value: str, look: Any) -> None:
    """Text, whatever it begins with: never a formula."""
    sheet.write_string(row, column, legal(value).replace("\r\n", "\n").replace("\r", "\n"), look)


def _set_widths(sheet: Any, widths: Iterable[int]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes when it is wrapped; a Japanese letter is as wide as two others."""
    return sum(1 + max(cell_len(line) - 1, 0) // (width - 2) for line in text.split("\n"))


def _set_height(sheet: Any, row: int, lines: int) -> None:
    sheet.set_row(
        row, _LINE * lines
    )  # given, because not every program works it out when it opens a workbook
