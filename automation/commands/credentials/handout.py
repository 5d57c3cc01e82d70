"""What one person is handed: the credentials that hold now, and the facts that go with them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ekakushin.automation.office import Office
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Explained
from ekakushin.flows.models import Noun, SecretName
from ekakushin.flows.rules.passwords import Passwords
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

Doubt = Literal["", "refused", "unsettled"]


class Handout(Noun):
    """One person's share. `own_password` is False for the one of the mail, which is still to be changed.

    `doubt` says why the password must not be used: the site has refused it, or a change is under way.
    """

    user_id: str
    name: str = ""
    company: str = ""
    password: Secret | None = None
    own_password: bool = False
    pin: Secret | None = None
    login_url: Secret | None = None
    expiry: datetime | None = None
    pc: str = ""
    doubt: Doubt = ""

    @property
    def who(self) -> str:
        """The person in one line."""
        return f"{self.user_id} {self.name}".strip()


def handout_of(office: Office, user_id: str) -> Handout | None:
    """What this person is handed, or None where there is neither password nor PIN. Raises VaultClosed."""
    vault, person = office.vault, office.people.person(user_id)
    passwords = Passwords(vault, user_id)
    password = passwords.proven or passwords.mailed
    pin = vault.get(user_id, SecretName.PIN)
    if not password and not pin:
        return None
    return Handout(
        user_id=user_id,
        name=person.name,
        company=person.company,
        password=password,
        own_password=passwords.is_own(passwords.mailed),
        pin=pin,
        login_url=vault.get(user_id, SecretName.LOGIN_URL),
        expiry=_expiry(office, user_id),
        pc=person.pc,
        doubt=_doubt(passwords, password),
    )


def _doubt(passwords: Passwords, password: Secret | None) -> Doubt:
    if password and passwords.is_refused(password):
        return "refused"
    return "unsettled" if passwords.undecided else ""


def _expiry(office: Office, user_id: str) -> datetime | None:
    """When the certificate ends; None where there is none, or where it cannot be read, which is told."""
    try:
        certificate = office.certificates.latest(user_id)
    except Explained as error:
        tell(say("handout.certificate_unreadable", user_id=user_id, reason=error))
        return None
    return certificate.not_after if certificate else None
