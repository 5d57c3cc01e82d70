"""The vault in the operating system's keyring, with an index of names beside it, for keyrings cannot list."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend

from ekakushin.automation.state.files import lock, make_folder, safe_name
from ekakushin.automation.state.names import StateFile
from ekakushin.automation.vault.closing import closed_by
from ekakushin.automation.vault.index import Index, read_index, write_index
from ekakushin.automation.vault.refusal import name_of, refusal_of
from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.models import NOBODY, SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

INDEX_FILE = StateFile.KEYRING_INDEX
PIECE = 1_200  # UTF-16 units; Windows takes about 1,280 for one entry
_UNUSABLE = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")


class KeyringVault:
    """Everybody's secrets as entries of the keyring, under names that begin with this home's identifier.

    A long value lies in pieces, in one of two slots; its first entry says which. So the old value holds
    until the new one is whole. Raises VaultClosed: ENV-002 where the keyring is none or writes plain text,
    ENV-003 when it does not answer.
    """

    def __init__(
        self, home: Path, *, service: str = "ekakushin", backend: KeyringBackend | None = None
    ) -> None:
        self._index = home / INDEX_FILE
        self._service = service
        self._backend = _pick(backend or keyring.get_keyring())
        _keep_on_this_machine(self._backend)
        with self._hold():
            self._read_or_make_index()
            self._read_entry("probe")

    def get(self, user_id: str, name: SecretName) -> Secret | None:
        """The secret, or None where there is none. Raises VaultClosed if the keyring cannot be read."""
        with self._hold():
            return self._load(_entry(user_id, name))

    def put(self, user_id: str, name: SecretName, value: Secret) -> None:
        """Keep it, in place of an older one, and read it back. Raises VaultClosed if it cannot be kept."""
        entry = _entry(user_id, name)
        with self._hold():
            write_index(self._index, self._read_index().with_entry(user_id, name))
            self._store(entry, value.reveal())
            if self._load(entry) != value:
                raise VaultClosed("ENV-003", detail=say("keeping.keyring_forgot", name=entry))

    def put_all(self, user_id: str, values: Mapping[SecretName, Secret]) -> None:
        """Keep all of them, one after the other. Raises VaultClosed."""
        for name, value in values.items():
            self.put(user_id, name, value)

    def forget(self, user_id: str, name: SecretName) -> None:
        """Remove it; nothing happens where there is none. Raises VaultClosed."""
        entry = _entry(user_id, name)
        with self._hold():
            self._remove_entry(entry)
            self._clear(entry, "a")
            self._clear(entry, "b")
            write_index(self._index, self._read_index().without_entry(user_id, name))

    def people(self) -> list[str]:
        """The user IDs that have at least one secret here, sorted. Raises VaultClosed."""
        with self._hold():
            people = {**self._read_index().people}
            people.pop(NOBODY, None)
            # The index is written first, so a name in it may still wait for its secret.
            return sorted(user_id for user_id, names in people.items() if self._has_any(user_id, names))

    def _has_any(self, user_id: str, names: tuple[str, ...]) -> bool:
        return any(self._read_entry(_entry(user_id, name)) is not None for name in names)

    def _load(self, entry: str) -> Secret | None:
        first = self._read_entry(entry)
        if first is None or first.startswith("="):
            return None if first is None else Secret(first[1:])
        slot, count = first[0], int(first[1:])
        pieces = [self._read_entry(f"{entry}/{slot}{number}") for number in range(count)]
        if None in pieces:
            raise VaultClosed("ENV-003", detail=say("keeping.keyring_incomplete", name=entry))
        return Secret("".join(piece or "" for piece in pieces))

    def _store(self, entry: str, value: str) -> None:
        pieces = _pieces(value)
        slot = "b" if (self._read_entry(entry) or "").startswith("a") else "a"
        self._clear(entry, slot)
        if len(pieces) == 1:
            self._write_entry(entry, f"={value}")
        else:
            for number, piece in enumerate(pieces):
                self._write_entry(f"{entry}/{slot}{number}", piece)
            self._write_entry(entry, f"{slot}{len(pieces)}")
        self._clear(entry, "a" if slot == "b" else "b")

    def _clear(self, entry: str, slot: str) -> None:
        count = 0
        while self._read_entry(f"{entry}/{slot}{count}") is not None:
            count += 1
        for number in reversed(range(count)):  # backwards, so that the rest is found again after a crash
            self._remove_entry(f"{entry}/{slot}{number}")

    # A service an entry: Windows moves the older of two entries that share a service, and a crash or a
    # second process in that moment could lose one.
    def _read_entry(self, entry: str) -> str | None:
        return self._backend.get_password(f"{self._prefix}/{entry}", entry)

    def _write_entry(self, entry: str, value: str) -> None:
        self._backend.set_password(f"{self._prefix}/{entry}", entry, value)

    def _remove_entry(self, entry: str) -> None:
        if self._read_entry(entry) is not None:
            self._backend.delete_password(f"{self._prefix}/{entry}", entry)

    def _read_index(self) -> Index:
        return read_index(self._index)

    def _read_or_make_index(self) -> None:
        index = self._read_index() if self._index.exists() else Index.new()
        write_index(self._index, index)
        self._prefix = f"{self._service}/{index.home}"

    @contextlib.contextmanager
    def _hold(self) -> Iterator[None]:
        try:
            make_folder(self._index.parent)
            with lock(self._index):
                yield
        except VaultClosed:
            raise
        except Exception as error:  # backends raise what their system gives them, pywintypes.error among it
            if isinstance(error, OSError) and not getattr(error, "funcname", ""):
                raise closed_by(error, self._index) from error
            raise refusal_of(error, self._backend) from None  # its words might hold the value


def _entry(user_id: str, name: str) -> str:
    return f"{safe_name(user_id)}/{name}"


def _pieces(value: str) -> list[str]:
    beyond_sixteen_bits = any(character > "\uffff" for character in value)
    size = (PIECE // 2 if beyond_sixteen_bits else PIECE) - 1  # the first entry has a mark in front
    return [value[start : start + size] for start in range(0, len(value), size)] or [""]


def _pick(backend: KeyringBackend) -> KeyringBackend:
    """The backend, or the first good one of a chain. Raises VaultClosed (ENV-002)."""
    for each in getattr(backend, "backends", [backend]):
        modules = [base.__module__ for base in type(each).__mro__]
        if not any(module.startswith(_UNUSABLE) for module in modules):
            return each  # type: ignore[no-any-return]  # `backends` is not in the type of KeyringBackend
    raise VaultClosed("ENV-002", detail=say("keyring.unusable", keyring=name_of(backend)))


def _keep_on_this_machine(backend: KeyringBackend) -> None:
    # The default roams to every PC of the Windows user; the certificate does not (G: bound to this PC).
    if type(backend).__module__ == "keyring.backends.Windows":
        backend.persist = "local machine"  # type: ignore[attr-defined]
