"""What a failed statement means for a run: an error that says whether the disk is full, or who holds the database.

The engine itself would try again for ever, or end in the words of SQL. Every statement of this process, whichever
thread it is in, comes by here instead.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ekakushin.automation.state.files import system_error, try_writing, usable
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext

    Heard = Callable[[Misconfigured], None]

HELD_SECONDS = 30.0  # on top of as many that the engine has waited itself
_PG_DISK_FULL = "53100"  # PostgreSQL's SQLSTATE disk_full
_PRIMARY = 0xFF  # the part of an extended code that says which kind it is
_OF_THE_DISK = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
_OF_THE_FILE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_listening: list[Heard] = []
_given_up = threading.Event()  # a run is ended by the first error; whoever comes after it waits for nothing


@cache
def translate_statements() -> None:
    """From now on a statement that fails for the disk's or the file's sake raises Misconfigured (ENV-012, ENV-010,
    ENV-004)."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    event.listen(Engine, "handle_error", _translate)


@contextmanager
def hearing_of_failures(heard: Heard) -> Iterator[None]:
    """Inside, `heard` is called with each such error, in whatever thread it happened; and a file that is held is waited
    for longer."""
    _given_up.clear()
    _listening.append(heard)
    try:
        yield
    finally:
        _listening.remove(heard)


def _translate(context: ExceptionContext) -> None:
    """Raises what the statement's error means; nothing where the engine knows better."""
    engine = context.engine
    file = engine.url.database if engine is not None and engine.dialect.name == "sqlite" else None
    seconds = HELD_SECONDS if _listening and not _given_up.is_set() else 0.0
    error = meaning_of(context.original_exception, Path(file) if file else None, seconds=seconds)
    if error is None:
        return
    _given_up.set()
    for heard in tuple(_listening):
        heard(error)
    raise error


def meaning_of(
    error: BaseException, file: Path | None = None, *, seconds: float = 0.0
) -> Misconfigured | None:
    """The error of the guide; None for a statement that failed for its own sake. `file` is SQLite's, where known.

    A file that is held is waited for: None where it becomes free within `seconds`.
    """
    code = (getattr(error, "sqlite_errorcode", None) or 0) & _PRIMARY
    if code == sqlite3.SQLITE_FULL or getattr(error, "sqlstate", None) == _PG_DISK_FULL:
        return Misconfigured("ENV-012", place=file or say("keeping.database"))
    if is_damage(error):
        return unusable("damaged", file)
    if code in _OF_THE_DISK:
        return _disk_error(file) or unusable("unreadable", file)
    if code == sqlite3.SQLITE_BUSY and not _becomes_free(file, seconds):
        return unusable("held", file)
    return None


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file is none of its own, or has lost its order."""
    return ((getattr(error, "sqlite_errorcode", None) or 0) & _PRIMARY) in _OF_THE_FILE


def explained(error: BaseException) -> BaseException:
    """The error, or the one of the guide where it is the system's or the database's."""
    from sqlalchemy.exc import SQLAlchemyError

    if isinstance(error, SQLAlchemyError):
        origin = getattr(error, "orig", None) or error
        return meaning_of(origin) or Misconfigured("ENV-010", reason=kind_of(origin))
    return (system_error(error) if isinstance(error, OSError) else None) or error


def kind_of(origin: BaseException) -> str:
    """The kind of a database's error, with PostgreSQL's number for it; not its words, which may hold a statement."""
    return " ".join(filter(None, [type(origin).__name__, getattr(origin, "sqlstate", None)]))


def unusable(why: str, file: Path | None) -> Misconfigured:
    """ENV-010 with a sentence: why it cannot be used, by its name in the texts."""
    return Misconfigured("ENV-010", reason=say(f"database.{why}", file=file or say("keeping.database")))


def _disk_error(file: Path | None) -> Misconfigured | None:
    """SQLite does not say why it could not write; whoever tries to write beside it is told by the system."""
    if file is None:
        return None
    try:
        with usable(file.parent):
            try_writing(file.parent)
        with usable(file), file.open("r+b"):
            pass
    except Misconfigured as error:
        return error
    return None


def _becomes_free(file: Path | None, seconds: float) -> bool:
    if file is None:
        return True
    try:
        with closing(sqlite3.connect(file, timeout=seconds, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return (getattr(error, "sqlite_errorcode", 0) & _PRIMARY) != sqlite3.SQLITE_BUSY
    return True
