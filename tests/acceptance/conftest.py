"""The command as a process, and the mock as another."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.browser.finding import BrowserProgram

PASSPHRASE = "for-this-test-alone"
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "EKAKUSHIN_VAULT_PASSPHRASE": PASSPHRASE, "COLUMNS": "80", **more}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "automation.main", *map(str, arguments)]


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
