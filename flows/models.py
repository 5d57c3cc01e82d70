"""The data models that the steps take and return; all are frozen."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from ekakushin.flows.secret import Secret
from ekakushin.flows.step_names import STEPS, StepName

__all__ = ["STEPS", "StepName"]


class Noun(BaseModel):
    """A frozen value whose validation errors never print what was put in."""

    # Built when first used: most commands import many nouns and make few.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class Invitation(Noun):
    """What the two mails say about one person (G: the two mails). All of it, or it is no invitation."""

    user_id: str
    name: str = ""
    company: str = ""
    issuance_url: Secret
    signup_url: Secret
    login_url: Secret
    authentication_password: Secret
    login_password: Secret


class ClientCertificate(Noun):
    """The login certificate of one person, as a fact; its key is in the certificate store.

    `fingerprint` is the SHA-256 of the certificate (lower-case hex) and the handle by which the store
    finds certificate and key again. `proven` says that it has opened the site at least once.
    """

    user_id: str
    fingerprint: str
    serial: str
    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    proven: bool = False


class Identity(Noun):
    """Certificate (with its chain) and private key, both PEM, ready for a TLS handshake."""

    certificate_pem: bytes
    key_pem: Secret


class SigningCertificate(Noun):
    """The signing certificate that the service keeps for one person (G: certificate's table)."""

    user_id: str
    serial: str = ""
    subject: str = ""
    not_after: str = ""


class Fact(Noun):
    """The result of a step that is done and has no data to return; `already` if it was done before.

    `elsewhere` if it was done by somebody else, with a secret that nobody here knows.
    """

    user_id: str
    step: StepName
    already: bool = False
    elsewhere: bool = False


class Login(Noun):
    """A login that worked; `failures` is ログイン失敗回数 where the page shows it."""

    user_id: str
    failures: int | None = None


class Account(Noun):
    """The steps that one person has behind them."""

    user_id: str
    steps: tuple[StepName, ...]


NOBODY = ""  # what the tool keeps in the vault for itself is under this user ID


class SecretName(StrEnum):
    """The secrets that the vault holds for one person; the value is the entry's name there."""

    ISSUANCE_URL = "issuance-url"
    SIGNUP_URL = "signup-url"
    LOGIN_URL = "login-url"
    AUTHENTICATION_PASSWORD = "authentication-password"  # noqa: S105  (an entry's name)
    LOGIN_PASSWORD = "login-password"  # noqa: S105  (an entry's name: the password of the mail)
    PASSWORD = "password"  # noqa: S105  (an entry's name: the person's own, proven by a login)
    FORMER_PASSWORD = "former-password"  # noqa: S105  (an entry's name: before the society sent another one)
    NEXT_PASSWORD = "next-password"  # noqa: S105  (made and kept, not yet proven)
    NEXT_PASSWORD_SENT = "next-password-sent"  # noqa: S105  (when it was sent to the site)
    SIGNUP_PASSWORD = "sign-up-password"  # noqa: S105  (an entry's name: sent to the sign-up)
    ACCEPTED_PASSWORD = "accepted-password"  # noqa: S105  (an entry's name: sign-up or change accepted it)
    REFUSED_PASSWORD = "refused-password"  # noqa: S105  (refused by the site: never tried again)
    UNCLEAR_LOGINS = "unclear-logins"
    REFUSED_CERTIFICATE = "refused-certificate"  # code and fingerprint: not shown again with a password
    SIGNED_UP_ELSEWHERE = "signed-up-elsewhere"  # the site said so before we had sent anything
    REFUSED_AUTHENTICATION = "refused-authentication"
    USED_AUTHENTICATION = "used-authentication"  # the site accepted it: 発行 may have been pressed with it
    PIN = "pin"
    P12_PIN = "p12-pin"
    CERTIFICATE_PASSPHRASE = "certificate-passphrase"  # noqa: S105  (an entry's name)
    VERIFICATION_URL = "verification-url"
    HALF = "half-of-the-mails"  # what one of the two mails says, until the other one comes
    MAILBOXES = "mailboxes"  # nobody's: passwords and tokens, by server and user
    REFUSED_MAILBOXES = "refused-mailboxes"  # nobody's: those that the server has refused
    AUDIT = "audit"  # nobody's: the audit log's key, and how far it goes
    PROXY_LOGIN = "proxy-login"  # nobody's: user name and password for each proxy
    REFUSED_PROXY_LOGIN = "refused-proxy-login"  # nobody's: a mark of the one that each proxy has refused

    @property
    def is_secret(self) -> bool:
        """Whether it holds what somebody knows or is; the others hold a count, a code or a moment."""
        return self not in (
            self.UNCLEAR_LOGINS,
            self.REFUSED_CERTIFICATE,
            self.SIGNED_UP_ELSEWHERE,
            self.NEXT_PASSWORD_SENT,
            self.REFUSED_MAILBOXES,
            self.REFUSED_PROXY_LOGIN,
        )
