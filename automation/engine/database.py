"""Where the engine remembers: a SQLite file in the state folder, or PostgreSQL, and a client that launches nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ekakushin.automation.state.drives import hazard_of
from ekakushin.automation.state.files import FILE_MODE, lock, usable
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from dbos import DBOSClient

APPLICATION = "ekakushin"
_LONGEST = 180.0  # seconds for one question; a disk that is busy with other things takes its time
_PG_DISK_FULL = "53100"  # PostgreSQL's SQLSTATE disk_full


class Database:
    """The engine's database. `address` is what `--database` names: postgresql://…; None is the SQLite file."""

    def __init__(self, home: Path, address: Secret | None = None) -> None:
        self._file = None if address else home / StateFile.ENGINE
        self._address = address

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None for PostgreSQL."""
        return self._file

    @property
    def address(self) -> Secret:
        """The address as SQLAlchemy writes it; it may hold a password. Raises Misconfigured (ENV-010)."""
        from sqlalchemy.engine import URL

        if self._file:
            # Written by SQLAlchemy itself: a folder's name may hold what means something in an address.
            return Secret(URL.create("sqlite", database=self._file.as_posix()).render_as_string())
        return _postgresql(self._address or Secret(""))

    def prepare(self) -> None:
        """Make the tables where they are missing.

        Raises Misconfigured: ENV-004, ENV-010, which also is for a file where it would not be safe (`must_be_safe`).
        """
        if self._file:
            self.must_be_safe()
            with usable(self._file), lock(self._file):
                # Made by us first, so that nobody else may read it, whatever the umask is.
                os.close(os.open(self._file, os.O_RDWR | os.O_CREAT, FILE_MODE))
                self._migrate()
        else:
            self._migrate()

    def must_be_safe(self) -> None:
        """Raises Misconfigured (ENV-010) for a file on a network drive, whose locks do not hold, or in a folder that
        another program synchronises, which may put an older state in its place."""
        hazard = hazard_of(self._file.parent) if self._file else ""
        if self._file and hazard:
            raise Misconfigured("ENV-010", reason=say(f"keeping.{hazard}", folder=self._file.parent))

    def _migrate(self) -> None:
        from dbos import DBOS

        with translate_errors():
            DBOS.migrate(self.address.reveal())

    @contextmanager
    def client(self) -> Iterator[DBOSClient]:
        """A client that runs nothing. Raises Misconfigured (ENV-010)."""
        from dbos import DBOSClient

        from ekakushin.automation.engine.packing import Packing

        with translate_errors():
            client = DBOSClient(
                system_database_url=self.address.reveal(),
                serializer=Packing(),
                application_name=APPLICATION,
                retry_connection_errors=False,
            )
        try:
            with translate_errors():
                yield client
        finally:
            client.destroy()

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """What is asked inside is answered in time. Raises Misconfigured (ENV-010) for a database that hangs."""
        import asyncio

        try:
            async with asyncio.timeout(_LONGEST):
                yield
        except TimeoutError as error:
            raise Misconfigured(
                "ENV-010", reason=say("keeping.no_answer", seconds=round(_LONGEST))
            ) from error

    @property
    def is_there(self) -> bool:
        """Whether there can be anything in it."""
        return self._file is None or self._file.exists()


def _postgresql(address: Secret) -> Secret:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address.reveal())
    except (ArgumentError, ValueError):  # ValueError: a port that is no number, maybe half a password
        raise Misconfigured("ENV-010", reason="postgresql://…") from None
    if not url.drivername.startswith("postgres") or not url.database:
        raise Misconfigured("ENV-010", reason="postgresql://…")
    return Secret(url.set(drivername="postgresql").render_as_string(hide_password=False))


@contextmanager
def translate_errors() -> Iterator[None]:
    """Errors of the database become Misconfigured, without their words, which may hold a statement.

    ENV-012 where its disk is full, ENV-010 for all else.
    """
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        origin = getattr(error, "orig", None) or error
        if _is_full(origin):
            raise Misconfigured("ENV-012", place=say("keeping.database")) from None
        raise Misconfigured("ENV-010", reason=type(origin).__name__) from None


def _is_full(origin: BaseException) -> bool:
    """SQLite's and PostgreSQL's way of saying that there is no room left."""
    by_code = getattr(origin, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return by_code or getattr(origin, "sqlstate", None) == _PG_DISK_FULL
