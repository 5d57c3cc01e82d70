"""Which of one person's passwords holds, which may be tried, and what is kept of each before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ekakushin.flows.errors import NeedsPerson, OutcomeUnknown
from ekakushin.flows.keeping import Vault
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret

# What warns against another login; whoever forgets it may lock the account.
WARNINGS = frozenset({SecretName.REFUSED_PASSWORD, SecretName.UNCLEAR_LOGINS})

# How many attempts may end unclear: with the password of a mail, and with one that we made and sent ourselves.
_UNCLEAR_AT_MOST, _UNCLEAR_OWN = 1, 3


@dataclass(frozen=True)
class Passwords:
    """What the vault knows of one person's passwords. Nothing else reads or writes those entries.

    Every act has two halves: what is kept before it is sent, and what its answer means. `mailed` is everywhere
    the password that the society has sent. Whatever asks or keeps raises VaultClosed if the vault cannot.
    """

    vault: Vault
    user_id: str

    # Which one holds.

    @property
    def proven(self) -> Secret | None:
        """The one with which a login has opened the account."""
        return self._get(SecretName.PASSWORD)

    @property
    def mailed(self) -> Secret | None:
        """The one of the mail that was read last."""
        return self._get(SecretName.LOGIN_PASSWORD)

    def present(self, mailed: Secret) -> Secret:
        """The one that last worked, otherwise the one of the mail."""
        return self.proven or mailed

    def is_own(self, mailed: Secret | None) -> bool:
        """Whether the person's own has opened the account and stands in place of the one of the mail."""
        proven = self.proven
        return bool(proven) and proven != mailed

    def is_changed(self, mailed: Secret) -> bool:
        """Whether it is the person's own that holds, and no change is undecided."""
        return not self.undecided and self.is_own(mailed)

    def was_accepted(self, password: Secret) -> bool:
        """Whether a login, the sign-up or a change has accepted it before: then it cannot be a wrong one."""
        return password in (self.proven, self._get(SecretName.ACCEPTED_PASSWORD))

    def is_somebody_else_s(self, mailed: Secret) -> bool:
        """Whether somebody who signed up before us has most likely replaced the one of the mail."""
        return bool(self._get(SecretName.SIGNED_UP_ELSEWHERE)) and not self.was_accepted(mailed)

    # Which one may be tried.

    def is_refused(self, password: Secret) -> bool:
        """Whether the site has refused it: it is never tried again."""
        return self._get(SecretName.REFUSED_PASSWORD) == password

    def note_refused(self, password: Secret) -> None:
        """The site has refused it."""
        self._put(SecretName.REFUSED_PASSWORD, password)

    def must_have_attempts_left(self, password: Secret) -> None:
        """Raises NeedsPerson (ACC-008) after as many attempts that ended unclear as it may have.

        One that was accepted before is not counted.
        """
        own = self._get(SecretName.NEXT_PASSWORD) == password
        most = _UNCLEAR_OWN if own else _UNCLEAR_AT_MOST
        if not self.was_accepted(password) and self._attempts() >= most:
            raise NeedsPerson("ACC-008", count=most)

    def count_attempt(self, password: Secret) -> None:
        """Before a login is sent: it counts as unclear until it is answered."""
        if not self.was_accepted(password):
            self._put(SecretName.UNCLEAR_LOGINS, Secret(str(self._attempts() + 1)))

    def forget_attempts(self) -> None:
        """Nothing is unclear any more: a login was answered, was never sent, or somebody allows new ones."""
        self.vault.forget(self.user_id, SecretName.UNCLEAR_LOGINS)

    def note_opened(self, password: Secret, mailed: Secret) -> None:
        """A login has opened the account. A new one of our own becomes the password by `promote_next` alone."""
        self.forget_attempts()
        if password == mailed and not self.proven:
            self._put(SecretName.PASSWORD, password)

    # The sign-up.

    def note_signing_up(self, mailed: Secret) -> None:
        """Before the sign-up is sent."""
        self._put(SecretName.SIGNUP_PASSWORD, mailed)

    def note_accepted(self, password: Secret) -> None:
        """The sign-up, or a change, has accepted it; no login has proven it yet."""
        self._put(SecretName.ACCEPTED_PASSWORD, password)

    def note_signed_up_before(self, mailed: Secret) -> None:
        """The account is signed up: with this one if an interrupted run has sent it, otherwise by somebody else."""
        if self._get(SecretName.SIGNUP_PASSWORD) == mailed:
            self.note_accepted(mailed)
        else:
            self._put(SecretName.SIGNED_UP_ELSEWHERE, Secret("yes"))

    # The change.

    @property
    def undecided(self) -> bool:
        """Whether a new one was sent, and no login has shown yet whether it holds."""
        return bool(self._get(SecretName.NEXT_PASSWORD_SENT))

    @property
    def candidate(self) -> Secret | None:
        """The new one of an undecided change."""
        return self._get(SecretName.NEXT_PASSWORD) if self.undecided else None

    def keep_next(self, new: Secret) -> None:
        """Before anything is sent: a new one that nobody has seen yet must not be lost."""
        self._put(SecretName.NEXT_PASSWORD, new)

    def note_next_sent(self, at: datetime) -> None:
        """Before the change leaves: from here on the new one is the `candidate`."""
        self._put(SecretName.NEXT_PASSWORD_SENT, Secret(at.isoformat()))

    def promote_next(self) -> None:
        """The new one has opened the account: from now on it is the password. Raises OutcomeUnknown (ACC-007)."""
        new = self._get(SecretName.NEXT_PASSWORD)
        if new is None:
            raise OutcomeUnknown("ACC-007")
        self._put(SecretName.PASSWORD, new)
        self.drop_next()

    def drop_next(self) -> None:
        """There is no new one under way any more."""
        self.vault.forget(self.user_id, SecretName.NEXT_PASSWORD_SENT)
        self.vault.forget(self.user_id, SecretName.NEXT_PASSWORD)

    # The mails.

    def set_aside_if_reset(self, mailed: Secret) -> None:
        """Where the society has sent another one, the person's own holds no longer, but it is not thrown away.

        Before `keep_mailed`: cut off between the two, the next reading of the mails comes here again.
        """
        before = self.mailed
        if not before or before == mailed:
            return
        own = self.proven
        if own:
            self._put(SecretName.FORMER_PASSWORD, own)
            self.vault.forget(self.user_id, SecretName.PASSWORD)
        self.forget_attempts()

    def keep_mailed(self, mailed: Secret, beside: Mapping[SecretName, Secret]) -> bool:
        """Keep the one of the mail, and what else is new in the mails, with one write; whether anything is new."""
        new = dict(beside)
        if self.mailed != mailed:
            new[SecretName.LOGIN_PASSWORD] = mailed
        if new:
            self.vault.put_all(self.user_id, new)
        return bool(new)

    def _attempts(self) -> int:
        counted = self._get(SecretName.UNCLEAR_LOGINS)
        return int(counted.reveal()) if counted else 0

    def _get(self, name: SecretName) -> Secret | None:
        return self.vault.get(self.user_id, name)

    def _put(self, name: SecretName, value: Secret) -> None:
        self.vault.put(self.user_id, name, value)
