"""A certificate that is put aside is out of use, whole, and still encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ekakushin.automation.certificates import EncryptedCertificates, forms
from ekakushin.automation.certificates.shelf import Shelf
from ekakushin.flows.models import SecretName
from tests.support.fakes import USER, MemoryVault
from tests.unit.automation.certificates.conftest import Keep


def files(folder: Path) -> list[str]:
    return sorted(file.name.partition(".")[2] for file in folder.iterdir() if file.is_file())


def removed(home: Path) -> Path:
    return home / "certificates" / USER / "removed"


def test_it_is_gone_from_the_list_and_lies_in_a_folder_of_its_own(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path
) -> None:
    old, new = keep(days=10), keep()

    store.put_aside(old)

    assert store.certificates(USER) == [new]
    assert store.pending_keys(USER) == []
    assert files(removed(tmp_path)) == ["json", "key.pem", "pfx", "proven"]


def test_it_can_still_be_opened_with_the_vault(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path, vault: MemoryVault
) -> None:
    old = keep(days=10)
    before = store.identity(old)
    store.put_aside(old)

    (pfx,) = removed(tmp_path).glob("*.pfx")
    passphrase = vault.get(USER, SecretName.CERTIFICATE_PASSPHRASE)
    assert passphrase
    assert forms.open_identity(pfx.read_bytes(), passphrase) == before
    assert b"PRIVATE KEY" not in pfx.read_bytes()


def test_the_others_keep_their_keys(store: EncryptedCertificates, keep: Keep) -> None:
    old, new = keep(days=10), keep()
    before = store.identity(new)

    store.put_aside(old)

    assert store.identity(new) == before


def test_one_that_is_not_here_is_told(store: EncryptedCertificates, keep: Keep) -> None:
    certificate = keep()
    store.put_aside(certificate)

    with pytest.raises(KeyError):
        store.put_aside(certificate)


def test_what_came_back_and_is_put_aside_again_takes_no_others_place(
    store: EncryptedCertificates, keep: Keep, tmp_path: Path
) -> None:
    certificate = keep()
    identity = store.identity(certificate)
    for _ in range(2):
        store.keep_certificate(USER, chain_pem=identity.certificate_pem, key_pem=identity.key_pem)
        store.put_aside(certificate)

    assert files(removed(tmp_path)).count("pfx") == 2


@pytest.fixture(params=range(4))
def dying_shelf(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The power goes after some of the four files were moved."""
    moved: list[Path] = []
    put_aside = Shelf.put_aside

    def dying(shelf: Shelf, file: Path) -> None:
        if len(moved) == request.param:
            raise KeyboardInterrupt
        moved.append(file)
        put_aside(shelf, file)

    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "put_aside", dying)
        yield


def test_killed_on_the_way_it_is_either_here_and_proven_or_gone(
    store: EncryptedCertificates, keep: Keep, dying_shelf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = keep(days=10), keep()

    with pytest.raises(KeyboardInterrupt):
        store.put_aside(old)

    left = [each for each in store.certificates(USER) if each != new]
    assert all(each.proven for each in left)
    assert store.pending_keys(USER) == []
