"""Where the engine remembers: a SQLite file in the state folder, or PostgreSQL, and a client that launches nothing."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ekakushin.automation.engine.failing import explained, translate_statements, unusable
from ekakushin.automation.state.drives import hazard_of
from ekakushin.automation.state.files import (
    FILE_MODE,
    create_durably,
    delete_patiently,
    lock,
    make_folder,
    move_durably,
    move_into_place,
    usable,
)
from ekakushin.automation.state.names import StateFile, StateFolder
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from dbos import DBOSClient

APPLICATION = "ekakushin"
_OWN_ENDS = ("", "-journal", "-wal", "-shm")  # of the names of SQLite's files
_LONGEST = 180.0  # seconds for one question; a disk that is busy with other things takes its time


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
        if self._file:
            return _sqlite_address(self._file)
        return _postgresql(self._address or Secret(""))

    def prepare(self) -> None:
        """Make the tables where they are missing.

        Raises Misconfigured: ENV-004, ENV-012, ENV-010, which also is for a file where it would not be safe
        (`must_be_safe`), and for one that has gone (`must_not_have_gone`).
        """
        if self._file:
            self.must_be_safe()
            with usable(self._file), lock(self._file):
                self.must_not_have_gone()
                if not self._file.exists():
                    _make_whole(self._file)
                _migrate(self.address)
                create_durably(_mark(self._file), b"")
        else:
            _migrate(self.address)

    def must_not_have_gone(self) -> None:
        """Raises Misconfigured (ENV-010) where the file has lost its content, or was here and is not any more: another
        one in its place would know nothing of those who are done."""
        if not self._file:
            return
        if self._file.exists() and not self._file.stat().st_size:
            raise unusable("empty", self._file)
        if not self._file.exists() and _mark(self._file).exists():
            raise unusable("vanished", self._file)

    def begin_anew(self) -> list[Path]:
        """Put a file that cannot be used aside, with what lies beside it, and make another; where it lies now.

        Raises as `prepare` does.
        """
        if not self._file:
            return []
        with usable(self._file), lock(self._file):
            moved = [_put_aside(each) for end in _OWN_ENDS if (each := Path(f"{self._file}{end}")).exists()]
            delete_patiently(_mark(self._file))
        self.prepare()
        return moved

    def must_be_safe(self) -> None:
        """Raises Misconfigured (ENV-010) for a file on a network drive, whose locks do not hold, or in a folder that
        another program synchronises, which may put an older state in its place."""
        hazard = hazard_of(self._file.parent) if self._file else ""
        if self._file and hazard:
            raise Misconfigured("ENV-010", reason=say(f"keeping.{hazard}", folder=self._file.parent))

    @contextmanager
    def client(self) -> Iterator[DBOSClient]:
        """A client that runs nothing. Raises Misconfigured (ENV-010, ENV-012, ENV-004)."""
        from dbos import DBOSClient

        from ekakushin.automation.engine.packing import Packing

        self.must_not_have_gone()

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
        """Whether there can be anything in it. Raises Misconfigured (ENV-010) as `must_not_have_gone` does."""
        self.must_not_have_gone()
        return self._file is None or self._file.exists()


def _mark(file: Path) -> Path:
    """What stays where the file itself is lost."""
    return file.parent / StateFile.ENGINE_MARK


def _make_whole(file: Path) -> None:
    """Make the tables beside it first: a kill or a full disk leaves none rather than an empty one.

    Made by us, so that nobody else may read it, whatever the umask is. Raises as `_migrate` does, and OSError.
    """
    made = file.parent / f".{file.name}.{secrets.token_hex(6)}.tmp"
    try:
        os.close(os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE))
        _migrate(_sqlite_address(made))
        move_into_place(made, file)
    finally:
        for end in _OWN_ENDS:
            delete_patiently(Path(f"{made}{end}"))


def _migrate(address: Secret) -> None:
    from dbos import DBOS

    with translate_errors():
        DBOS.migrate(address.reveal())


def _put_aside(file: Path) -> Path:
    folder = file.parent / StateFolder.UNUSABLE
    make_folder(folder)
    return move_durably(file, folder)


def _sqlite_address(file: Path) -> Secret:
    from sqlalchemy.engine import URL

    # Written by SQLAlchemy itself: a folder's name may hold what means something in an address.
    return Secret(URL.create("sqlite", database=file.as_posix()).render_as_string())


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

    As `explained` says.
    """
    from sqlalchemy.exc import SQLAlchemyError

    translate_statements()
    try:
        yield
    except SQLAlchemyError as error:
        raise explained(error) from None
