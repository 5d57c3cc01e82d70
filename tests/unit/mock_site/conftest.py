"""A mock's inside without sockets: records in a folder, a clock that stands, one authority for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from fixtures.mock_site.authority import Authority
from fixtures.mock_site.ledger import Ledger
from fixtures.mock_site.options import Options
from fixtures.mock_site.people import Account, invent
from fixtures.mock_site.records import Records
from fixtures.mock_site.visits import World
from tests.clocks import StandingClock


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority.make()


@pytest.fixture(scope="session")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with Records(tmp_path) as records:
        yield records


@pytest.fixture
def account(records: Records, clock: StandingClock) -> Account:
    account = invent(0, clock())
    records.add(account)
    return account


@pytest.fixture
def world(records: Records, authority: Authority, clock: StandingClock, tmp_path: Path) -> World:
    return World(
        records=records,
        ledger=Ledger(tmp_path / "ledger.jsonl", clock),
        authority=authority,
        options=Options(clock=clock, issuing_delay=0),
        issuance="https://127.0.0.1:1",
        service="https://127.0.0.1:2",
    )
