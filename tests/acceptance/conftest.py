"""The command as a process, and the mock as another."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ekakushin.fixtures.mock_site import Authority
from ekakushin.flows.browser.finding import BrowserProgram
from tests.support.commands import PASSPHRASE, command, environment
from tests.support.durably import Department
from tests.support.troubled import Told, told_by, trouble

__all__ = ["PASSPHRASE", "Done", "Run", "Served", "Typed", "command", "environment", "serving"]

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, browser_program: BrowserProgram) -> Run:
    """Run the command in an empty folder and return what it printed."""

    def running(*arguments: object, stdin: str = "", **more: str) -> Done:
        return subprocess.run(
            command(*arguments),
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=240,
            check=False,
            cwd=tmp_path,
            env=environment(**{"EKAKUSHIN_BROWSER": str(browser_program.path), **more}),
        )

    return running


@pytest.fixture
def at_a_terminal(tmp_path: Path) -> Typed:
    """Run the command on a terminal of its own, type the answers as they are asked for; exit code and screen."""

    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")

    def running(
        *arguments: object, answers: tuple[tuple[str, str], ...] = (), seconds: float = 60, **more: str
    ) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            command(*arguments),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            cwd=tmp_path,
            env=environment(**{"COLUMNS": "200", **more}),
        )
        os.close(theirs)
        screen, waiting = "", list(answers)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    screen += os.read(ours, 65_536).decode("utf-8", "replace")
                except OSError:  # the terminal's other end is closed
                    break
            if waiting and waiting[0][0] in screen:
                os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
        os.close(ours)
        return process.wait(timeout=20), screen

    return running


@dataclass(frozen=True)
class Served:
    """A mock that another process serves."""

    state: Path
    ready: dict[str, Any]
    process: subprocess.Popen[str]

    def ledger(self) -> list[dict[str, str]]:
        lines = (self.state / "ledger.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def acts(self, outcome: str = "ok") -> list[tuple[str, str]]:
        return [(line["user_id"], line["act"]) for line in self.ledger() if line["outcome"] == outcome]


@contextmanager
def serving(state: Path, *arguments: object) -> Iterator[Served]:
    """`ekakushin mock serve` on `state`, ended by SIGTERM; its exit code must be 0."""
    process = subprocess.Popen(
        command("mock", "serve", "--state", state, *arguments),
        stdout=subprocess.PIPE,
        text=True,
        env=environment(EKAKUSHIN_HOME=str(state.parent / "served")),
        cwd=Path(__file__).parents[2],
    )
    try:
        assert process.stdout
        yield Served(state, json.loads(process.stdout.readline()), process)
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=20)
        process.stdout and process.stdout.close()
    assert code == 0


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Serve a mock in the test's folder until the test ends."""
    with ExitStack() as served:
        yield lambda *arguments: served.enter_context(
            serving(tmp_path / "mock", "--signing-delay", "0.5", *arguments)
        )


@pytest.fixture(scope="session")
def troubled(
    tmp_path_factory: pytest.TempPathFactory, mock_authority: Authority, browser_program: BrowserProgram
) -> Iterator[Department]:
    """One person a code, to whom that happens, and one to whom nothing does."""
    folder = tmp_path_factory.mktemp("faults")
    with trouble(folder, browser_program.path, authority=mock_authority) as here:
        yield here


@pytest.fixture(scope="session")
def first(troubled: Department) -> Told:
    """The run in which everything goes wrong."""
    return told_by(troubled, "--mails", troubled.site.mails)


@pytest.fixture(scope="session")
def second(troubled: Department, first: Told) -> Told:
    """Another run, by somebody who has done nothing about it."""
    return told_by(troubled, "--only", "failed")
