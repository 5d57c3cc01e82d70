"""The state folder: safe names in it, durable writes, and locks that several processes share."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os
import secrets
import shutil
import string
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from ekakushin.automation.state.device_names import DEVICES, refuse_devices
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.text import say

T = TypeVar("T")

FOLDER_MODE = 0o700
FILE_MODE = 0o600
LOCK_SECONDS = 30.0
LONGEST_NAME = 60

_ATTEMPTS = 40 if os.name == "nt" else 1
_BESIDE = ".tmp"
_PROBE = ".probe-"
_PAUSE = 0.05  # seconds between two of them
_FULL = (errno.ENOSPC, errno.EDQUOT)
# Windows: the disk is full (two of them), the user's quota is used up, the server has no room for more.
_FULL_ON_WINDOWS = (39, 112, 1295, 1816)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_PLAIN = frozenset(string.ascii_lowercase + string.digits + "-_")


def open_home(path: Path) -> Path:
    """The state folder at `path`, absolute, made for its owner alone (0700) where it is missing.

    A folder that is there and holds something keeps its own permissions; what this package puts into it
    protects itself. Raises Misconfigured (ENV-004) when it cannot be written to or locked.
    """
    with usable(path):
        home = path.expanduser().absolute()
        make_folder(home)
        if not any(home.iterdir()):
            with contextlib.suppress(PermissionError):  # somebody else's, but open to us
                home.chmod(FOLDER_MODE)
        try_writing(home)
    return home


def look_at_home(path: Path) -> Path:
    """The state folder at `path`, absolute, as it is: nothing is made. Raises Misconfigured (ENV-004) for a file."""
    with usable(path):
        home = path.expanduser().absolute()
        if home.exists() and not home.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    return home


def try_writing(folder: Path) -> None:
    """Raises OSError unless files in `folder` can be written and locked; nothing stays."""
    probe = folder / f"{_PROBE}{secrets.token_hex(8)}"
    with lock(probe):
        write_durably(probe, b"")
    delete_patiently(probe)
    delete_patiently(_lock_file(probe))


def open_folder(home: Path, *names: str) -> Path:
    """The folder of these names below `home`, each made safe first; made where it is missing.

    Raises Misconfigured (ENV-004).
    """
    folder = home.joinpath(*(safe_name(name) for name in names))
    with usable(folder):
        make_folder(folder)
    return folder


def safe_name(text: str) -> str:
    """A file name for any text: two texts never share one, not even where case is ignored.

    Lower-case letters, digits, `-` and `_` stand for themselves, all else is `=` and two hex digits a UTF-8
    byte; names that Windows keeps for devices get their first letter written so. Long ones are cut and end
    in `==` and a digest.
    """
    name = "".join(character if character in _PLAIN else _escape(character) for character in text) or "="
    if name in DEVICES:
        name = _escape(name[0]) + name[1:]
    if len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{name[: LONGEST_NAME - 34]}=={digest}"


def _escape(character: str) -> str:
    return "".join(f"={byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))


def read_patiently(file: Path) -> bytes:
    """What is in `file`. Raises OSError.

    Windows refuses while somebody puts another in its place or looks at it for viruses, which passes soon.
    """
    return _patiently(file.read_bytes)


def delete_patiently(file: Path) -> None:
    """Delete `file`; nothing happens where it is not there. As patient as `read_patiently`. Raises OSError."""
    _patiently(lambda: file.unlink(missing_ok=True))


def delete_folder_patiently(folder: Path) -> None:
    """Delete `folder` with all that is in it, as patiently; nothing happens where it is not there. Raises OSError."""

    def delete() -> None:
        if folder.exists():
            shutil.rmtree(folder)

    _patiently(delete)


def make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, 0700 each, on disk when this returns. Raises OSError."""
    refuse_devices(folder)
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    _flush_folder(folder.parent)


def write_durably(file: Path, data: bytes) -> None:
    """Put `data` in the place of `file`, whole or not at all, 0600, on disk when this returns.

    Raises OSError; the file is then as it was.
    """
    with _write_beside(file, data) as written:
        _patiently(lambda: written.replace(file))
    _flush_folder(file.parent)


def create_durably(file: Path, data: bytes) -> bool:
    """Like write_durably, but never over a file that is there: then False, and nothing is changed.

    Raises OSError.
    """
    with _write_beside(file, data) as written:
        try:
            _patiently(lambda: _move_to_free_name(written, file))
        except FileExistsError:
            return False
    _flush_folder(file.parent)
    return True


def move_into_place(made: Path, file: Path) -> None:
    """Put `made`, which lies in the same folder, in the place of `file`, on disk when this returns. Raises OSError."""
    _patiently(lambda: made.replace(file))
    _flush_folder(file.parent)


def append_durably(file: Path, data: bytes) -> None:
    """Put `data` behind what is in `file`, made with 0600 where it is missing, on disk when this returns.

    Raises OSError; a part of `data` may then stand there.
    """
    refuse_devices(file)
    is_new = not file.exists()
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    with os.fdopen(_patiently(lambda: os.open(file, flags, FILE_MODE)), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if is_new:
        _flush_folder(file.parent)


def move_durably(file: Path, folder: Path) -> Path:
    """Move `file` into `folder` on the same disk, never over another one: then under a name with a number more.

    Where it is now, on disk when this returns. Raises OSError.
    """
    names = itertools.chain([file.name], (f"{number}-{file.name}" for number in itertools.count(2)))
    target = next(folder / name for name in names if not (folder / name).exists())
    _patiently(lambda: file.rename(target))
    _flush_folder(folder)
    _flush_folder(file.parent)
    return target


@contextlib.contextmanager
def _write_beside(file: Path, data: bytes) -> Iterator[Path]:
    refuse_devices(file)
    # A name of its own: a process killed here leaves a stray file behind, never half of `file`.
    written = file.parent / f".{file.name}.{secrets.token_hex(6)}{_BESIDE}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(written, flags, FILE_MODE), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        yield written
    finally:
        delete_patiently(written)


def _patiently(act: Callable[[], T]) -> T:
    # Windows refuses while a virus scanner or a reader has the file open, which passes within a moment.
    for _ in range(_ATTEMPTS - 1):
        try:
            return act()
        except PermissionError:
            time.sleep(_PAUSE)
    return act()


def _move_to_free_name(written: Path, file: Path) -> None:
    if os.name == "nt":
        written.rename(file)  # Windows itself refuses to rename over a file
        return
    try:
        os.link(written, file)
    except FileExistsError:
        raise
    except OSError:
        # FAT and some network folders know no links; looking first is what is left
        # there, and enough for callers that hold a lock.
        if file.exists():
            raise FileExistsError(str(file)) from None
        written.replace(file)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there; NTFS keeps its own journal of names
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def lock(file: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Nobody else, in this process or another, is inside for the same `file`.

    Waits at most `seconds`. Raises OSError (TimeoutError when it took too long).
    """
    lock = FileLock(_lock_file(file), mode=FILE_MODE)
    try:
        lock.acquire(timeout=seconds, poll_interval=0.01)
    except NotImplementedError:
        raise OSError(say("keeping.no_locks")) from None
    try:
        yield
    finally:
        lock.release()


def _lock_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


@contextlib.contextmanager
def usable(path: Path) -> Iterator[None]:
    """Operating system errors in here become Misconfigured: ENV-012 for a full disk, ENV-004 about `path` else, with
    the file that it was.
    """
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise Misconfigured("ENV-012", place=path) from error
        told = " ".join([reason(error), *_culprit(error, path)])
        raise Misconfigured("ENV-004", path=path, reason=told) from error


def is_full(error: OSError) -> bool:
    """Whether the disk has no room left, or the user may use no more of it."""
    return error.errno in _FULL or getattr(error, "winerror", None) in _FULL_ON_WINDOWS


def system_error(error: OSError) -> Misconfigured | None:
    """What one that nobody has translated means: ENV-012 for a full disk, ENV-004 for a file that may not be used."""
    place = error.filename or say("keeping.disk")
    if is_full(error):
        return Misconfigured("ENV-012", place=place)
    if error.errno in _FORBIDDEN and error.filename:
        return Misconfigured("ENV-004", path=place, reason=reason(error))
    return None


def _culprit(error: OSError, path: Path) -> list[str]:
    """The file, where it is another one; what is written beside one, under a name of ours, says nothing to anybody."""
    names = [str(name) for name in (error.filename2, error.filename) if isinstance(name, str | Path)]
    return [f"({name})" for name in names if name != str(path) and not _is_passing(name)][:1]


def _is_passing(name: str) -> bool:
    return name.endswith(_BESIDE) or Path(name).name.startswith(_PROBE)


def reason(error: OSError) -> str:
    """What the operating system says, in a few words."""
    if isinstance(error, TimeoutError):
        return say("keeping.busy")
    return error.strerror or str(error)
