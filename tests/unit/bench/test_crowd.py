"""What the measurements read and write: mails as a small script reads them, and people that nobody onboarded."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from bench.crowd import make_crowd, make_mails
from bench.growth import windows
from bench.invitation import read_invitations
from bench.measured import Sample, Use
from ekakushin.automation.commands.status import standing_of
from ekakushin.automation.office import Office
from ekakushin.automation.settings import Settings
from ekakushin.fixtures.mock_site import LedgerLine


def test_a_small_script_reads_the_mails(tmp_path: Path) -> None:
    make_mails(tmp_path, 2)

    first, second = read_invitations(tmp_path)

    assert (first.user_id, second.user_id) == ("10006", "10007")
    assert first.issuance_url.startswith("https://issuance.example/scira/Entrance.jsp?p1=1&p2=")
    assert len(first.authentication_password) == 8
    assert len(first.password) == 10


def test_the_product_sees_a_made_crowd_as_people_who_were_onboarded(tmp_path: Path) -> None:
    make_crowd(tmp_path, 40)

    standing = standing_of(Office(Settings(home=tmp_path)))

    assert Counter(each.state for each in standing) == {"done": 38, "failed": 2}
    assert {each.code for each in standing if each.state == "failed"} == {"ACC-004"}


def test_a_window_is_from_the_last_of_one_to_the_last_of_the_next() -> None:
    samples = [Sample(at=float(second), cpu=second * 2.0, memory=100.0 + second) for second in range(41)]
    ledger = [done(second) for second in (10, 20, 30, 40)]

    early, late = windows(ledger, Use(cpu=80.0, wall=40.0, code=0, samples=samples), 2)

    assert (early.first, early.last, late.first, late.last) == (1, 2, 3, 4)
    assert (early.cpu, early.wall, early.memory) == (20.0, 10.0, 120.0)
    assert (late.cpu, late.wall, late.memory) == (20.0, 10.0, 140.0)


def done(second: int) -> LedgerLine:
    at = f"1970-01-01T00:00:{second:02}+00:00"
    return LedgerLine(at=at, user_id="10006", act="password", outcome="ok")
