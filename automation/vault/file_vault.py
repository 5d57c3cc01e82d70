"""The vault as one encrypted file, which several processes and threads may use at the same time."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from ekakushin.automation.state.files import lock, make_folder, reason, write_durably
from ekakushin.automation.vault.sealing import Cost, Seal, SealError, header_of
from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.models import NOBODY, SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

Entries = dict[str, dict[str, str]]

_DEFAULT_COST = Cost()


class FileVault:
    """Everybody's secrets in one file: read afresh for every question, written whole for every change.

    A file that does not open is never overwritten. `cost` is for a new file; one that is there keeps its own.
    """

    def __init__(self, path: Path, passphrase: Secret, *, cost: Cost = _DEFAULT_COST) -> None:
        if not passphrase:
            raise VaultClosed("ENV-003", detail=say("keeping.empty_passphrase"))
        self._path = path
        self._passphrase = passphrase
        self._seen = b""
        self._entries: Entries = {}
        with self._translate_errors(), _hold(path):
            self._seal = self._open_or_create(cost)
            self._read()

    def get(self, user_id: str, name: SecretName) -> Secret | None:
        """The secret, or None where there is none. Raises VaultClosed if the vault cannot be read."""
        with self._open() as entries:
            value = entries.get(user_id, {}).get(name)
        return None if value is None else Secret(value)

    def put(self, user_id: str, name: SecretName, value: Secret) -> None:
        """Keep it, in place of an older one, on disk when this returns. Raises VaultClosed."""
        with self._open() as entries:
            own = entries.get(user_id, {})
            if own.get(name) != value.reveal():
                self._write({**entries, user_id: {**own, name.value: value.reveal()}})

    def forget(self, user_id: str, name: SecretName) -> None:
        """Remove it; nothing happens where there is none. Raises VaultClosed."""
        with self._open() as entries:
            own = {key: value for key, value in entries.get(user_id, {}).items() if key != name}
            others = {person: kept for person, kept in entries.items() if person != user_id}
            changed = {**others, user_id: own} if own else others
            if changed != entries:
                self._write(changed)

    def people(self) -> list[str]:
        """The user IDs that have at least one secret here, sorted. Raises VaultClosed."""
        with self._open() as entries:
            return sorted(entries.keys() - {NOBODY})

    @contextlib.contextmanager
    def _open(self) -> Iterator[Entries]:
        with self._translate_errors(), _hold(self._path):
            yield self._read()

    def _open_or_create(self, cost: Cost) -> Seal:
        if self._path.exists():
            return Seal.of(self._path.read_bytes(), self._passphrase)
        self._seal = Seal.new(self._passphrase, cost)
        self._write({})
        return self._seal

    def _read(self) -> Entries:
        sealed = self._path.read_bytes()
        if sealed != self._seen:  # every write has a new nonce, so equal bytes mean nothing has changed
            if header_of(sealed) != self._seal.header:
                self._seal = Seal.of(sealed, self._passphrase)
            self._entries = json.loads(self._seal.open(sealed))["people"]
            self._seen = sealed
        return self._entries

    def _write(self, entries: Entries) -> None:
        sealed = self._seal.close(json.dumps({"people": entries}).encode())
        write_durably(self._path, sealed)
        self._entries, self._seen = entries, sealed

    @contextlib.contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except SealError as error:
            raise VaultClosed("ENV-003", detail=say(f"keeping.{error.problem}", file=self._path)) from None
        except (ValueError, KeyError, AttributeError):
            raise VaultClosed("ENV-003", detail=say("keeping.vault_damaged", file=self._path)) from None
        except FileNotFoundError:
            raise VaultClosed("ENV-003", detail=say("keeping.vault_missing", file=self._path)) from None
        except OSError as error:
            detail = say("keeping.file_unusable", file=self._path, reason=reason(error))
            raise VaultClosed("ENV-003", detail=detail) from error


@contextlib.contextmanager
def _hold(path: Path) -> Iterator[None]:
    make_folder(path.parent)
    with lock(path):
        yield
