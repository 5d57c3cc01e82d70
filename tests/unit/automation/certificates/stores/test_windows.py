"""What is put into Windows' certificate store, in which order, and what is left of it when that fails."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from ekakushin.automation.certificates.stores.store import Handle
from ekakushin.automation.certificates.stores.windows import WindowsStore, container_of
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import Identity
from tests.support.issued import Issuer
from tests.support.windows_stores import MemoryFolders, MemoryStorage, MemoryWindows

ACCESS_DENIED, CANCELLED = 0x80070005, 0x4C7
NAME = "電子申請 10006"


@pytest.fixture
def windows() -> MemoryWindows:
    return MemoryWindows()


@pytest.fixture
def identity(issuer: Issuer) -> Identity:
    return issuer.identity("10006")


@pytest.fixture
def elliptic(issuer: Issuer) -> Identity:
    return issuer.identity("10006", key=ec.generate_private_key(ec.SECP256R1()))


def store_in(windows: MemoryWindows, *, cng: bool = True) -> WindowsStore:
    storages = (
        MemoryStorage(windows, "CNG", rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey, forgetful=not cng),
        MemoryStorage(windows, "CSP", rsa.RSAPrivateKey),
    )
    return WindowsStore(MemoryFolders(windows), storages)


def providers(windows: MemoryWindows) -> list[str]:
    return [provider for provider, _ in windows.keys]


def test_a_key_lies_in_a_container_that_its_certificate_names(
    windows: MemoryWindows, identity: Identity, elliptic: Identity
) -> None:
    store = store_in(windows)
    handles = [store.install(each, NAME) for each in (identity, elliptic)]

    assert [container for _, container in windows.keys] == [container_of(each) for each in handles]
    assert len({*windows.keys}) == 2
    assert container_of(handles[0]) == f"ekakushin-{handles[0].fingerprint[:40]}"


@pytest.mark.parametrize(("cng", "provider"), [(True, "CNG"), (False, "CSP")])
def test_the_older_storage_is_taken_where_the_newer_one_forgets(
    windows: MemoryWindows, identity: Identity, cng: bool, provider: str
) -> None:
    store = store_in(windows, cng=cng)

    assert store.find(store.install(identity, NAME))
    assert providers(windows) == [provider]


def test_an_elliptic_key_without_cng_is_refused_with_what_windows_said(
    windows: MemoryWindows, elliptic: Identity
) -> None:
    with pytest.raises(Misconfigured, match=r"NCryptOpenKey: 0x80090016.*CNG") as raised:
        store_in(windows, cng=False).install(elliptic, NAME)

    assert raised.value.code == "CRT-010"
    assert (windows.keys, windows.mine) == ({}, {})


@pytest.mark.parametrize("act", ["add My", "lost"])
def test_what_is_not_there_afterwards_was_not_installed(
    windows: MemoryWindows, identity: Identity, act: str
) -> None:
    windows.refused[act] = ACCESS_DENIED
    with pytest.raises(Misconfigured, match="0x8") as raised:
        store_in(windows).install(identity, NAME)

    assert raised.value.code == "CRT-010"
    assert (windows.keys, windows.mine) == ({}, {})


@pytest.mark.parametrize("root", [True, False])
def test_an_authority_that_is_not_there_afterwards_was_not_taken(
    windows: MemoryWindows, issuer: Issuer, root: bool
) -> None:
    windows.refused["lost"] = 0
    with pytest.raises(Misconfigured) as raised:
        store_in(windows).trust(issuer.root_pem, root=root)

    assert raised.value.code == "CRT-010"


def test_somebody_who_says_no_to_a_root_reads_windows_own_number(
    windows: MemoryWindows, issuer: Issuer
) -> None:
    windows.refused["add Root"] = CANCELLED

    with pytest.raises(Misconfigured, match="0x000004C7"):
        store_in(windows).trust(issuer.root_pem, root=True)


def test_a_root_of_the_whole_pc_is_neither_asked_for_nor_missed(
    windows: MemoryWindows, issuer: Issuer
) -> None:
    store = store_in(windows)
    root = store.handle(issuer.root_pem, "root")
    windows.machines.add(("Root", root.thumbprint))
    windows.refused["add Root"] = CANCELLED

    assert store.trust(issuer.root_pem, root=True) == root
    store.remove(root)
    assert store.find(root)


def test_a_certificate_without_its_key_is_not_found_and_is_installed_again(
    windows: MemoryWindows, identity: Identity
) -> None:
    store = store_in(windows)
    handle = store.install(identity, NAME)
    windows.keys.clear()

    assert not store.find(handle)
    assert store.find(store.install(identity, NAME))


def test_removing_takes_the_container_that_the_certificate_names(
    windows: MemoryWindows, identity: Identity
) -> None:
    store = store_in(windows)
    handle = store.install(identity, NAME)
    by_powershell = store.storages[1].place("lp-1234")
    store.storages[1].put("lp-1234", windows.keys.popitem()[1])
    windows.mine["My", handle.thumbprint] = by_powershell

    store.remove(handle)
    assert (windows.keys, windows.mine) == ({}, {})


def test_a_key_that_another_certificate_uses_as_well_stays(
    windows: MemoryWindows, identity: Identity
) -> None:
    store = store_in(windows)
    handle = store.install(identity, NAME)
    windows.mine["My", "ff" * 20] = windows.mine["My", handle.thumbprint]

    store.remove(handle)
    assert [*windows.mine] == [("My", "ff" * 20)]
    assert providers(windows) == ["CNG"]


@pytest.mark.parametrize("act", ["delete key", "delete My"])
def test_what_windows_does_not_take_away_is_told_and_tried_again(
    windows: MemoryWindows, identity: Identity, act: str
) -> None:
    store = store_in(windows)
    handle = store.install(identity, NAME)
    windows.refused[act] = ACCESS_DENIED
    with pytest.raises(Misconfigured, match="0x80070005"):
        store.remove(handle)

    windows.refused.clear()
    store.remove(handle)
    assert (windows.keys, windows.mine) == ({}, {})


def attempt(windows: MemoryWindows, store: WindowsStore, identity: Identity, acts: int) -> Handle:
    """Installs until the power goes, after so many acts."""
    windows.acts_left = acts
    try:
        return store.install(identity, NAME)
    except KeyboardInterrupt:
        return store.handle(identity.certificate_pem, "identity")
    finally:
        windows.acts_left = None


@pytest.mark.parametrize("acts", range(4))
@pytest.mark.parametrize("cng", [True, False])
@pytest.mark.parametrize("again", [True, False])
def test_killed_anywhere_it_is_finished_or_taken_back_whole(
    windows: MemoryWindows, identity: Identity, acts: int, cng: bool, again: bool
) -> None:
    store = store_in(windows, cng=cng)
    handle = attempt(windows, store, identity, acts)
    if again:
        assert store.find(store.install(identity, NAME))

    store.remove(handle)
    assert (windows.keys, windows.mine) == ({}, {})
