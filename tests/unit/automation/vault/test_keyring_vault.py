"""The operating system's keyring."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import keyring
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.backends import chainer, fail, null
from keyring.errors import PasswordSetError

from ekakushin.automation.vault import KeyringVault, VaultKind, open_vault
from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.models import NOBODY, SecretName
from ekakushin.flows.secret import Secret
from tests.support.keeping import FullDisk, MemoryKeyring, Start, everything_under

VALUE = "TopSecret1"
LONG = Secret("".join(f"line {number:04}\n" for number in range(500)))
OTHER_LONG = Secret("".join(f"later {number:04}\n" for number in range(300)))


@pytest.fixture
def vault(home: Path, memory_keyring: MemoryKeyring) -> KeyringVault:
    return KeyringVault(home, backend=memory_keyring)


def test_what_was_put_is_there_when_it_is_opened_again(
    home: Path, memory_keyring: MemoryKeyring, vault: KeyringVault
) -> None:
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    again = KeyringVault(home, backend=memory_keyring)
    assert again.get("10006", SecretName.PIN) == Secret(VALUE)
    assert again.get("10006", SecretName.PASSWORD) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(value=st.text(st.characters(codec="utf-8"), max_size=5000))
def test_any_value_comes_back_and_no_entry_is_too_long_for_windows(
    value: str, memory_keyring: MemoryKeyring, vault: KeyringVault
) -> None:
    vault.put("10006", SecretName.PIN, Secret(value))
    assert vault.get("10006", SecretName.PIN) == Secret(value)
    assert max(len(entry.encode("utf-16-le")) for entry in memory_keyring.entries.values()) <= 2 * 1200


def test_a_long_value_is_split_and_leaves_nothing_when_a_short_one_follows(
    memory_keyring: MemoryKeyring, vault: KeyringVault
) -> None:
    vault.put("10006", SecretName.PIN, LONG)
    vault.put("10006", SecretName.PIN, OTHER_LONG)
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert list(memory_keyring.entries.values()) == [f"={VALUE}"]


@pytest.mark.parametrize("new", [Secret("short"), OTHER_LONG])
@pytest.mark.parametrize("old", [Secret("first"), LONG])
def test_a_crash_at_any_moment_of_a_put_leaves_the_old_or_the_new_value(
    home: Path, old: Secret, new: Secret
) -> None:
    for writes in range(30):
        backend = MemoryKeyring()
        vault = KeyringVault(home, backend=backend)
        vault.put("10006", SecretName.PIN, old)
        backend.writes_left = writes
        with contextlib.suppress(KeyboardInterrupt):
            vault.put("10006", SecretName.PIN, new)
        assert KeyringVault(home, backend=backend).get("10006", SecretName.PIN) in (old, new)


def test_a_crash_at_any_moment_of_forgetting_leaves_nothing_once_it_is_repeated(home: Path) -> None:
    for writes in range(10):
        backend = MemoryKeyring()
        vault = KeyringVault(home, backend=backend)
        vault.put("10006", SecretName.PIN, LONG)
        backend.writes_left = writes
        with contextlib.suppress(KeyboardInterrupt):
            vault.forget("10006", SecretName.PIN)
        backend.writes_left = None
        vault.forget("10006", SecretName.PIN)
        assert backend.entries == {}


def test_the_people_are_those_with_a_secret_sorted(vault: KeyringVault) -> None:
    for user_id in ("b", "健保", "a", "gone"):
        vault.put(user_id, SecretName.PIN, Secret(VALUE))
    vault.forget("gone", SecretName.PIN)
    assert vault.people() == ["a", "b", "健保"]


def test_a_person_whose_first_put_was_cut_short_is_not_one_of_them(
    memory_keyring: MemoryKeyring, vault: KeyringVault
) -> None:
    memory_keyring.writes_left = 0
    with pytest.raises(KeyboardInterrupt):
        vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert vault.people() == []


def test_ids_that_differ_in_case_or_hold_a_slash_do_not_mix(vault: KeyringVault) -> None:
    ids = ["taro", "Taro", "taro/pin", "taro/pin/a0"]
    for user_id in ids:
        vault.put(user_id, SecretName.PIN, Secret(user_id))
    assert [vault.get(user_id, SecretName.PIN) for user_id in ids] == [Secret(user_id) for user_id in ids]


def test_two_homes_do_not_mix(tmp_path: Path, memory_keyring: MemoryKeyring) -> None:
    one, other = (KeyringVault(tmp_path / name, backend=memory_keyring) for name in ("one", "other"))
    one.put("10006", SecretName.PIN, Secret(VALUE))
    assert other.get("10006", SecretName.PIN) is None


def test_no_file_under_home_holds_a_value(home: Path, vault: KeyringVault) -> None:
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert VALUE.encode() not in everything_under(home)
    assert json.loads((home / "keyring.json").read_bytes())["people"] == {"10006": ["pin"]}


def test_no_two_entries_share_a_service_because_windows_moves_them(
    memory_keyring: MemoryKeyring, vault: KeyringVault
) -> None:
    vault.put("10006", SecretName.PIN, LONG)
    vault.put("10007", SecretName.PIN, LONG)
    services = [service for service, _ in memory_keyring.entries]
    assert len(set(services)) == len(services) > 2


def keyring_of(module: str) -> MemoryKeyring:
    """A backend that comes from the module of that name."""
    return type("PlaintextKeyring", (MemoryKeyring,), {"__module__": module})()


@pytest.mark.parametrize(
    "backend", [fail.Keyring(), null.Keyring(), keyring_of("keyrings.alt.file")], ids=["fail", "null", "alt"]
)
def test_a_keyring_that_is_none_or_writes_plain_text_is_refused(
    home: Path, backend: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    with pytest.raises(VaultClosed) as caught:
        open_vault("keyring", home, lambda: pytest.fail("no passphrase is needed"))
    assert caught.value.code == "ENV-002"
    assert type(backend).__module__ in str(caught.value)


def test_of_a_chain_only_a_good_keyring_is_written_to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, good = keyring_of("keyrings.alt.file"), MemoryKeyring()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [plain, good])
    vault = KeyringVault(home, backend=chainer.ChainerBackend())
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert (plain.entries, len(good.entries)) == ({}, 1)


def test_a_locked_keyring_is_told_without_its_words_which_may_hold_the_value(
    memory_keyring: MemoryKeyring, vault: KeyringVault
) -> None:
    memory_keyring.locked = True
    with pytest.raises(VaultClosed) as caught:
        vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert caught.value.code == "ENV-003"
    assert "KeyringLocked" in str(caught.value)
    assert "ロック" in str(caught.value)
    assert VALUE not in str(caught.value)
    assert caught.value.__suppress_context__


class WindowsError(Exception):
    """As win32ctypes raises it: a number, the function and Windows' words."""

    def __init__(self, number: int) -> None:
        super().__init__(number, "CredWrite", f"words about {VALUE}")
        self.winerror, self.funcname = number, "CredWrite"


def from_keychain(number: int) -> PasswordSetError:
    """As keyring raises it on a Mac: the number stands in what it came of."""
    error = PasswordSetError(f"Can't store password on keychain: {VALUE}")
    error.__cause__ = RuntimeError(number, "Unknown Error")
    return error


@pytest.mark.parametrize(
    ("error", "number", "advice"),
    [
        (WindowsError(8), "8", "使っていない資格情報を消す"),
        (WindowsError(1312), "1312", "直接サインイン"),
        (WindowsError(1783), "1783", "--vault file"),
        (WindowsError(5), "5", "管理者"),
        (WindowsError(4711), "4711", "再実行"),
        (from_keychain(-25308), "-25308", "ロックを解除"),
        (PasswordSetError(VALUE), "PasswordSetError", "再実行"),
    ],
)
def test_what_the_system_says_is_told_with_its_number_and_what_to_do(
    memory_keyring: MemoryKeyring,
    vault: KeyringVault,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    number: str,
    advice: str,
) -> None:
    def refuse(*_: str) -> None:
        raise error

    monkeypatch.setattr(memory_keyring, "set_password", refuse)
    with pytest.raises(VaultClosed) as caught:
        vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert caught.value.code == "ENV-003"
    assert number in str(caught.value)
    assert advice in str(caught.value)
    assert VALUE not in str(caught.value)


def test_a_full_disk_is_no_error_of_the_keyring(home: Path, vault: KeyringVault, full_disk: FullDisk) -> None:
    with full_disk(), pytest.raises(VaultClosed) as caught:
        vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert caught.value.code == "ENV-012"


@pytest.mark.parametrize("kind", ["keyring", "file"])
def test_a_vault_that_has_gone_is_not_made_anew_beside_the_people_that_it_knew(
    home: Path, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, kind: VaultKind
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: memory_keyring)
    (home / "people.json").write_text("[]")
    with pytest.raises(VaultClosed, match="なくなりました"):
        open_vault(kind, home, lambda: Secret("passphrase"))
    assert [each.name for each in home.iterdir()] == ["people.json"]


def test_a_keyring_that_is_locked_already_is_found_out_at_opening(
    home: Path, memory_keyring: MemoryKeyring
) -> None:
    memory_keyring.locked = True
    with pytest.raises(VaultClosed):
        KeyringVault(home, backend=memory_keyring)


def test_a_keyring_that_drops_what_it_is_given_is_found_out(
    memory_keyring: MemoryKeyring, vault: KeyringVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_keyring, "set_password", lambda *_: None)
    with pytest.raises(VaultClosed):
        vault.put("10006", SecretName.PIN, Secret(VALUE))


def test_a_missing_piece_closes_the_vault_instead_of_shortening_the_value(
    memory_keyring: MemoryKeyring, vault: KeyringVault
) -> None:
    vault.put("10006", SecretName.PIN, LONG)
    memory_keyring.entries = {
        key: value for key, value in memory_keyring.entries.items() if not key[1].endswith("a1")
    }
    with pytest.raises(VaultClosed, match="pin"):
        vault.get("10006", SecretName.PIN)


def test_a_damaged_index_closes_the_vault_and_stays(home: Path, memory_keyring: MemoryKeyring) -> None:
    (home / "keyring.json").write_bytes(b'{"home": 1')
    with pytest.raises(VaultClosed, match=r"keyring\.json"):
        KeyringVault(home, backend=memory_keyring)
    assert (home / "keyring.json").read_bytes() == b'{"home": 1'


def test_on_windows_entries_do_not_roam_to_other_pcs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = keyring_of("keyring.backends.Windows")
    KeyringVault(home, backend=backend)
    assert backend.persist == "local machine"  # type: ignore[attr-defined]


def test_what_the_tool_keeps_for_itself_makes_nobody_one_of_the_people(vault: KeyringVault) -> None:
    vault.put(NOBODY, SecretName.AUDIT, LONG)
    vault.put("10006", SecretName.PIN, Secret(VALUE))
    assert vault.get(NOBODY, SecretName.AUDIT) == LONG
    assert vault.people() == ["10006"]


KEYRING = """
    import hashlib
    import sys
    from pathlib import Path
    from keyring.backend import KeyringBackend
    from ekakushin.automation.vault import KeyringVault
    from ekakushin.flows.models import SecretName
    from ekakushin.flows.secret import Secret

    home, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

    class Shared(KeyringBackend):
        priority = 1

        def _file(self, service):
            return home / "entries" / hashlib.sha256(service.encode()).hexdigest()

        def get_password(self, service, username):
            file = self._file(service)
            return file.read_text() if file.exists() else None

        def set_password(self, service, username, password):
            self._file(service).write_text(password)

        def delete_password(self, service, username):
            self._file(service).unlink()

    (home / "entries").mkdir(exist_ok=True)
    vault = KeyringVault(home, backend=Shared())
    for number in range(count):
        vault.put(f"{name}-{number}", SecretName.PIN, Secret(f"{name} {number} " * 300))
        if number % 3 == 0:
            vault.put(f"{name}-gone", SecretName.PIN, Secret("short"))
            vault.forget(f"{name}-gone", SecretName.PIN)
    found = [vault.get(f"{name}-{number}", SecretName.PIN) for number in range(count)]
    print(sum(value == Secret(f"{name} {number} " * 300) for number, value in enumerate(found)))
    print(" ".join(vault.people()))
"""


def test_processes_that_share_a_keyring_and_its_index_lose_nothing(home: Path, python: Start) -> None:
    writers = [python(KEYRING, home, name, "15") for name in ("one", "two")]
    counts = [writer.communicate()[0].split()[0] for writer in writers]
    people = python(KEYRING, home, "three", "0").communicate()[0].split()[1:]
    assert counts == ["15", "15"]
    assert people == sorted(f"{name}-{number}" for name in ("one", "two") for number in range(15))
