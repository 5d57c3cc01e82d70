"""Who is known here: invitations taken from mails into the vault, and names that may be shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from automation.home import locked, usable, write_durably
from flows.errors import Misconfigured
from flows.keeping import Vault
from flows.models import Invitation, Noun, SecretName

_KEPT: dict[str, SecretName] = {
    "issuance_url": SecretName.ISSUANCE_URL,
    "signup_url": SecretName.SIGNUP_URL,
    "login_url": SecretName.LOGIN_URL,
    "authentication_password": SecretName.AUTHENTICATION_PASSWORD,
    "login_password": SecretName.LOGIN_PASSWORD,
}


class Person(Noun):
    """What may be shown of somebody."""

    user_id: str
    name: str = ""
    company: str = ""


class People:
    """The people of one state folder."""

    def __init__(self, home: Path, vault: Vault) -> None:
        self._file = home / "people.json"
        self._vault = vault

    def keep(self, invitations: Iterable[Invitation], *, by_hand: bool = False) -> None:
        """Take invitations in; `by_hand` also allows new logins after some that ended unclear.

        Raises VaultClosed, or Misconfigured (ENV-004) if the folder is not writable."""
        with usable(self._file), locked(self._file):
            known = self._known()
            for invitation in invitations:
                self._keep_secrets(invitation)
                if by_hand:
                    self._vault.forget(invitation.user_id, SecretName.UNCLEAR_LOGINS)
                known[invitation.user_id] = Person(
                    user_id=invitation.user_id, name=invitation.name, company=invitation.company
                )
            entries = [person.model_dump() for person in known.values()]
            write_durably(self._file, json.dumps(entries, ensure_ascii=False, indent=1).encode())

    def _keep_secrets(self, invitation: Invitation) -> None:
        user_id, vault = invitation.user_id, self._vault
        before = vault.get(user_id, SecretName.LOGIN_PASSWORD)
        if before and before != invitation.login_password:
            self._password_was_reset(user_id)
        for field, name in _KEPT.items():
            value = getattr(invitation, field)
            if vault.get(user_id, name) != value:
                vault.put(user_id, name, value)

    def _password_was_reset(self, user_id: str) -> None:
        """The society has sent another password: the person's own holds no longer, but it is not thrown away."""
        vault = self._vault
        own = vault.get(user_id, SecretName.PASSWORD)
        if own:
            vault.put(user_id, SecretName.FORMER_PASSWORD, own)
            vault.forget(user_id, SecretName.PASSWORD)
        vault.forget(user_id, SecretName.UNCLEAR_LOGINS)

    def invitation(self, user_id: str) -> Invitation:
        """What the mails said about this person. Raises Misconfigured (MAIL-004) if none were read."""
        kept = {field: self._vault.get(user_id, name) for field, name in _KEPT.items()}
        if None in kept.values():
            raise Misconfigured("MAIL-004", user_id=user_id)
        person = self._known().get(user_id) or Person(user_id=user_id)
        return Invitation.model_validate({**person.model_dump(), **kept})

    def invitations(self) -> list[Invitation]:
        """Everybody whose mails were read, in the order in which they became known."""
        return [self.invitation(user_id) for user_id in self._known()]

    def _known(self) -> dict[str, Person]:
        if not self._file.exists():
            return {}
        try:
            entries = json.loads(self._file.read_text("utf-8"))
            return {entry["user_id"]: Person.model_validate(entry) for entry in entries}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Misconfigured("ENV-005", file=self._file, reason=type(error).__name__) from error
