"""A file that somebody else holds for a moment, as a virus scanner on Windows does."""

from __future__ import annotations

import ctypes
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.state import files
from ekakushin.automation.state.files import (
    append_durably,
    create_durably,
    delete_patiently,
    move_durably,
    read_patiently,
    usable,
    write_durably,
)
from ekakushin.flows.errors import Misconfigured
from tests.support.systems import WINDOWS

ACTS: dict[str, Callable[[Path], Any]] = {
    "read": read_patiently,
    "append": lambda file: append_durably(file, b" and more"),
    "replace": lambda file: write_durably(file, b"new"),
    "move": lambda file: move_durably(file, file.parent / "elsewhere"),
    "delete": delete_patiently,
}
EVERY_ACT = pytest.mark.parametrize("act", ACTS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "file").write_bytes(b"old")
    return tmp_path / "file"


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it was waited between attempts, of which there are three, as on Windows there are many."""
    waited: list[float] = []
    monkeypatch.setattr(files, "_ATTEMPTS", 3)
    monkeypatch.setattr(files.time, "sleep", waited.append)
    return waited


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, file: Path) -> Callable[[int], None]:
    """Have the first so many attempts at the file refused."""

    def hold(times: int) -> None:
        left = {"times": times}

        def refuse(real: Callable[..., Any]) -> Callable[..., Any]:
            def act(path: Any, *others: Any, **more: Any) -> Any:
                if file in (Path(path), *(each for each in others if isinstance(each, Path))):
                    left["times"] -= 1
                    if left["times"] >= 0:
                        raise PermissionError(13, "in use", str(file))
                return real(path, *others, **more)

            return act

        for name in ("read_bytes", "rename", "replace", "unlink"):
            monkeypatch.setattr(Path, name, refuse(getattr(Path, name)))
        monkeypatch.setattr(files.os, "open", refuse(os.open))

    return hold


@EVERY_ACT
def test_a_moment_is_waited_for_whatever_is_to_be_done(
    file: Path, held: Callable[[int], None], moments: list[float], act: str
) -> None:
    held(2)
    ACTS[act](file)
    assert len(moments) == 2


@EVERY_ACT
def test_what_stays_held_is_refused_in_the_end_and_named(
    file: Path, held: Callable[[int], None], moments: list[float], act: str
) -> None:
    held(9)
    with pytest.raises(Misconfigured) as refused, usable(file.parent):
        ACTS[act](file)
    assert refused.value.code == "ENV-004"
    assert f"({file})" in str(refused.value)


def test_creating_waits_as_well(file: Path, moments: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    real, answers = files._move_to_free_name, [PermissionError(13, "in use")]

    def move(written: Path, target: Path) -> None:
        if answers:
            raise answers.pop()
        real(written, target)

    monkeypatch.setattr(files, "_move_to_free_name", move)
    assert create_durably(file.with_name("another"), b"new")
    assert len(moments) == 1


@contextmanager
def held_by_windows(file: Path, seconds: float) -> Iterator[None]:
    """Somebody has the file open and shares it with nobody."""
    kernel32 = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009  (elsewhere there is none)
    kernel32.CreateFileW.restype = ctypes.c_void_p
    read, open_existing = 0x80000000, 3
    handle = kernel32.CreateFileW(ctypes.c_wchar_p(str(file)), read, 0, None, open_existing, 0, None)
    thread = threading.Timer(seconds, lambda: kernel32.CloseHandle(ctypes.c_void_p(handle)))
    thread.start()
    yield
    thread.join()


@pytest.mark.skipif(not WINDOWS, reason="elsewhere an open file keeps nobody out")
@EVERY_ACT
def test_windows_own_locks_are_waited_for(file: Path, act: str) -> None:
    started = time.monotonic()
    with held_by_windows(file, 0.4):
        ACTS[act](file)
        assert time.monotonic() - started > 0.3
