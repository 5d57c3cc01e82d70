"""Which entries the keyring holds for which home: names only, never a secret."""

from __future__ import annotations

import secrets
from pathlib import Path

from pydantic import Field, ValidationError

from ekakushin.automation.state.files import read_patiently, write_durably
from ekakushin.flows.errors import VaultClosed
from ekakushin.flows.models import Noun
from ekakushin.flows.text import say


class Index(Noun):
    """`home` keeps the entries of two homes apart; `people` are the entries' names by user ID."""

    home: str = Field(pattern="^[0-9a-f]{16}$")
    people: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @classmethod
    def new(cls) -> Index:
        """The index of a home that has none yet."""
        return cls(home=secrets.token_hex(8))

    def with_entry(self, user_id: str, name: str) -> Index:
        """This index and that entry, once."""
        names = tuple(sorted({*self.people.get(user_id, ()), str(name)}))
        return self.model_copy(update={"people": {**self.people, user_id: names}})

    def without_entry(self, user_id: str, name: str) -> Index:
        """This index without that entry; a person without entries is not in it."""
        names = tuple(kept for kept in self.people.get(user_id, ()) if kept != name)
        others = {person: kept for person, kept in self.people.items() if person != user_id}
        return self.model_copy(update={"people": {**others, user_id: names} if names else others})


def read_index(file: Path) -> Index:
    """The index in `file`. Raises VaultClosed (ENV-003) when it is damaged, OSError when it is missing."""
    try:
        return Index.model_validate_json(read_patiently(file))
    except ValidationError:
        raise VaultClosed("ENV-003", detail=say("keeping.vault_damaged", file=file)) from None


def write_index(file: Path, index: Index) -> None:
    """Put it on disk, unless it is there already. Raises OSError."""
    data = index.model_dump_json(indent=1).encode()
    if not file.exists() or read_patiently(file) != data:
        write_durably(file, data)
