"""Workbooks that openpyxl does not read (.xls, .xlsb, .ods, damaged style sheets), through calamine: values alone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from ekakushin.automation.roster import values
from ekakushin.automation.roster.sheets import Sheet, SheetLine
from ekakushin.automation.roster.workbook import Area, cell_text, is_error, spread
from ekakushin.flows.interpreter import python_command

_SECONDS = 120
_MOMENTS: Mapping[str, Any] = {"datetime": datetime, "date": date, "time": time}


class Locked(ValueError):
    """A workbook with a password."""


def sheets_of(data: bytes, hidden_rows: Mapping[str, frozenset[int]]) -> list[Sheet]:
    """The worksheets; a number keeps no zeros that only its format shows.

    Raises Locked, and ValueError for what is damaged, no workbook, or not read within two minutes.
    """
    # Without -P its own folder would come before the standard library.
    command = [*python_command(), "-P", values.__file__]
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, with this Python
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError("too slow") from error
    if done.returncode == values.LOCKED:
        raise Locked
    if done.returncode:
        raise ValueError("damaged")
    return [_sheet(each, hidden_rows.get(each["name"], frozenset())) for each in json.loads(done.stdout)]


def _sheet(told: Mapping[str, Any], hidden_rows: frozenset[int]) -> Sheet:
    told_lines = {number: _line(number, row) for number, row in told["rows"]}
    last = max(told_lines, default=0)
    lines = [told_lines.get(number) or SheetLine(number=number, texts=()) for number in range(1, last + 1)]
    areas: list[Area] = [
        (left + 1, top + 1, right + 1, bottom + 1) for (top, left), (bottom, right) in told["merged"]
    ]
    return Sheet(
        name=told["name"],
        lines=tuple(line for line in spread(lines, areas) if any(line.texts) or line.troubles),
        hidden=told["hidden"],
        hidden_rows=hidden_rows,
    )


def _line(number: int, row: list[Any]) -> SheetLine:
    return SheetLine(
        number=number,
        texts=tuple("" if is_error(value) else cell_text(_value(value), "") for value in row),
        troubles={column: "error" for column, value in enumerate(row) if is_error(value)},
    )


def _value(told: Any) -> Any:
    if isinstance(told, dict):
        ((kind, moment),) = told.items()
        return _MOMENTS[kind].fromisoformat(moment)
    return told
