"""The vault as encrypted files, one a person, which several processes and threads may use at the same time."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from ekakushin.automation.state.files import (
    append_durably,
    lock,
    make_folder,
    read_patiently,
    write_durably,
)
from ekakushin.automation.state.names import StateFolder
from ekakushin.automation.vault.closing import closed_by
from ekakushin.automation.vault.sealing import VERSION, Cost, Seal, SealError, header_of
from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.models import NOBODY, SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

Entries = dict[str, str]

_DEFAULT_COST = Cost()
_INDEX = "index"  # of the folder: a sealed line for everybody who has ever had a file there
_REMEMBERED = 64  # people whose entries are kept in memory, sealed bytes beside them


class FileVault:
    """A main file, which the passphrase opens, and beside it a folder with a file for each person.

    What is nobody's lies in the main file. Files are read afresh for every question and written whole for every
    change, so that a change costs the same however many people there are. A file that does not open is never
    overwritten, and one that has gone is not taken for somebody without secrets. `cost` is for a new vault; one
    that is there keeps its own. A vault of version 1, with everybody in the main file, is moved over when opened.
    """

    def __init__(self, path: Path, passphrase: Secret, *, cost: Cost = _DEFAULT_COST) -> None:
        if not passphrase:
            raise VaultClosed("ENV-003", detail=say("keeping.empty_passphrase"))
        self._path = path
        self._folder = path.parent / StateFolder.VAULT
        self._passphrase = passphrase
        self._seen: dict[str, tuple[bytes, str, Entries]] = {}
        self._index = b""
        self._listed: set[str] = set()
        self._turn = threading.Lock()
        with self._translate_errors(), _hold(path):
            self._seal = self._open_or_create(cost)

    def get(self, user_id: str, name: SecretName) -> Secret | None:
        """The secret, or None where there is none. Raises VaultClosed if the vault cannot be read."""
        with self._translate_errors():
            value = self._read(user_id).get(name)
        return None if value is None else Secret(value)

    def put(self, user_id: str, name: SecretName, value: Secret) -> None:
        """Keep it, in place of an older one, on disk when this returns. Raises VaultClosed."""
        self.put_all(user_id, {name: value})

    def put_all(self, user_id: str, values: Mapping[SecretName, Secret]) -> None:
        """Keep all of them with one write, or none. Raises VaultClosed."""
        with self._translate_errors(), _hold(self._path):
            own = self._read(user_id)
            changed = {**own, **{name.value: value.reveal() for name, value in values.items()}}
            if changed != own:
                self._write(user_id, changed)

    def forget(self, user_id: str, name: SecretName) -> None:
        """Remove it; nothing happens where there is none. Raises VaultClosed."""
        with self._translate_errors(), _hold(self._path):
            own = self._read(user_id)
            if name in own:
                self._write(user_id, {key: value for key, value in own.items() if key != name})

    def people(self) -> list[str]:
        """The user IDs that have at least one secret here, sorted. Raises VaultClosed."""
        with self._translate_errors():
            self._must_be_there()
            files = self._folder.iterdir() if self._folder.exists() else ()
            kept = [self._open(each) for each in files if each.suffix == ".bin"]
        return sorted(owner for owner, entries in kept if entries)

    def _open_or_create(self, cost: Cost) -> Seal:
        if not self._path.exists():
            seal = Seal.new(self._passphrase, cost)
            write_durably(self._path, seal.close(_written(NOBODY, {})))
            return seal
        sealed = read_patiently(self._path)
        seal = Seal.of(sealed, self._passphrase)
        if seal.version == VERSION:
            seal.open(sealed)
            return seal
        return self._moved_over(seal, sealed)

    def _moved_over(self, before: Seal, sealed: bytes) -> Seal:
        """Everybody of a vault of version 1 gets a file; killed in between, it holds as it was."""
        people = json.loads(before.open(sealed))["people"]
        self._seal = before.renewed()
        for user_id in people.keys() - {NOBODY}:
            self._write(user_id, people[user_id])
        write_durably(self._path, self._seal.close(_written(NOBODY, people.get(NOBODY, {}))))
        return self._seal

    def _file(self, user_id: str) -> Path:
        return self._path if user_id == NOBODY else self._folder / f"{self._seal.name_of(user_id)}.bin"

    def _must_be_there(self) -> None:
        """Raises FileNotFoundError where the main file has gone; another one in its place is opened."""
        sealed = read_patiently(self._path)
        if header_of(sealed) != self._seal.header:
            self._seal = Seal.of(sealed, self._passphrase)
            self._seen.clear()

    def _read(self, user_id: str) -> Entries:
        self._must_be_there()
        file = self._file(user_id)
        try:
            owner, entries = self._open(file)
        except FileNotFoundError:
            if user_id == NOBODY or user_id in self._ever_kept():
                raise
            return {}
        if owner != user_id:
            raise SealError("vault_damaged")  # somebody else's file under this name
        return entries

    def _open(self, file: Path) -> tuple[str, Entries]:
        sealed = read_patiently(file)
        before, owner, own = self._seen.get(file.name, (b"", "", {}))
        if sealed == before:  # every write has a new nonce, so equal bytes mean that nothing has changed
            return owner, own
        try:
            kept = json.loads(self._seal.open(sealed))
        except SealError as error:
            error.file = file
            raise
        owner, own = kept["person"], dict(kept["entries"])
        self._remember(file, sealed, owner, own)
        return owner, own

    def _write(self, user_id: str, entries: Entries) -> None:
        file = self._file(user_id)
        sealed = self._seal.close(_written(user_id, entries))
        make_folder(file.parent)
        write_durably(file, sealed)
        self._remember(file, sealed, user_id, entries)
        if user_id != NOBODY and user_id not in self._ever_kept():
            line = self._seal.close_line(user_id.encode("utf-8", "surrogatepass"))
            append_durably(self._folder / _INDEX, b"\n" + line)  # the line before may have been cut off

    def _remember(self, file: Path, sealed: bytes, owner: str, entries: Entries) -> None:
        with self._turn:
            self._seen.pop(file.name, None)
            self._seen[file.name] = (sealed, owner, entries)
            while len(self._seen) > _REMEMBERED:
                del self._seen[next(iter(self._seen))]

    def _ever_kept(self) -> set[str]:
        """Whoever has had a file here."""
        file = self._folder / _INDEX
        data = read_patiently(file) if file.exists() else b""
        with self._turn:
            if not data.startswith(self._index):
                self._index, self._listed = b"", set()
            opened = map(self._seal.open_line, data[len(self._index) :].split(b"\n"))
            self._listed.update(each.decode("utf-8", "surrogatepass") for each in opened if each)
            self._index = data
        return self._listed

    @contextlib.contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except SealError as error:
            raise VaultClosed(
                "ENV-003", detail=say(f"keeping.{error.problem}", file=error.file or self._path)
            ) from None
        except (ValueError, KeyError, AttributeError, TypeError):
            raise VaultClosed("ENV-003", detail=say("keeping.vault_damaged", file=self._path)) from None
        except FileNotFoundError as error:
            gone = error.filename or self._path
            raise VaultClosed("ENV-003", detail=say("keeping.vault_missing", file=gone)) from None
        except OSError as error:
            raise closed_by(error, self._path) from error


def _written(user_id: str, entries: Entries) -> bytes:
    return json.dumps({"person": user_id, "entries": entries}).encode()


@contextlib.contextmanager
def _hold(path: Path) -> Iterator[None]:
    make_folder(path.parent)
    with lock(path):
        yield
