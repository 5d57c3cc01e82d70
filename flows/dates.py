"""Dates and times of day as the language in use writes them, on this PC's clock."""

from __future__ import annotations

from datetime import datetime

from ekakushin.flows.text import language


def day(moment: datetime) -> str:
    """The date: 2026/11/29, Nov 29, 2026."""
    from babel.dates import format_date  # here: most commands name no date

    return format_date(moment.astimezone(), "medium", locale=language())


def minute(moment: datetime) -> str:
    """Date and time of day: 2026/11/29 21:14."""
    return f"{day(moment)} {moment.astimezone():%H:%M}"


def second(moment: datetime) -> str:
    """The same, with seconds."""
    return f"{day(moment)} {moment.astimezone():%H:%M:%S}"
