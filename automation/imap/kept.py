"""The mailboxes' passwords and tokens in the vault, and those that a server has refused."""

from __future__ import annotations

import json
from collections.abc import Callable

from ekakushin.automation.imap.account import MailboxLogin, Server
from ekakushin.flows.keeping import Vault
from ekakushin.flows.models import NOBODY, SecretName
from ekakushin.flows.secret import Secret


class KeptLogins:
    """All of one vault. What is kept is by server, user and kind; it raises VaultClosed."""

    def __init__(self, vault: Callable[[], Vault]) -> None:
        self._vault = vault

    def get(self, server: Server, user: str, *, oauth: bool) -> Secret | None:
        """What is kept for a user, or None."""
        found = self._read(SecretName.MAILBOXES).get(_key(server, user, oauth))
        return Secret(found) if found else None

    def keep(self, server: Server, login: MailboxLogin) -> None:
        """Keep it, in place of an older one."""
        self._put(SecretName.MAILBOXES, server, login)

    def forget(self, server: Server, user: str) -> bool:
        """Forget what is kept for a user; whether there was anything."""
        found = False
        for name in (SecretName.MAILBOXES, SecretName.REFUSED_MAILBOXES):
            entries = self._read(name)
            gone = [entries.pop(_key(server, user, oauth), None) for oauth in (False, True)]
            if any(gone):
                self._write(name, entries)
                found = True
        return found

    def was_refused(self, server: Server, login: MailboxLogin) -> bool:
        """Whether the server has refused this very one before."""
        refused = self._read(SecretName.REFUSED_MAILBOXES).get(_key(server, login.user, login.oauth))
        return refused is not None and Secret(refused) == login.secret

    def note_refusal(self, server: Server, login: MailboxLogin) -> None:
        """Remember that the server has refused it; it is kept for use no longer."""
        self._put(SecretName.REFUSED_MAILBOXES, server, login)
        entries = self._read(SecretName.MAILBOXES)
        if entries.pop(_key(server, login.user, login.oauth), None) is not None:
            self._write(SecretName.MAILBOXES, entries)

    def note_success(self, server: Server, login: MailboxLogin) -> None:
        """Forget an earlier refusal of this user's."""
        entries = self._read(SecretName.REFUSED_MAILBOXES)
        if entries.pop(_key(server, login.user, login.oauth), None) is not None:
            self._write(SecretName.REFUSED_MAILBOXES, entries)

    def _put(self, name: SecretName, server: Server, login: MailboxLogin) -> None:
        key = _key(server, login.user, login.oauth)
        self._write(name, {**self._read(name), key: login.secret.reveal()})

    def _read(self, name: SecretName) -> dict[str, str]:
        kept = self._vault().get(NOBODY, name)
        return dict(json.loads(kept.reveal())) if kept else {}

    def _write(self, name: SecretName, entries: dict[str, str]) -> None:
        if entries:
            self._vault().put(NOBODY, name, Secret(json.dumps(entries)))
        else:
            self._vault().forget(NOBODY, name)


def _key(server: Server, user: str, oauth: bool) -> str:
    return f"{'oauth' if oauth else 'password'} {user}@{server.host.lower()}:{server.port}"
