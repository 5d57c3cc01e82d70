"""A state folder in which many people were onboarded, written by the product's own classes in a second or two."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ekakushin.automation.engine.database import Database
from ekakushin.automation.engine.enqueuing import enqueue
from ekakushin.automation.engine.orders import Ending, Order, Trouble, home_id
from ekakushin.automation.engine.values import line_of, trouble_of
from ekakushin.automation.people import People
from ekakushin.automation.results import Stretch
from ekakushin.automation.state.files import open_home
from ekakushin.fixtures.mock_site.mails import write_mails
from ekakushin.fixtures.mock_site.options import now
from ekakushin.fixtures.mock_site.people import invent
from ekakushin.flows.errors import Refused, UnderWay
from ekakushin.flows.models import STEPS, Invitation, SecretName, StepName
from ekakushin.flows.secret import Secret

_STUCK = 20  # one in so many is stuck at サインアップ
_WAITS: StepName = "signing"


class _Memory:
    """A vault that is gone with the process: what only looks at people asks for no secret."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, SecretName], Secret] = {}

    def get(self, user_id: str, name: SecretName) -> Secret | None:
        return self._kept.get((user_id, name))

    def put(self, user_id: str, name: SecretName, value: Secret) -> None:
        self._kept[user_id, name] = value

    def put_all(self, user_id: str, values: Mapping[SecretName, Secret]) -> None:
        for name, value in values.items():
            self.put(user_id, name, value)

    def forget(self, user_id: str, name: SecretName) -> None:
        self._kept.pop((user_id, name), None)

    def people(self) -> list[str]:
        return sorted({user_id for user_id, _ in self._kept})


def make_crowd(home: Path, people: int) -> None:
    """So many people: most are done, in two parts as always, one in twenty is stuck."""
    home = open_home(home)
    known = [_invitation(number) for number in range(people)]
    vault = _Memory()
    People(home, lambda: vault).keep(known)
    database = Database(home)
    database.prepare()
    with database.client() as client:
        enqueue(client, home, [Order(user_id=known[0].user_id, steps=STEPS)])
    parts = [part for number, each in enumerate(known) for part in _parts(each.user_id, number)]
    assert database.file
    with closing(sqlite3.connect(database.file)) as connection, connection:
        _fill(connection, home_id(home), parts)


def make_mails(folder: Path, people: int) -> None:
    """The two mails of so many people."""
    for number in range(people):
        account = invent(number, now())
        write_mails(
            account, folder=folder, issuance="https://issuance.example", service="https://service.example"
        )


def _invitation(number: int) -> Invitation:
    account = invent(number, now())
    secret = Secret("x")
    addresses = {"issuance_url": secret, "signup_url": secret, "login_url": secret}
    passwords = {"authentication_password": secret, "login_password": secret}
    names = {"user_id": account.user_id, "name": account.name, "company": account.company}
    return Invitation.model_validate({**names, **addresses, **passwords})


def _parts(user_id: str, number: int) -> Iterator[Ending]:
    """What became of one person, part by part."""
    began = datetime.now(UTC) - timedelta(hours=1)
    order = Order(user_id=user_id, steps=STEPS)
    if number % _STUCK == 0:
        yield _ending(order, "failed", STEPS[:3], began, trouble_of(Refused("ACC-004")))
        return
    waits = STEPS.index(_WAITS)
    wait = trouble_of(UnderWay("SGN-004", wait=60.0))
    yield _ending(order, "waiting", STEPS[: waits + 1], began, wait)
    rest = order.model_copy(update={"steps": STEPS[waits:], "part": 2})
    yield _ending(rest, "done", rest.steps, began + timedelta(minutes=2), None)


def _ending(
    order: Order, state: str, steps: tuple[StepName, ...], began: datetime, trouble: Trouble | None
) -> Ending:
    last = trouble.code if trouble else ""
    stretches = tuple(
        Stretch(step=step, began=began, seconds=1.5, code=last if step == steps[-1] else "") for step in steps
    )
    values: dict[str, Any] = {"order": order, "state": state, "stretches": stretches, "trouble": trouble}
    return Ending.model_validate({**values, "worker": "bench"})


def _fill(connection: sqlite3.Connection, home: str, parts: list[Ending]) -> None:
    """Rows like the one that the engine itself has made, one for each part, in place of that one."""
    connection.row_factory = sqlite3.Row
    like = {name: _only_row(connection, name) for name in ("workflow_status", "workflow_input")}
    for part in parts:
        identity = {"workflow_uuid": part.order.identifier(home)}
        ended = {"status": "SUCCESS", "executor_id": part.worker}
        _insert(connection, "workflow_status", {**like["workflow_status"], **ended, **identity})
        given = {"inputs": line_of({"args": (part.order,), "kwargs": {}})}
        _insert(connection, "workflow_input", {**like["workflow_input"], **given, **identity})
        kept = {"output": line_of(part), "retention_timestamp": like["workflow_input"]["retention_timestamp"]}
        _insert(connection, "workflow_output", {**kept, **identity})


def _only_row(connection: sqlite3.Connection, table: str) -> dict[str, Any]:
    row = dict(connection.execute(f"SELECT * FROM {table}").fetchone())  # a table's own name
    connection.execute(f"DELETE FROM {table}")
    return row


def _insert(connection: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", values)
