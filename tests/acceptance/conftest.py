"""The command as a process, and the mock as another."""

from __future__ import annotations

import json
import signal
import subprocess
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

__all__ = ["PASSPHRASE", "Done", "Run", "Served", "command", "environment", "serving"]

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


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
