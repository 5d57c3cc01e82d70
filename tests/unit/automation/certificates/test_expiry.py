"""Whose certificate ends soon, and the calendar of all dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from ekakushin.automation.certificates import EncryptedCertificates
from ekakushin.automation.certificates.calendar import calendar_of, write_calendar
from ekakushin.automation.certificates.expiry import Expiry, expiries, period, within
from ekakushin.automation.certificates.listing import versions_of
from ekakushin.automation.certificates.stores import InstalledBook
from tests.unit.automation.certificates.conftest import Keep

NOW = datetime.now(UTC)


def found(store: EncryptedCertificates, home: Path) -> list[Expiry]:
    people = [("10006", "健保 太郎"), ("10007", "健保 花子")]
    versions, _ = versions_of(store, people, InstalledBook(home), NOW)
    return expiries(versions, NOW)


@pytest.mark.parametrize(
    ("text", "days"), [("60d", 60), ("60", 60), (" 8W ", 56), ("0d", 0), ("1 d", 1), ("9999d", 9999)]
)
def test_a_period_is_days_or_weeks(text: str, days: int) -> None:
    assert period(text) == timedelta(days=days)


@pytest.mark.parametrize("text", ["", "d", "60m", "-1d", "1.5d", "６０日", "99999d"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        period(text)


def test_one_line_a_person_the_soonest_first(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path
) -> None:
    keep("10007", days=10)
    keep("10006", days=300)
    keep("10006", days=20)  # came later, so it is the one in use

    assert [(each.certificate.user_id, each.days) for each in found(store, tmp_path)] == [
        ("10007", 10),
        ("10006", 20),
    ]


def test_a_pending_one_is_told_but_the_current_one_counts(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path
) -> None:
    keep(days=10)
    keep(days=300, proven=False)

    ((expiry),) = found(store, tmp_path)

    assert (expiry.days, expiry.pending) == (10, True)


@pytest.mark.parametrize(("days", "there"), [(-1, True), (0, True), (59, True), (60, False)])
def test_within_a_time_are_those_that_end_before_it_is_over(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path, days: int, there: bool
) -> None:
    keep(days=days)

    assert bool(within(found(store, tmp_path), timedelta(days=60), NOW)) is there


def test_the_calendar_has_an_all_day_event_a_person_with_an_alarm_sixty_days_before(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path
) -> None:
    certificate = keep()
    calendar = Calendar.from_ical(calendar_of(found(store, tmp_path), NOW))

    (event,) = calendar.walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert event.decoded("dtstart") == certificate.not_after.astimezone().date()
    assert type(event.decoded("dtstart")) is date
    assert alarm.decoded("trigger") == timedelta(days=-60)
    assert "健保 太郎" in str(event["summary"])


def test_a_persons_event_keeps_its_uid_and_counts_up(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path
) -> None:
    events = []
    for days in (10, 300):
        keep(days=days)
        (event,) = Calendar.from_ical(calendar_of(found(store, tmp_path), NOW)).walk("VEVENT")
        events.append(event)

    assert events[0]["uid"] == events[1]["uid"]
    assert events[0]["sequence"] < events[1]["sequence"]


def test_the_file_takes_the_place_of_an_older_one(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path
) -> None:
    keep()
    file = tmp_path / "calendars" / "expiry.ics"
    for _ in range(2):
        write_calendar(file, found(store, tmp_path), NOW)

    assert file.read_bytes().count(b"BEGIN:VEVENT") == 1
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
