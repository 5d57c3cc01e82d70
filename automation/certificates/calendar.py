"""The expiry dates as a calendar file that Outlook and others can read: one all-day event a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from icalendar import Alarm, Calendar, Event

from ekakushin.automation.certificates.expiry import Expiry
from ekakushin.automation.state.files import make_folder, usable, write_durably
from ekakushin.flows.text import say

_BEFORE = timedelta(days=60)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write_calendar(file: Path, found: Iterable[Expiry], at: datetime) -> None:
    """Write all these dates to `file`, in the place of an older one. Raises Misconfigured (ENV-004)."""
    with usable(file):
        make_folder(file.absolute().parent)
        write_durably(file, calendar_of(found, at))


def calendar_of(found: Iterable[Expiry], at: datetime) -> bytes:
    """The calendar. A person's event keeps its UID: read in again after a renewal, it moves to the new date."""
    calendar = Calendar()
    calendar.add("prodid", "-//ekakushin//certificates//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for each in found:
        calendar.add_component(_event(each, at))
    return bytes(calendar.to_ical())


def _event(expiry: Expiry, at: datetime) -> Event:
    certificate = expiry.certificate
    end = certificate.not_after.astimezone().date()
    event = Event()
    event.add("uid", f"{hashlib.sha256(certificate.user_id.encode()).hexdigest()[:32]}@ekakushin")
    event.add("sequence", max(0, (certificate.not_after - _EPOCH).days))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", end)
    event.add("dtend", end + timedelta(days=1))
    event.add("summary", say("cert.event", who=f"{certificate.user_id} {expiry.name}".strip()))
    event.add("description", say("cert.event_more", serial=certificate.serial))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_BEFORE)
    alarm.add("description", say("cert.event", who=certificate.user_id))
    event.add_component(alarm)
    return event
