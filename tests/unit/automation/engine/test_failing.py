"""What a failed statement means: who holds the database, that the disk is full, or that the file is none."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from ekakushin.automation.engine import failing
from ekakushin.automation.engine.failing import (
    explained,
    hearing_of_failures,
    meaning_of,
    translate_statements,
)
from ekakushin.flows.errors import Misconfigured


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with a table."""
    with closing(sqlite3.connect(tmp_path / "engine.sqlite")) as connection:
        connection.execute("CREATE TABLE t (v TEXT UNIQUE)")
    return tmp_path / "engine.sqlite"


def failure(file: Path, *statements: str, mode: str = "rw") -> sqlite3.Error:
    """What SQLite itself raises."""
    with closing(
        sqlite3.connect(f"{file.as_uri()}?mode={mode}", uri=True, timeout=0, isolation_level=None)
    ) as it:
        try:
            for statement in statements:
                it.execute(statement)
        except sqlite3.Error as error:
            return error
    raise AssertionError("nothing has failed")


GROWS = "INSERT INTO t VALUES (zeroblob(100000))"


def test_a_disk_without_room_is_said_so(file: Path) -> None:
    error = meaning_of(failure(file, "PRAGMA max_page_count = 3", GROWS), file)

    assert error
    assert (error.code, error.values["place"]) == ("ENV-012", file)


def test_a_file_that_another_program_holds_is_said_so(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        error = meaning_of(failure(file, "BEGIN IMMEDIATE"), file, seconds=0.05)

    assert error
    assert error.code == "ENV-010"
    assert "別のプログラム" in str(error)


def test_a_file_that_becomes_free_is_left_to_the_engine_which_tries_again(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        error = failure(file, "BEGIN IMMEDIATE")

    assert meaning_of(error, file, seconds=0.05) is None


def test_a_file_that_is_no_database_is_said_so_with_what_to_do(file: Path) -> None:
    file.write_bytes(b"no database, whatever its name says" * 100)

    error = meaning_of(failure(file, "SELECT * FROM t"), file)

    assert error
    assert error.code == "ENV-010"
    assert "doctor --fix" in str(error)
    assert "SELECT" not in str(error)


def test_a_file_that_may_only_be_read_is_said_so(file: Path) -> None:
    error = meaning_of(failure(file, "INSERT INTO t VALUES (1)", mode="ro"), file)

    assert error
    assert error.code == "ENV-010"


def test_where_sqlite_does_not_say_why_the_folder_does(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def quota(folder: Path) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(failing, "try_writing", quota)

    error = meaning_of(failure(file, "INSERT INTO t VALUES (1)", mode="ro"), file)

    assert error
    assert error.code == "ENV-012"


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    translate_statements()
    made = create_engine(f"sqlite:///{file.as_posix()}")
    yield made
    made.dispose()


def execute(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_every_statement_of_this_process_is_heard_of(engine: Engine) -> None:
    heard: list[Misconfigured] = []

    with hearing_of_failures(heard.append), pytest.raises(Misconfigured) as raised:
        execute(engine, "PRAGMA max_page_count = 3", GROWS)

    assert raised.value.code == "ENV-012"
    assert heard == [raised.value]


def test_what_the_engine_knows_to_deal_with_stays_its_own(engine: Engine) -> None:
    with pytest.raises(IntegrityError):
        execute(engine, "INSERT INTO t VALUES ('same')", "INSERT INTO t VALUES ('same')")


@pytest.mark.parametrize(("number", "code"), [(28, "ENV-012"), (13, "ENV-004"), (30, "ENV-004"), (111, None)])
def test_an_error_of_the_system_that_nobody_has_translated_is_one_of_the_guide(
    number: int, code: str | None
) -> None:
    error = explained(OSError(number, os.strerror(number), "/home/file"))

    assert getattr(error, "code", None) == code
