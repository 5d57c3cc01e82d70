"""The log: one JSON object a line, and no record that bypasses the redactor."""

from __future__ import annotations

import json
import logging
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.engine.progress import Noted
from ekakushin.automation.results import fail, pending
from ekakushin.automation.state.log import keep_log
from ekakushin.flows.errors import Refused
from ekakushin.flows.journal import Journal
from ekakushin.flows.secret import Secret
from tests.support.systems import MODES, posix_only

WORD = "Canary5LogWord"
MARKED = Secret(WORD)


def lines(home: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home / "logs" / "run.jsonl").read_text("utf-8").splitlines()]


def test_a_line_says_when_who_where_and_what(tmp_path: Path) -> None:
    with heard(tmp_path):
        Journal("10006", "pin").note("ended", code="SGN-003", state="failed")
    (line,) = lines(tmp_path)
    assert line.pop("at").startswith("20")
    assert line == {
        "level": "info",
        "event": "ended",
        "person": "10006",
        "step": "pin",
        "code": "SGN-003",
        "detail": {"state": "failed"},
    }


@posix_only(MODES)
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    with heard(tmp_path):
        pass
    assert stat.S_IMODE((tmp_path / "logs" / "run.jsonl").stat().st_mode) == 0o600


def of_an_exception() -> None:
    try:
        int(f"cannot fill {WORD}")
    except ValueError:
        logging.getLogger("foreign").exception("in %s", WORD)


@contextmanager
def heard(home: Path, *, debug: bool = False) -> Iterator[None]:
    """Logged, without pytest's own handlers, which raise what ours must not."""
    root = logging.getLogger()
    before, root.handlers = root.handlers, []
    try:
        with keep_log(home, "run", debug=debug):
            yield
    finally:
        root.handlers = before


class Listening:
    """A progress that notes what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: self.told.append(name)


class Telling:
    def __repr__(self) -> str:
        return f"Telling({WORD})"


WAYS: dict[str, Callable[[], object]] = {
    "an argument": lambda: logging.getLogger("foreign").warning("typed %s", WORD),
    "an argument's repr": lambda: logging.getLogger("foreign").warning("typed %r", Telling()),
    "a mapping": lambda: logging.getLogger("foreign").warning("typed %(x)s", {"x": WORD}),
    "the message": lambda: logging.getLogger("asyncio").error(f"Task exception: {WORD}"),
    "an exception": of_an_exception,
    "arguments that do not fit": lambda: logging.getLogger("foreign").warning(f"%d {WORD}", WORD),
    "an argument that cannot be told": lambda: logging.getLogger("foreign").error("%d", Telling()),
    "an event of ours": lambda: Journal().note(WORD),
    "a detail": lambda: Journal(WORD, WORD).note("x", code=WORD, plain=WORD, deep={WORD: [WORD, Telling()]}),
    "a detail of a foreign record": lambda: logging.getLogger("x").error("x", extra={"detail": Telling()}),
    "a log line of its own": lambda: logging.getLogger("x").error(json.dumps({"value": WORD})),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_no_record_bypasses_the_redactor(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], way: Callable[[], object]
) -> None:
    with heard(tmp_path, debug=True):
        way()
    printed = capfd.readouterr()
    written = (tmp_path / "logs" / "run.jsonl").read_text("utf-8")
    assert len(written.splitlines()) == 1
    assert WORD not in written + printed.out + printed.err


def test_what_happens_in_the_browser_is_told_on_request(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for debug in (False, True):
        with heard(tmp_path, debug=debug):
            Journal("10006", "pin").debug("filled", field="暗証コード")
    assert [line["detail"] for line in lines(tmp_path)] == [{"field": "暗証コード"}]
    assert json.loads(capfd.readouterr().err)["event"] == "filled"


def test_other_parts_are_heard_from_a_warning_upwards(tmp_path: Path) -> None:
    with heard(tmp_path, debug=True):
        logging.getLogger("foreign").warning("loud")
        logging.getLogger("foreign").info("quiet")
    assert [line["event"] for line in lines(tmp_path)] == ["loud"]


def test_nothing_is_heard_after_the_end(tmp_path: Path) -> None:
    with heard(tmp_path):
        pass
    Journal().note("late")
    assert lines(tmp_path) == []


def test_a_disk_that_is_full_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with heard(tmp_path):
        monkeypatch.setattr(logging.StreamHandler, "flush", full)
        Journal().note("lost")


def test_how_a_run_goes_is_noted_and_passed_on(tmp_path: Path) -> None:
    listening = Listening()
    result = fail(pending("10006"), Refused("SGN-003"))
    with heard(tmp_path):
        noted = Noted(listening)
        noted.began(pending("10006"), "pin")
        noted.went(pending("10006"), "pin", 1.5)
        noted.waits(result)
        noted.ended(result)
    assert listening.told == ["began", "went", "waits", "ended"]
    assert [(line["event"], line["code"]) for line in lines(tmp_path)] == [
        ("began", ""),
        ("went", ""),
        ("waits", "SGN-003"),
        ("ended", "SGN-003"),
    ]
