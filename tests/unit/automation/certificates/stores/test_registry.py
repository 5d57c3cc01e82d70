"""Policies in the registry: numbers that are free, values of others, keys that were made."""

from __future__ import annotations

import json
import sys

import pytest

from ekakushin.automation.certificates.stores.places import KEYS
from ekakushin.automation.certificates.stores.registry import RegistryPolicy, current_user
from ekakushin.automation.certificates.stores.store import BrowserName
from tests.support.registries import MemoryRegistry

EDGE = KEYS["edge"]
ORDERS = tuple(json.dumps({"pattern": f"https://{host}.example"}) for host in ("a", "b"))


def test_ours_take_the_next_free_numbers() -> None:
    registry = MemoryRegistry()
    registry.set(EDGE, "2", "theirs")

    RegistryPolicy(EDGE, registry).select_automatically(ORDERS)

    assert registry.keys[EDGE] == {"1": ORDERS[0], "2": "theirs", "3": ORDERS[1]}


def test_undo_leaves_the_keys_that_were_there() -> None:
    registry = MemoryRegistry()
    registry.set(r"Software\Policies\Microsoft", "Other", "1")
    before = {key: dict(values) for key, values in registry.keys.items()}
    policy = RegistryPolicy(EDGE, registry)
    snapshot = policy.before()

    policy.select_automatically(ORDERS)
    policy.undo(ORDERS, snapshot)

    assert registry.keys == before


def test_a_key_in_which_others_have_written_meanwhile_stays() -> None:
    registry = MemoryRegistry()
    policy = RegistryPolicy(EDGE, registry)
    snapshot = policy.before()
    policy.select_automatically(ORDERS)
    registry.set(EDGE, "9", "theirs")

    policy.undo(ORDERS, snapshot)

    assert registry.keys[EDGE] == {"9": "theirs"}


def test_a_registry_that_may_not_be_written_raises() -> None:
    registry = MemoryRegistry()
    registry.forbidden = True

    with pytest.raises(PermissionError):
        RegistryPolicy(EDGE, registry).select_automatically(ORDERS)


def test_by_hand_it_is_a_file_for_the_registry_editor() -> None:
    (name, content), _ = RegistryPolicy(EDGE, MemoryRegistry()).by_hand(ORDERS)

    text = content.decode("utf-16")
    assert name == "edge.reg"
    assert text.startswith(
        "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\Software\\Policies"
    )
    assert '"101"="{\\"pattern\\": \\"https://a.example\\"}"\r\n' in text


@pytest.mark.parametrize(
    ("browser", "place"), [("edge", "Microsoft Edge"), ("chrome", "Google / Google Chrome")]
)
def test_by_hand_it_is_a_text_for_group_policy_and_intune(browser: BrowserName, place: str) -> None:
    _, (name, content) = RegistryPolicy(KEYS[browser], MemoryRegistry()).by_hand(ORDERS)

    text = content.decode("utf-8-sig")
    assert name == f"{browser}.txt"
    assert {*ORDERS} <= {*text.split("\r\n")}
    assert "AutoSelectCertificateForUrls" in text
    assert place in text
    assert "Intune" in text


def test_what_is_set_for_the_whole_pc_counts_alone() -> None:
    mine, pcs = MemoryRegistry(), MemoryRegistry()
    policy = RegistryPolicy(EDGE, mine, pcs)
    policy.select_automatically(ORDERS)
    assert policy.find(ORDERS)

    pcs.set(EDGE, "1", "theirs")
    assert not policy.find(ORDERS)
    with pytest.raises(PermissionError, match="PC"):
        policy.select_automatically(ORDERS)

    for number, order in enumerate(ORDERS, start=101):
        pcs.set(EDGE, str(number), order)
    assert policy.find(ORDERS)


def test_what_an_administrator_has_set_needs_nothing_more() -> None:
    mine, pcs = MemoryRegistry(), MemoryRegistry()
    mine.forbidden = True
    for number, order in enumerate(ORDERS, start=101):
        pcs.set(EDGE, str(number), order)

    assert RegistryPolicy(EDGE, mine, pcs).find(ORDERS)
    assert EDGE not in mine.keys


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has one")
def test_elsewhere_there_is_no_registry() -> None:
    with pytest.raises(OSError, match="no registry"):
        current_user()
