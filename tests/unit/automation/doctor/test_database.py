"""The engine's database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ekakushin.automation.doctor import fixing
from ekakushin.automation.doctor.database import is_lost, lacks_tables, look_at_database
from ekakushin.automation.engine.database import Database
from ekakushin.flows.secret import Secret
from tests.support import postgresql
from tests.unit.automation.doctor.conftest import Enter

FILE = "engine.sqlite"


def test_where_there_is_none_yet_none_is_made(enter: Enter, home: Path) -> None:
    (check,) = look_at_database(enter())

    assert check.state == "good"
    assert lacks_tables(enter())
    assert list(home.iterdir()) == []


def test_a_database_with_its_tables_is_good(enter: Enter, home: Path) -> None:
    Database(home).prepare()

    (check,) = look_at_database(enter())

    assert (check.state, check.detail) == ("good", f"SQLite {FILE}")
    assert not lacks_tables(enter())


def test_a_file_that_is_no_database_is_bad(enter: Enter, home: Path) -> None:
    (home / FILE).write_bytes(b"not a database, but some other text" * 100)

    (check,) = look_at_database(enter())

    assert (check.state, check.code) == ("bad", "ENV-010")
    assert str(home / FILE) in check.detail
    assert not lacks_tables(enter())


def test_a_file_whose_pages_are_out_of_order_is_bad(enter: Enter, home: Path) -> None:
    Database(home).prepare()
    content = bytearray((home / FILE).read_bytes())
    content[3 * 4096 :] = b"x" * (len(content) - 3 * 4096)
    (home / FILE).write_bytes(content)

    (check,) = look_at_database(enter())

    assert (check.state, check.code) == ("bad", "ENV-010")
    assert "doctor --fix" in check.detail


@pytest.mark.parametrize(
    "content", [None, b"", b"not a database, but some other text" * 100], ids=["gone", "empty", "damaged"]
)
def test_what_is_lost_is_kept_aside_and_begun_anew_when_somebody_asks_for_it(
    enter: Enter, home: Path, content: bytes | None
) -> None:
    Database(home).prepare()
    (home / FILE).unlink()
    if content is not None:
        (home / FILE).write_bytes(content)
    before = look_at_database(enter())

    done = fixing._database(enter())

    assert [check.state for check in (*before, *look_at_database(enter()))] == ["bad", "good"]
    assert "新しい記録" in done
    kept = [file.read_bytes() for file in (home / "unusable").glob("*")]
    assert kept == ([content] if content is not None else [])


def test_a_database_that_is_well_is_not_begun_anew(enter: Enter, home: Path) -> None:
    Database(home).prepare()

    assert not is_lost(enter())


def test_one_that_somebody_holds_for_ever_is_bad(
    enter: Enter, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Database(home).prepare()
    monkeypatch.setattr("ekakushin.automation.doctor.database._BUSY", 0.1)
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        (check,) = look_at_database(enter())

    assert (check.state, check.code) == ("bad", "ENV-010")


@pytest.mark.parametrize(
    "address", ["postgresql://user:hidden@127.0.0.1:9/work", "hidden", "mysql://hidden/x"]
)
def test_a_server_that_is_not_there_is_bad_and_its_address_is_not_told(address: str, enter: Enter) -> None:
    (check,) = look_at_database(enter(database=Secret(address)))

    assert (check.state, check.code) == ("bad", "ENV-010")
    assert "hidden" not in str(check)


@pytest.mark.skipif(not postgresql.programs(), reason="PostgreSQL is not installed")
def test_postgresql_is_asked_whether_it_can_be_written_to(enter: Enter) -> None:
    with postgresql.postgresql() as address:
        (empty,) = look_at_database(enter(database=Secret(address)))
        (read_only,) = look_at_database(
            enter(database=Secret(f"{address}?options=-c%20default_transaction_read_only%3Don"))
        )
        (missing,) = look_at_database(enter(database=Secret(f"{address}s")))

    assert (empty.state, read_only.code, missing.code) == ("good", "ENV-010", "ENV-010")
    assert "3D000" in missing.detail or "OperationalError" in missing.detail
