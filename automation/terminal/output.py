"""Standard output and error that may break: a full disk or a closed pipe ends no work, and is told at the end."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import IO, Any, TextIO

_STANDARD = (0, 1, 2)
_CLOSED = OSError(errno.EBADF, os.strerror(errno.EBADF))


class _Forgiving(io.RawIOBase):
    """Bytes to a stream of the system's, until that fails; then to nowhere. `failure` is how it did."""

    def __init__(self, raw: io.RawIOBase | None) -> None:
        self._raw = raw
        self.failure: OSError | None = None

    def write(self, data: Any) -> int:
        """All of it, as far as whoever writes is told."""
        left = memoryview(data).cast("B")
        size = left.nbytes
        try:
            while left and self.failure is None:
                left = left[self._write_some(left) :]
        except OSError as error:
            self.failure = error
        return size

    def _write_some(self, data: memoryview) -> int:
        if self._raw is None:
            raise _CLOSED
        return self._raw.write(data) or 0

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        """The system's number, for whoever asks whether it is a terminal."""
        if self._raw is None:
            raise io.UnsupportedOperation("fileno")
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw is not None and self._raw.isatty()


def open_what_is_closed() -> None:
    """Give a process that was started without standard input, output or error something in their place: the next file
    that it opens would be taken for them, and be written into. What is said is lost, and known to be."""
    if os.name == "posix":
        for number in _STANDARD:
            try:
                os.fstat(number)
            except OSError:
                os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  (until the end)


def forgive_output() -> None:
    """From now on nobody who prints is interrupted by an output that takes no more."""
    sys.stdout = _forgiving(sys.stdout)
    sys.stderr = _forgiving(sys.stderr)


def _forgiving(stream: TextIO | None) -> TextIO:
    if stream is None:
        return io.TextIOWrapper(io.BufferedWriter(_Forgiving(None)), "utf-8", "replace", write_through=True)
    raw = _raw_of(stream)
    if not isinstance(stream, io.TextIOWrapper) or raw is None:
        return stream  # somebody has put one of their own there
    forgiving = _Forgiving(raw)
    # No buffer between under `python -u`, as Python itself does it.
    buffer: Any = forgiving if raw is stream.buffer else io.BufferedWriter(forgiving)
    return io.TextIOWrapper(
        buffer,
        stream.encoding,
        stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _raw_of(stream: IO[str]) -> io.RawIOBase | None:
    buffer = getattr(stream, "buffer", None)
    return buffer if isinstance(buffer, io.RawIOBase) else getattr(buffer, "raw", None)


def failure_of(stream: IO[str] | None) -> OSError | None:
    """Why an output could not be written; None where all of it was."""
    if stream is None:
        return None
    raw = _raw_of(stream)
    if not isinstance(raw, _Forgiving):
        return None
    stream.flush()
    return raw.failure
