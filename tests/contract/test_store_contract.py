"""What every certificate store must do. On Windows this is the user's own store: `pytest tests/contract`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ekakushin.automation.certificates.stores.store import Handle, Store
from ekakushin.flows.models import Identity
from tests.support.issued import Issuer


@pytest.fixture
def installed(store: Store, identity: Identity) -> Iterator[Handle]:
    """Somebody's certificate in the store, and not there any more afterwards."""
    handle = store.install(identity, "contract 10006")
    yield handle
    store.remove(handle)


def test_what_was_installed_is_found(store: Store, installed: Handle) -> None:
    assert store.find(installed)


def test_the_handle_is_known_before_anything_is_installed(store: Store, identity: Identity) -> None:
    handle = store.handle(identity.certificate_pem, "identity")

    assert not store.find(handle)
    assert store.install(identity, "contract 10006") == handle
    store.remove(handle)


def test_installing_again_changes_nothing(store: Store, identity: Identity, installed: Handle) -> None:
    assert store.install(identity, "another name") == installed
    assert store.find(installed)


def test_what_was_removed_is_not_found_and_may_be_removed_again(store: Store, installed: Handle) -> None:
    for _ in range(2):
        store.remove(installed)
        assert not store.find(installed)


def test_what_was_removed_may_be_installed_again(store: Store, identity: Identity, installed: Handle) -> None:
    store.remove(installed)

    assert store.install(identity, "contract 10006") == installed
    assert store.find(installed)


@pytest.mark.parametrize(("user_id", "name"), [("10007", "Kenpo Hanako"), ("10006", "Kenpo Taro")])
def test_removing_one_leaves_another_even_of_the_same_name(
    store: Store, issuer: Issuer, installed: Handle, user_id: str, name: str
) -> None:
    other = store.install(issuer.identity(user_id, name=name), "contract other")
    store.remove(installed)
    found = store.find(other)
    store.remove(other)

    assert found
    assert not store.find(other)


def test_an_authority_is_found_and_removed_without_touching_whom_it_vouches_for(
    store: Store, issuer: Issuer, installed: Handle
) -> None:
    authority = store.trust(issuer.issuing_pem, root=False)
    found = store.find(authority)
    store.remove(authority)

    assert found
    assert not store.find(authority)
    assert store.find(installed)


def test_an_empty_store_that_was_made_is_gone_after_tidying(store: Store, identity: Identity) -> None:
    made = store.missing()
    store.remove(store.install(identity, "contract 10006"))
    store.tidy()

    assert [path for path in made if path.is_file()] == []


def test_tidying_leaves_what_is_in_use(store: Store, installed: Handle) -> None:
    store.tidy()

    assert store.find(installed)
