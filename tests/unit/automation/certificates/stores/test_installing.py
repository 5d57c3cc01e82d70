"""Setting up a person's browser: noted before it is set, the same when repeated, and taken back exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ekakushin.automation.certificates.stores import InstalledBook, ThisPc, Wanted, install, undo, wanted_for
from ekakushin.automation.certificates.stores.policy import FilePolicy
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site
from tests.support.issued import Issuer
from tests.support.own_browser import everything
from tests.support.stores import MemoryStore
from tests.support.systems import SHORTCUT, WINDOWS

THEIRS = b'{"HomepageLocation": "https://intranet.example",\n  "AutoSelectCertificateForUrls": ["{}"] }'


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """The part of the disk that is not ours."""
    (tmp_path / "world").mkdir()
    return tmp_path / "world"


@pytest.fixture
def pc(store: MemoryStore, world: Path) -> ThisPc:
    policy = FilePolicy(world / "etc" / "managed" / "ekakushin.json")
    return ThisPc(store=store, policies=[policy], desktop=world / "home" / "Desktop")


@pytest.fixture
def book(tmp_path: Path) -> InstalledBook:
    return InstalledBook(tmp_path / "state")


@pytest.fixture
def taro(issuer: Issuer, tmp_path: Path) -> Wanted:
    return somebody("10006", issuer, tmp_path)


@pytest.fixture
def hanako(issuer: Issuer, tmp_path: Path) -> Wanted:
    return somebody("10007", issuer, tmp_path)


def somebody(user_id: str, issuer: Issuer, folder: Path) -> Wanted:
    (folder / "ca.pem").write_bytes(issuer.root_pem)
    address = Secret(f"https://ds.e-kakushin.com/ebunsho/UrLogin.do?k={user_id}")
    return wanted_for(user_id, issuer.identity(user_id), Site(ca=folder / "ca.pem"), address)


def managed(pc: ThisPc) -> FilePolicy:
    (policy,) = pc.policies
    assert isinstance(policy, FilePolicy)
    return policy


def test_everything_is_set(pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted) -> None:
    outcome = install(pc, book, taro)

    assert sorted(kind for kind, _ in store.there) == ["authority", "identity", "root"]
    assert managed(pc).find(taro.orders)
    assert outcome.shortcut == pc.desktop / f"電子申請 10006{SHORTCUT}"
    assert outcome.forbidden == []


def test_a_second_time_changes_nothing(
    pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted, tmp_path: Path
) -> None:
    first = install(pc, book, taro)
    before = everything(tmp_path)
    store.acts_left = 3  # found again, never added again

    assert install(pc, book, taro) == first
    assert everything(tmp_path) == before


def test_after_undo_nothing_is_left(
    pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted, world: Path, tmp_path: Path
) -> None:
    install(pc, book, taro)

    undo(pc, book, taro.user_id)

    assert (everything(world), store.there) == ({}, set())
    assert not (tmp_path / "state" / "installed.json").exists()


def test_undoing_what_was_never_set_does_nothing(pc: ThisPc, book: InstalledBook, world: Path) -> None:
    undo(pc, book, "10006")

    assert everything(world) == {}


def test_what_was_there_before_is_the_same_byte_by_byte(
    pc: ThisPc, book: InstalledBook, taro: Wanted, hanako: Wanted, world: Path
) -> None:
    file = Path(managed(pc).place)
    file.parent.mkdir(parents=True)
    file.write_bytes(THEIRS)
    file.chmod(0o640)
    for each in (taro, hanako):
        install(pc, book, each)
    for each in (taro, hanako):
        undo(pc, book, each.user_id)

    assert everything(world) == {"etc": None, "etc/managed": None, "etc/managed/ekakushin.json": THEIRS}
    assert file.stat().st_mode & 0o777 == 0o640 or WINDOWS


def test_what_the_person_had_installed_stays(
    pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted
) -> None:
    store.install(taro.identity, "by hand")
    by_hand = set(store.there)

    install(pc, book, taro)
    undo(pc, book, taro.user_id)

    assert store.there == by_hand


def test_another_persons_certificate_stays_with_its_chain(
    pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted, hanako: Wanted
) -> None:
    install(pc, book, taro)
    alone = set(store.there)
    install(pc, book, hanako)

    undo(pc, book, hanako.user_id)

    assert store.there == alone
    assert managed(pc).find(taro.orders)


def test_the_last_one_is_chosen_and_the_others_are_named(
    pc: ThisPc, book: InstalledBook, taro: Wanted, hanako: Wanted
) -> None:
    install(pc, book, taro)

    assert install(pc, book, hanako).others == ["10006"]
    assert managed(pc).find(hanako.orders)
    assert not managed(pc).find(taro.orders[:1])
    install(pc, book, taro)
    assert managed(pc).find(taro.orders)
    assert not managed(pc).find(hanako.orders[:1])


@pytest.mark.parametrize("acts", range(3))
def test_killed_on_the_way_it_can_be_gone_on_with(
    pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted, world: Path, acts: int
) -> None:
    store.acts_left = acts
    with pytest.raises(KeyboardInterrupt):
        install(pc, book, taro)
    store.acts_left = None
    install(pc, book, taro)
    set_up = len(store.there)

    undo(pc, book, taro.user_id)

    assert set_up == 3
    assert (everything(world), store.there) == ({}, set())


@pytest.mark.parametrize("acts", range(3))
def test_killed_on_the_way_it_can_be_taken_back(
    pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted, world: Path, acts: int
) -> None:
    store.acts_left = acts
    with pytest.raises(KeyboardInterrupt):
        install(pc, book, taro)
    store.acts_left = None

    undo(pc, book, taro.user_id)

    assert (everything(world), store.there) == ({}, set())


@pytest.mark.parametrize("acts", range(3))
def test_a_killed_undo_can_be_repeated(
    pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted, world: Path, acts: int
) -> None:
    install(pc, book, taro)
    store.acts_left = acts
    with pytest.raises(KeyboardInterrupt):
        undo(pc, book, taro.user_id)
    store.acts_left = None

    undo(pc, book, taro.user_id)

    assert (everything(world), store.there) == ({}, set())


def test_a_policy_that_may_not_be_written_is_told_and_the_rest_is_set(
    pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted, world: Path
) -> None:
    (world / "etc").write_text("a file where a folder should be")

    outcome = install(pc, book, taro)
    noted = book.page().policies
    undone = undo(pc, book, taro.user_id)

    assert [policy for policy, _ in outcome.forbidden] == list(pc.policies)
    assert (noted, undone.forbidden, store.there) == ((), [], set())
    assert list(everything(world)) == ["etc"]


def test_a_store_that_refuses_is_said_and_what_was_set_is_taken_back(
    pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted, world: Path
) -> None:
    store.broken = True
    with pytest.raises(Misconfigured) as raised:
        install(pc, book, taro)
    store.broken = False

    undo(pc, book, taro.user_id)

    assert raised.value.code == "CRT-010"
    assert everything(world) == {}


def test_a_new_version_stands_beside_the_old_one_until_both_are_taken_back(
    pc: ThisPc, book: InstalledBook, store: MemoryStore, taro: Wanted, issuer: Issuer
) -> None:
    install(pc, book, taro)
    install(pc, book, replace(taro, identity=issuer.identity(taro.user_id)))
    both = [kind for kind, _ in store.there].count("identity")

    undo(pc, book, taro.user_id)

    assert (both, store.there) == (2, set())


def test_the_shortcut_gets_another_name_when_one_is_chosen(
    pc: ThisPc, book: InstalledBook, taro: Wanted
) -> None:
    install(pc, book, taro)
    install(pc, book, replace(taro, favourite="わたしの申請"))
    install(pc, book, taro)

    assert [file.name for file in pc.desktop.iterdir()] == [f"わたしの申請{SHORTCUT}"]


def test_a_shortcut_that_the_person_has_changed_is_theirs(
    pc: ThisPc, book: InstalledBook, taro: Wanted
) -> None:
    shortcut = install(pc, book, taro).shortcut
    assert shortcut
    shortcut.write_text("[Desktop Entry]\nURL=https://other.example\n")

    undo(pc, book, taro.user_id)

    assert shortcut.exists()


def test_no_address_is_written_down_in_the_state_folder(
    pc: ThisPc, book: InstalledBook, taro: Wanted, tmp_path: Path
) -> None:
    install(pc, book, taro)

    assert b"UrLogin" not in (tmp_path / "state" / "installed.json").read_bytes()


def test_each_pc_that_shares_a_home_has_a_page_of_its_own(
    pc: ThisPc, book: InstalledBook, taro: Wanted, tmp_path: Path
) -> None:
    install(pc, book, taro)
    (handle, *_) = book.page().certificates[taro.user_id]
    elsewhere = InstalledBook(tmp_path / "state", pc="another/pc")

    assert elsewhere.page().certificates == {}
    assert [place.endswith(" memory") for place in elsewhere.places_of(handle.fingerprint)] == [True]


def test_a_page_that_cannot_be_read_is_said(pc: ThisPc, book: InstalledBook, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "installed.json").write_text("{")

    with pytest.raises(Misconfigured) as raised:
        undo(pc, book, "10006")

    assert raised.value.code == "ENV-005"
