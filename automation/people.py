"""The register of known people: invitations from the mails, kept in the vault, and names that may be shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from ekakushin.automation.state.files import lock, read_patiently, usable, write_durably
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import Invitation, Noun, SecretName
from ekakushin.flows.rules.passwords import Passwords
from ekakushin.flows.secret import Secret

if TYPE_CHECKING:
    from ekakushin.automation.roster import RosterRow
    from ekakushin.flows.keeping import Vault
    from ekakushin.flows.mailbox import InvitedPerson

_KEPT: dict[str, SecretName] = {
    "issuance_url": SecretName.ISSUANCE_URL,
    "signup_url": SecretName.SIGNUP_URL,
    "login_url": SecretName.LOGIN_URL,
    "authentication_password": SecretName.AUTHENTICATION_PASSWORD,
}
_SECRET = (*_KEPT, "login_password")
_JOINED = ("name", "company", *_SECRET)


class Person(Noun):
    """One known person, without any secret. `mails` counts how often the mails said something new.

    `pc`, `windows_user` and `cells` (heading → text) are what the roster says.
    """

    user_id: str
    name: str = ""
    company: str = ""
    mails: int = 0
    pc: str = ""
    windows_user: str = ""
    cells: dict[str, str] = Field(default_factory=dict)


class People:
    """The people of one state folder; `vault` is opened when a secret is wanted, not for a name."""

    def __init__(self, home: Path, vault: Callable[[], Vault]) -> None:
        self._file = home / StateFile.PEOPLE
        self._open_vault = vault

    @cached_property
    def _vault(self) -> Vault:
        return self._open_vault()

    def keep(self, invitations: Iterable[Invitation], *, by_hand: bool = False) -> None:
        """Take invitations in; `by_hand` also allows new logins after some that ended unclear.

        Raises VaultClosed, or Misconfigured (ENV-004) if the folder is not writable."""
        with usable(self._file), lock(self._file):
            known = self._read_all()
            for invitation in invitations:
                changed = self._keep_secrets(invitation)
                if self._vault.get(invitation.user_id, SecretName.HALF):
                    self._vault.forget(invitation.user_id, SecretName.HALF)
                if by_hand:
                    Passwords(self._vault, invitation.user_id).forget_attempts()
                    self._vault.forget(invitation.user_id, SecretName.REFUSED_CERTIFICATE)
                before = known.get(invitation.user_id) or Person(user_id=invitation.user_id)
                update = {"name": invitation.name, "company": invitation.company}
                known[invitation.user_id] = before.model_copy(
                    update={**update, "mails": before.mails + changed}
                )
            self._write(known)

    def _write(self, known: Mapping[str, Person]) -> None:
        entries = [person.model_dump() for person in known.values()]
        write_durably(self._file, json.dumps(entries, ensure_ascii=False, indent=1).encode())

    def _keep_secrets(self, invitation: Invitation) -> bool:
        """Whether any of them is new."""
        user_id, vault = invitation.user_id, self._vault
        passwords = Passwords(vault, user_id)
        passwords.set_aside_if_reset(invitation.login_password)
        values = {name: getattr(invitation, field) for field, name in _KEPT.items()}
        changed = {name: value for name, value in values.items() if vault.get(user_id, name) != value}
        return passwords.keep_mailed(invitation.login_password, changed)

    def invitation(self, user_id: str) -> Invitation:
        """What the mails said about this person. Raises Misconfigured (MAIL-004) if none were read."""
        kept = {field: self._vault.get(user_id, name) for field, name in _KEPT.items()}
        kept["login_password"] = Passwords(self._vault, user_id).mailed
        if None in kept.values():
            raise Misconfigured("MAIL-004", user_id=user_id)
        person = self.person(user_id)
        shown = {"user_id": user_id, "name": person.name, "company": person.company}
        return Invitation.model_validate({**shown, **kept})

    def keep_halves(self, people: Iterable[InvitedPerson]) -> None:
        """Keep what the mails say of people of whom something is missing, until the rest comes. Raises VaultClosed."""
        for person in people:
            told = {field: getattr(person, field) for field in _JOINED if getattr(person, field)}
            clear = {
                field: value.reveal() if isinstance(value, Secret) else value for field, value in told.items()
            }
            self._vault.put(person.user_id, SecretName.HALF, Secret(json.dumps(clear, ensure_ascii=False)))

    def with_halves(self, people: Iterable[InvitedPerson]) -> tuple[InvitedPerson, ...]:
        """The people, with what an earlier mail said of those of whom something is missing. Raises VaultClosed.

        A half that contradicts what is there now belongs to other mails and is left out.
        """
        return tuple(
            self._with_half(each) if each.missing and not each.conflicts else each for each in people
        )

    def _with_half(self, person: InvitedPerson) -> InvitedPerson:
        kept = self._vault.get(person.user_id, SecretName.HALF)
        half = json.loads(kept.reveal()) if kept else {}
        half = {field: Secret(value) if field in _SECRET else value for field, value in half.items()}
        if any(
            getattr(person, field) not in (None, value) for field, value in half.items() if field in _SECRET
        ):
            return person
        new = {field: value for field, value in half.items() if not getattr(person, field)}
        return person.model_copy(update=new)

    def note_roster(self, rows: Mapping[str, RosterRow]) -> None:
        """Keep what the roster says of people who are known, by user ID. Raises Misconfigured (ENV-004)."""
        with usable(self._file), lock(self._file):
            known = self._read_all()
            for user_id, row in rows.items():
                update = {"pc": row.pc, "windows_user": row.windows_user, "cells": row.cells}
                if user_id in known:
                    known[user_id] = known[user_id].model_copy(update=update)
            self._write(known)

    def roster(self) -> dict[str, dict[str, str]]:
        """The rows of the roster, by user ID, without the passwords that older versions have kept."""
        from ekakushin.automation.roster.passwords import without_password_columns

        rows = {user_id: person.cells for user_id, person in self._read_all().items() if person.cells}
        return {user_id: without_password_columns(cells) for user_id, cells in rows.items()}

    def person(self, user_id: str) -> Person:
        """What may be shown of somebody; next to nothing of somebody who is not known."""
        return self._read_all().get(user_id) or Person(user_id=user_id)

    def everybody(self) -> list[Person]:
        """Everybody whose mails were read, in the order in which they became known."""
        return list(self._read_all().values())

    def _read_all(self) -> dict[str, Person]:
        if not self._file.exists():
            return {}
        try:
            entries = json.loads(read_patiently(self._file))
            return {entry["user_id"]: Person.model_validate(entry) for entry in entries}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Misconfigured("ENV-005", file=self._file, reason=type(error).__name__) from error
