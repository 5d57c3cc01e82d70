"""The day from which on mails are looked for, as people write it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_AGO = re.compile(r"(\d{1,4})([dw])")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def day_of(text: str, today: date) -> date:
    """`2026-04-01`, `2026/4/1`, or `30d` and `8w` before `today`. Raises ValueError."""
    even = unicodedata.normalize("NFKC", text).strip().lower()
    if ago := _AGO.fullmatch(even):
        return today - timedelta(days=int(ago[1]) * (7 if ago[2] == "w" else 1))
    if day := _DAY.fullmatch(even):
        return date(int(day[1]), int(day[2]), int(day[3]))
    raise ValueError(text)
