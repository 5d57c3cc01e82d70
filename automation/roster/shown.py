"""A cell's value as Excel shows it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.utils.escape import unescape

_ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_PART = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(.)', re.DOTALL)


def is_error(value: Any) -> bool:
    """Whether a formula ended in an error, such as #N/A."""
    return isinstance(value, str) and bool(_ERROR.fullmatch(value))


def shown(value: Any, number_format: str) -> str:
    """The text that stands in the cell; "" for an empty one.

    Numbers keep the leading zeros that their format gives them and never get a decimal point or a separator
    of thousands that only display would add: 123 for 123.0.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    if isinstance(value, (datetime, date, time, timedelta)):
        return _moment(value)
    return str(unescape(str(value))).replace("\r\n", "\n").replace("\r", "\n").strip()


def _number(value: float, number_format: str) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.15g}"
    digits, sign = str(abs(int(value))), "-" if value < 0 else ""
    return sign + (_filled_in(digits, number_format.partition(";")[0]) or digits)


def _filled_in(digits: str, number_format: str) -> str:
    """The digits in a format of places and literals, such as 00000 or "U"0000; "" for any other format."""
    parts = [match.groups() for match in _PART.finditer(number_format)]
    signs = [sign for _, _, sign in parts if sign]
    if "0" not in signs or any(sign not in "0#?, -/()" for sign in signs):
        return ""
    first_place = next(at for at, (_, _, sign) in enumerate(parts) if sign and sign in "0#?")
    left, written = list(digits), ""
    for at, (quoted, escaped, sign) in reversed(list(enumerate(parts))):
        if sign and sign in "0#?":
            written = _place(left, sign, last=at == first_place) + written
        elif sign != ",":
            written = (quoted or escaped or sign or "") + written
    return written.strip()


def _place(left: list[str], sign: str, *, last: bool) -> str:
    """What stands in one place; the leftmost takes all digits that are left."""
    here = "".join(left) if last else "".join(left[-1:])
    left[:] = [] if last else left[:-1]
    return here or ("0" if sign == "0" else "")


def _moment(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.strftime("%Y/%m/%d" if midnight else "%Y/%m/%d %H:%M")
    if isinstance(value, date):
        return value.strftime("%Y/%m/%d")
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)
