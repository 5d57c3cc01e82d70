"""Reads the engine's SQLite file by SQL, so that a command that only looks need not import the engine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ekakushin.automation.engine import values

_SERIALIZER = "ekakushin_json"
# Tables and columns as dbos 3.4 makes them; of a file with others, the engine itself is asked.
_WORKFLOWS = """
    SELECT s.workflow_uuid, s.status, coalesce(i.inputs, s.inputs), coalesce(o.output, s.output),
        coalesce(o.error, s.error), s.executor_id, s.started_at_epoch_ms, s.delay_until_epoch_ms, s.attributes,
        s.serialization
    FROM workflow_status s
    LEFT JOIN workflow_input i ON i.workflow_uuid = s.workflow_uuid
    LEFT JOIN workflow_output o ON o.workflow_uuid = s.workflow_uuid
    WHERE s.workflow_uuid >= ? AND s.workflow_uuid < ?
    ORDER BY s.created_at
"""
# How the engine's serializer writes an Ending of that kind; in a text of somebody's the quotes would be escaped.
_ENDED_WELL = """
    SELECT s.workflow_uuid, s.status = 'SUCCESS' AND instr(coalesce(o.output, s.output), '"state": "done"') > 0
    FROM workflow_status s
    LEFT JOIN workflow_output o ON o.workflow_uuid = s.workflow_uuid
    WHERE s.workflow_uuid >= ? AND s.workflow_uuid < ?
"""
_STEPS = "SELECT output, serialization FROM operation_outputs WHERE workflow_uuid = ? ORDER BY function_id"


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """One stored workflow, with the field names of the engine's own client."""

    workflow_id: str
    status: str
    input: Any
    output: Any
    error: Any
    executor_id: str | None
    dequeued_at: int | None
    delay_until_epoch_ms: int | None
    attributes: dict[str, Any] | None


class Glance:
    """A read-only substitute for the engine's client. Raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def list_workflows(self, *, workflow_id_prefix: str) -> Sequence[Remembered]:
        """The workflows whose names begin so, oldest first."""
        found = self._connection.execute(_WORKFLOWS, _between(workflow_id_prefix))
        return [_workflow(*row) for row in found.fetchall()]

    def list_ended_well(self, *, workflow_id_prefix: str) -> Sequence[tuple[str, bool]]:
        """Each workflow's name, and whether it ended with all done; nothing else of it is read."""
        found = self._connection.execute(_ENDED_WELL, _between(workflow_id_prefix))
        return [(name, bool(well)) for name, well in found.fetchall()]

    def list_workflow_steps(self, workflow_id: str) -> Sequence[dict[str, Any]]:
        """What the steps of one workflow have found out."""
        found = self._connection.execute(_STEPS, (workflow_id,))
        return [{"output": _read(output, how)} for output, how in found.fetchall()]


@contextmanager
def glance_at(file: Path) -> Iterator[Glance]:
    """Look into the file; nothing is written. Raises sqlite3.Error where it cannot be read, or is another's."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        yield Glance(connection)


def _between(prefix: str) -> tuple[str, str]:
    """The names that begin so, which an index finds: from the prefix to what would come behind the last of them."""
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)


def _workflow(  # noqa: PLR0913, PLR0917  (a row of the table)
    workflow_id: str,
    status: str,
    given: str | None,
    output: str | None,
    error: str | None,
    executor_id: str | None,
    begun: int | None,
    until: int | None,
    attributes: str | None,
    how: str | None,
) -> Remembered:
    return Remembered(
        workflow_id=workflow_id,
        status=status,
        input=_read(given, how),
        output=_read(output, how),
        error=_read(error, how),
        executor_id=executor_id,
        dequeued_at=begun,
        delay_until_epoch_ms=until,
        attributes=json.loads(attributes) if attributes else None,
    )


def _read(line: str | None, how: str | None) -> Any:
    """A value; one that another serializer has written, or that nobody can read, stays a text."""
    if line is None or how not in (None, _SERIALIZER):
        return line
    try:
        return values.read(line)
    except (ValueError, KeyError, TypeError):
        return line
