"""What every place must do that takes orders about certificates. On Windows one of them is the registry."""

from __future__ import annotations

import json

import pytest

from ekakushin.automation.certificates.stores.store import BrowserPolicy

ORDERS = tuple(
    json.dumps({"pattern": f"https://{host}.example", "filter": {"ISSUER": {"CN": "セコムパスポート"}}})
    for host in ("issuance", "service")
)
OTHERS = ('{"pattern":"https://intranet.example","filter":{}}',)


@pytest.fixture(autouse=True)
def _clean(policy: BrowserPolicy) -> object:
    """Nothing of the contract stays behind."""
    yield
    policy.undo([*ORDERS, *OTHERS], None if "\\" not in policy.place else "[]")


def test_orders_are_found_once_they_are_set(policy: BrowserPolicy) -> None:
    before = policy.find(ORDERS)
    policy.select_automatically(ORDERS)

    assert (before, policy.find(ORDERS), policy.find(ORDERS[:1]), policy.find(OTHERS)) == (
        False,
        True,
        True,
        False,
    )


def test_setting_them_again_changes_nothing(policy: BrowserPolicy) -> None:
    policy.select_automatically(ORDERS)
    once = policy.before()
    policy.select_automatically(ORDERS, instead_of=ORDERS)

    assert policy.before() == once


def test_after_undo_it_is_as_before(policy: BrowserPolicy) -> None:
    before = policy.before()
    policy.select_automatically(ORDERS)
    policy.undo(ORDERS, before)

    assert policy.before() == before
    assert not policy.find(ORDERS[:1])


def test_undoing_twice_does_no_harm(policy: BrowserPolicy) -> None:
    before = policy.before()
    policy.select_automatically(ORDERS)
    for _ in range(2):
        policy.undo(ORDERS, before)

    assert policy.before() == before


def test_orders_of_others_stay(policy: BrowserPolicy) -> None:
    policy.select_automatically(OTHERS)
    before = policy.before()
    policy.select_automatically(ORDERS)
    policy.undo(ORDERS, before)

    assert policy.find(OTHERS)
    assert policy.before() == before


def test_orders_that_others_have_set_meanwhile_stay(policy: BrowserPolicy) -> None:
    before = policy.before()
    policy.select_automatically(ORDERS)
    policy.select_automatically(OTHERS)
    policy.undo(ORDERS, before)

    assert policy.find(OTHERS)
    assert not policy.find(ORDERS[:1])


def test_orders_may_take_the_place_of_others(policy: BrowserPolicy) -> None:
    policy.select_automatically(ORDERS)
    policy.select_automatically(OTHERS, instead_of=ORDERS)

    assert policy.find(OTHERS)
    assert not policy.find(ORDERS[:1])
