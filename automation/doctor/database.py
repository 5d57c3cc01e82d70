"""Whether the engine's database opens and can be written to, without making anything in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import psycopg

from ekakushin.automation.doctor.check import Check, failure, good
from ekakushin.automation.doctor.premises import Premises
from ekakushin.automation.engine.database import Database
from ekakushin.automation.engine.failing import is_damage, meaning_of, unusable
from ekakushin.automation.proxies.waiting import SECONDS
from ekakushin.automation.state.drives import hazard_of
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

_BUSY = SECONDS / 2  # while a worker writes, it is not broken


class _Seen(NamedTuple):
    kind: str
    has_tables: bool


def look_at_database(premises: Premises) -> list[Check]:
    """One line; errors are told without their words, which may hold an address with its password."""
    try:
        seen = _look(premises)
    except sqlite3.Error as error:
        return [_broken(premises, error)]
    except psycopg.Error as error:
        return [_unusable(f"{type(error).__name__} {error.sqlstate or say('doctor.no_server')}")]
    except Misconfigured as error:
        return [failure("database", error)]
    return [good("database", seen.kind if seen.has_tables else say("doctor.tables_later", kind=seen.kind))]


def _broken(premises: Premises, error: sqlite3.Error) -> Check:
    told = meaning_of(error, Database(premises.home).file, seconds=0.0)
    if told:
        return failure("database", told)
    return _unusable(getattr(error, "sqlite_errorname", "") or type(error).__name__)


def is_lost(premises: Premises) -> bool:
    """Whether the file is damaged, empty or gone, so that nothing can be recorded until another one is begun."""
    database = Database(premises.home, premises.settings.database)
    try:
        database.must_not_have_gone()
        _look(premises)
    except Misconfigured:
        return database.file is not None and not hazard_of(premises.home)
    except sqlite3.Error as error:
        return is_damage(error)
    except psycopg.Error:
        return False
    return False


def lacks_tables(premises: Premises) -> bool:
    """Whether it opens, and the first run would have to make its tables."""
    try:
        return not _look(premises).has_tables
    except (sqlite3.Error, psycopg.Error, Misconfigured):
        return False


def _look(premises: Premises) -> _Seen:
    database = Database(premises.home, premises.settings.database)
    database.must_be_safe()
    database.must_not_have_gone()
    return _sqlite(database.file) if database.file else _postgresql(database.address)


def _sqlite(file: Path) -> _Seen:
    if not file.exists():
        return _Seen("SQLite", has_tables=False)
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=_BUSY)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN IMMEDIATE")  # only who may write gets that far
        tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'workflow_status'").fetchone()
        connection.execute("ROLLBACK")
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise unusable("damaged", file)
    return _Seen(f"SQLite {file.name}", has_tables=tables is not None)


def _postgresql(address: Secret) -> _Seen:
    with psycopg.connect(address.reveal(), connect_timeout=round(SECONDS) - 1) as connection:
        row = connection.execute(
            "SELECT current_setting('transaction_read_only') = 'off', "
            "to_regclass('dbos.workflow_status') IS NOT NULL, "
            "has_database_privilege(current_database(), 'CREATE')"
        ).fetchone()
    writable, has_tables, may_make = row or (False, False, False)
    if not writable or not (has_tables or may_make):
        raise Misconfigured("ENV-010", reason=say("doctor.read_only"))
    return _Seen("PostgreSQL", has_tables=has_tables)


def _unusable(reason: str) -> Check:
    return failure("database", Misconfigured("ENV-010", reason=reason))
