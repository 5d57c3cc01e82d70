"""What Windows itself says of an installed certificate: its key signs, stays there, and goes with it.

Collected on Windows alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from ekakushin.automation.certificates.stores import InstalledBook, ThisPc, undo
from ekakushin.automation.certificates.stores.folders import CurrentUser
from ekakushin.automation.certificates.stores.store import Handle
from ekakushin.automation.certificates.stores.windows import WindowsStore
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import Identity
from tests.support import windows_keys
from tests.support.issued import Issuer
from tests.support.systems import WINE, not_under_wine
from tests.support.windows_keys import DIGEST, verify


@pytest.fixture
def store() -> WindowsStore:
    return WindowsStore()


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """No test leaves a container or a certificate behind."""
    before = (windows_keys.containers(), CurrentUser().key_places())
    yield
    assert (windows_keys.containers(), CurrentUser().key_places()) == before


@pytest.fixture
def installed(store: WindowsStore, identity: Identity) -> Iterator[Handle]:
    handle = store.install(identity, "電子申請 10006")
    yield handle
    store.remove(handle)


def test_the_installed_key_signs_what_the_certificate_verifies(installed: Handle, identity: Identity) -> None:
    verify(identity, windows_keys.sign(installed.thumbprint, DIGEST))


def test_the_key_is_never_given_away(installed: Handle) -> None:
    assert not windows_keys.gives_its_key_away(installed.thumbprint)


def test_its_name_is_read_as_it_was_given(installed: Handle) -> None:
    assert windows_keys.friendly_name(installed.thumbprint) == "電子申請 10006"


def test_another_process_finds_it(installed: Handle) -> None:
    script = (
        "import sys; from ekakushin.automation.certificates.stores.store import Handle; "
        "from ekakushin.automation.certificates.stores.windows import WindowsStore; "
        "sys.exit(7 if WindowsStore().find(Handle.model_validate_json(sys.argv[1])) else 8)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, installed.model_dump_json()], check=False, timeout=60
    )
    assert done.returncode == 7


def test_two_people_sign_side_by_side_and_one_stays_when_the_other_goes(
    store: WindowsStore, issuer: Issuer, installed: Handle, identity: Identity
) -> None:
    hanako = issuer.identity("10007", name="Kenpo Hanako")
    other = store.install(hanako, "電子申請 10007")
    verify(hanako, windows_keys.sign(other.thumbprint, DIGEST))
    verify(identity, windows_keys.sign(installed.thumbprint, DIGEST))
    store.remove(other)

    verify(identity, windows_keys.sign(installed.thumbprint, DIGEST))
    assert not store.find(other)


@not_under_wine("its CRYPT_ACQUIRE_COMPARE_KEY_FLAG compares nothing")
def test_a_certificate_whose_container_holds_another_key_is_not_found(
    store: WindowsStore, issuer: Issuer, installed: Handle
) -> None:
    (place,) = [
        place
        for thumbprint, place in store.folders.key_places().items()
        if thumbprint == installed.thumbprint
    ]
    (storage,) = [each for each in store.storages if each.place(place.container) == place]
    place.delete()
    storage.put(place.container, rsa.generate_private_key(65537, 2048))

    assert not store.find(installed)


@pytest.fixture
def elliptic(issuer: Issuer) -> Identity:
    return issuer.identity("10008", key=ec.generate_private_key(ec.SECP256R1()))


@not_under_wine("its CNG keeps no keys")
def test_an_elliptic_key_lies_in_cng(store: WindowsStore, elliptic: Identity) -> None:
    handle = store.install(elliptic, "電子申請 10008")
    found = store.find(handle)
    store.remove(handle)

    assert found


@pytest.mark.skipif(not WINE, reason="every Windows since 7 has CNG")
def test_an_elliptic_key_without_cng_is_refused_with_what_windows_said(
    store: WindowsStore, elliptic: Identity
) -> None:
    with pytest.raises(Misconfigured, match=r"NCrypt\w+: 0x80090029.*CNG") as raised:
        store.install(elliptic, "電子申請 10008")

    assert raised.value.code == "CRT-010"
    assert not store.folders.has("My", store.handle(elliptic.certificate_pem, "identity").thumbprint)


# Sets one person up, or takes it back, and ends without cleaning up right after the call of Windows that it is told.
KILLED = """
import json, os, sys
from pathlib import Path
from ekakushin.automation.certificates.stores import InstalledBook, ThisPc, containers, folders, install, undo
from ekakushin.automation.certificates.stores.wanted import wanted_for
from ekakushin.automation.certificates.stores.windows import WindowsStore
from ekakushin.flows.models import Identity
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site

folder, act, last = (os.environ[name] for name in ("KILLED_FOLDER", "KILLED_ACT", "KILLED_AFTER"))
real = containers.ask

def ask(function, *given):
    answer = real(function, *given)
    kind = {0x48: " new", 0x50: " delete"}.get(given[4], "") if function == "CryptAcquireContextW" else ""
    if last == function + kind:
        os._exit(137)
    return answer

containers.ask = folders.ask = ask
certificate, key = json.loads(sys.stdin.read())
identity = Identity(certificate_pem=certificate.encode(), key_pem=Secret(key))
pc = ThisPc(store=WindowsStore(), policies=[], desktop=Path(folder) / "desktop")
book = InstalledBook(Path(folder) / "home")
if act == "install":
    install(pc, book, wanted_for("10006", identity, Site(), Secret("https://ds.e-kakushin.com/")))
else:
    undo(pc, book, "10006")
"""
ADDING = (
    *("NCryptImportKey", "NCryptFinalizeKey", "CryptAcquireContextW new", "CryptImportKey"),
    *("CertSetCertificateContextProperty", "CertAddCertificateContextToStore", "CertControlStore"),
)
TAKING = (
    "NCryptDeleteKey",
    "CryptAcquireContextW delete",
    "CertDeleteCertificateFromStore",
    "CertControlStore",
)


def killed(folder: Path, identity: Identity, act: str, after: str) -> int:
    """What a process ends with that sets one person up, or takes it back, up to this call of Windows."""
    places = {"KILLED_FOLDER": str(folder), "KILLED_ACT": act, "KILLED_AFTER": after}
    given = json.dumps([identity.certificate_pem.decode(), identity.key_pem.reveal()])
    return subprocess.run(
        [sys.executable, "-c", KILLED],
        input=given,
        text=True,
        env={**os.environ, **places},
        check=False,
        timeout=60,
    ).returncode


@pytest.mark.parametrize(
    ("act", "after"), [*(("install", each) for each in ADDING), *(("undo", each) for each in TAKING)]
)
def test_killed_anywhere_it_is_taken_back_whole(
    tmp_path: Path, store: WindowsStore, identity: Identity, act: str, after: str
) -> None:
    if act == "undo":
        assert killed(tmp_path, identity, "install", "nowhere") == 0
    # 0: this Windows keeps its keys in the other storage, and has not come by there
    assert killed(tmp_path, identity, act, after) in (137, 0)

    book = InstalledBook(tmp_path / "home")
    pc = ThisPc(store=store, policies=[], desktop=tmp_path / "desktop")
    undo(pc, book, "10006")

    handles = [
        store.handle(identity.certificate_pem, "identity"),
        store.handle(identity.certificate_pem, "authority"),
    ]
    assert not any(store.find(each) for each in handles)
    assert not store.folders.has("My", handles[0].thumbprint)
    assert not (tmp_path / "home" / "installed.json").exists()


@pytest.mark.parametrize(
    "after",
    ["NCryptFinalizeKey", "CryptAcquireContextW new", "CryptImportKey", "CertAddCertificateContextToStore"],
)
def test_killed_anywhere_it_is_finished_by_the_next_time(
    tmp_path: Path, store: WindowsStore, identity: Identity, after: str
) -> None:
    killed(tmp_path, identity, "install", after)
    assert killed(tmp_path, identity, "install", "nowhere") == 0

    verify(identity, windows_keys.sign(store.handle(identity.certificate_pem, "identity").thumbprint, DIGEST))
    undo(
        ThisPc(store=store, policies=[], desktop=tmp_path / "desktop"),
        InstalledBook(tmp_path / "home"),
        "10006",
    )
