"""An output that takes no more: nobody who prints is interrupted, and it is known in the end."""

from __future__ import annotations

import errno
import io
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.terminal.output import _forgiving, failure_of
from tests.support.commands import command, environment
from tests.support.systems import posix_only


class Full(io.RawIOBase):
    """Takes so many bytes, three at a time, and then no more."""

    def __init__(self, room: int) -> None:
        self.taken, self.room = b"", room

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        some = bytes(data)[: min(3, self.room - len(self.taken))]
        if not some:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.taken += some
        return len(some)


@pytest.mark.parametrize("buffered", [True, False])
def test_whoever_prints_is_not_interrupted_and_what_failed_is_known(buffered: bool) -> None:
    raw = Full(room=5)
    buffer: Any = io.BufferedWriter(raw) if buffered else raw
    stream = _forgiving(io.TextIOWrapper(buffer, "utf-8"))

    for _ in range(1000):
        print("a line that is long enough", file=stream)

    failure = failure_of(stream)
    assert failure
    assert failure.errno == errno.ENOSPC
    assert raw.taken == b"a lin"


def test_an_output_with_room_gets_all_of_it() -> None:
    raw = Full(room=1000)
    stream = _forgiving(io.TextIOWrapper(io.BufferedWriter(raw), "utf-8"))

    print("健保 太郎", file=stream, flush=True)

    assert failure_of(stream) is None
    assert raw.taken.decode().splitlines() == ["健保 太郎"]


def test_an_output_that_was_closed_from_the_start_counts_once_something_is_said() -> None:
    stream = _forgiving(None)
    before = failure_of(stream)

    print("something", file=stream)

    assert before is None
    assert failure_of(stream)


def test_a_stream_of_somebody_elses_is_left_alone() -> None:
    own = io.StringIO()

    assert _forgiving(own) is own
    assert failure_of(own) is None


def run(redirected: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command with its outputs redirected by a shell."""
    return subprocess.run(
        ["/bin/sh", "-c", f'"$@" {redirected}', "sh", *command(*arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=environment(),
    )


@posix_only("/dev/full and a shell that closes standard output")
@pytest.mark.parametrize("redirected", ["> /dev/full", ">&-"])
def test_the_command_says_so_in_one_sentence_and_ends_with_1(redirected: str) -> None:
    done = run(redirected, "guide", "list")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "出力を書き込めませんでした" in done.stderr


@posix_only("a shell that closes standard input, output and error")
def test_a_command_without_any_stream_ends_as_well_and_writes_into_no_file(tmp_path: Path) -> None:
    done = run("<&- >&- 2>&-", "roster", "new", str(tmp_path / "list.csv"))

    assert done.returncode == 1
    assert "ユーザID" in (tmp_path / "list.csv").read_text("utf-8-sig").splitlines()[0]


@posix_only("a pipe whose reader goes")
def test_a_reader_that_goes_is_no_error_of_the_program() -> None:
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        command("guide", "list", "--json"),
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
        env=environment(),
    )
    os.close(writing)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
