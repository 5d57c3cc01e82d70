"""The log of a run: one JSON object a line in the state folder, each through the redactor."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from ekakushin.automation.state.files import FILE_MODE, open_folder, usable
from ekakushin.automation.state.names import StateFolder
from ekakushin.flows.journal import LOGGER
from ekakushin.flows.redaction import redact


class Lines(logging.Formatter):
    """Formats a log record as a line of JSON: at, level, event, person, step, code, detail; never a secret."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object; of an exception its class and its words, not where it was raised."""
        line = {
            "at": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _event(record),
            "person": getattr(record, "person", ""),
            "step": getattr(record, "step", ""),
            "code": getattr(record, "code", ""),
            "detail": _detail(record),
        }
        return json.dumps(
            {name: (name == "at" and each) or _clean(each) for name, each in line.items()}, ensure_ascii=False
        )


def _event(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as error:  # arguments that do not fit, of somebody else's record
        return f"{record.msg} ({type(error).__name__})"


def _detail(record: logging.LogRecord) -> dict[str, Any]:
    given = getattr(record, "detail", {})
    detail = dict(given) if isinstance(given, dict) else {"detail": given}
    if record.name != LOGGER:
        detail["logger"] = record.name
    if record.exc_info and record.exc_info[0]:
        detail["error"] = f"{record.exc_info[0].__name__}: {record.exc_info[1]}"
    return detail


def _clean(value: Any) -> Any:
    """Plain values without secrets; whatever is no plain value becomes its text."""
    if isinstance(value, dict):
        return {redact(str(name)): _clean(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        text = redact(str(value))
        return value if text == str(value) else text
    return redact(str(value))


class _Handler(logging.StreamHandler[Any]):
    """Writes each record at once. One that cannot be written is lost without a word: it might hold anything."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (the name that logging gives it)
        """Nothing is printed, least of all the record."""


class _Console(_Handler):
    """Writes to the sys.stderr of that moment, which a progress board may have replaced."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self.stream = sys.stderr
        super().emit(record)


@contextmanager
def keep_log(home: Path, run: str, *, debug: bool = False) -> Iterator[None]:
    """Keep what happens in here as `logs/RUN.jsonl`; with `debug` also what happens in the browser, and on stderr.

    Other parts' records are kept from a warning upwards. Raises Misconfigured (ENV-004).
    """
    file = open_folder(home, StateFolder.LOGS) / f"{run}.jsonl"
    with usable(file):
        stream = os.fdopen(
            os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, FILE_MODE), "a", encoding="utf-8"
        )
    handlers = [_Handler(stream), *([_Console()] if debug else [])]
    root, ours = logging.getLogger(), logging.getLogger(LOGGER)
    before = ours.level
    ours.setLevel(logging.DEBUG if debug else logging.INFO)
    for handler in handlers:
        handler.setFormatter(Lines())
        handler.addFilter(_worth_keeping)
        root.addHandler(handler)
    try:
        yield
    finally:
        ours.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)
        with suppress(OSError):  # a full disk
            stream.close()


def _worth_keeping(record: logging.LogRecord) -> bool:
    return record.name == LOGGER or record.levelno >= logging.WARNING
