"""Login: entering the service with certificate, user ID and the password that holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import FlowError, NeedsPerson, Refused, UnderWay
from ekakushin.flows.models import ClientCertificate, Identity, Invitation, Login, SecretName
from ekakushin.flows.rules import to_prove, to_use
from ekakushin.flows.rules.passwords import Passwords
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import arrival
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.acts import act
from ekakushin.flows.workplace import Workplace

_OF_THE_CERTIFICATE = ("CRT-004", "CRT-005", "CRT-006")


async def login(workplace: Workplace, invitation: Invitation) -> Login:
    """Prove that the account opens, and read how often it failed before.

    Raises Refused: ACC-001 or ACC-010 (once; never tried again with this password), ACC-002 locked, ACC-003,
    ACC-009 not signed up, CRT-004 to CRT-006 for the certificate.
    """
    async with entered(workplace, invitation, "login") as home:
        personal = await home.personal()
        return Login(user_id=invitation.user_id, failures=personal.login_failures)


@asynccontextmanager
async def entered(workplace: Workplace, invitation: Invitation, step: str) -> AsyncIterator[HomeScreen]:
    """Be logged in for the length of the block; log out at its end, also to wait. Raises what `login` raises."""
    user_id = invitation.user_id
    workplace.site.must_own(invitation.login_url.reveal(), workplace.site.service)
    async with workplace.tab(user_id, step, identity=identity_of(workplace, user_id)) as tab:
        home = await _logged_in(workplace, invitation, tab)
        waiting: UnderWay | None = None
        try:
            yield home
        except UnderWay as error:
            waiting = error
        await workplace.note_last(tab, user_id, step)
        await _leave(tab)
    if waiting:
        raise waiting


async def _leave(tab: Tab) -> None:
    """Log out where that is offered; a session that cannot be left ends by itself."""
    with suppress(FlowError):
        reading = await tab.until(lambda now: now, seconds=tab.site.limits.page)
        if HomeScreen.shown(reading):
            async with act(tab, "logout"):
                await HomeScreen(tab, reading).log_out()


async def _logged_in(workplace: Workplace, invitation: Invitation, tab: Tab) -> HomeScreen:
    """Log in with the password that holds; after an interrupted change the new one is looked at first."""
    passwords, mailed = Passwords(workplace.vault, invitation.user_id), invitation.login_password
    candidate = passwords.candidate
    if candidate is None:
        return await log_in(workplace, invitation, tab, passwords.present(mailed))
    try:
        home = await log_in(workplace, invitation, tab, candidate)
    except Refused as error:
        if error.code not in ("ACC-001", "ACC-003"):
            raise
        passwords.drop_next()  # the change did not take effect: the present one holds
        return await log_in(workplace, invitation, tab, passwords.present(mailed))
    passwords.promote_next()
    return home


async def holds(workplace: Workplace, invitation: Invitation, step: str) -> bool:
    """Whether the present password still opens the account; one attempt, remembered if it is refused."""
    user_id = invitation.user_id
    async with workplace.tab(user_id, step, identity=identity_of(workplace, user_id)) as tab:
        present = Passwords(workplace.vault, user_id).present(invitation.login_password)
        try:
            await log_in(workplace, invitation, tab, present)
        except Refused as error:
            if error.code != "ACC-001":
                raise
            return False
        await _leave(tab)
        return True


async def log_in(workplace: Workplace, invitation: Invitation, tab: Tab, password: Secret) -> HomeScreen:
    """One attempt with one password; it is counted before it is made, and a refusal is remembered."""
    user_id = invitation.user_id
    passwords = Passwords(workplace.vault, user_id)
    must_be_untried(workplace, user_id, password)
    screen: LoginScreen | HomeScreen = await arrival(
        tab, await tab.open(invitation.login_url), (LoginScreen, HomeScreen), refused="CRT-001"
    )
    if isinstance(screen, HomeScreen):
        return screen
    passwords.count_attempt(password)
    try:
        async with act(tab, "login"):
            home = await screen.submit(user_id, password)
    except Refused as error:
        raise _remembered(workplace, invitation, password, error) from error
    except FlowError as error:
        # Closed or too busy to look at a password; or never sent, which is certain once nothing can leave any more.
        if error.code in ("NET-005", "NET-008") or not tab.departure.shut():
            passwords.forget_attempts()
        raise
    passwords.note_opened(password, invitation.login_password)
    crash_point("login.kept")
    return home


def _remembered(workplace: Workplace, invitation: Invitation, password: Secret, error: Refused) -> Refused:
    """What the refusal means, kept so that the same password or certificate is not tried again."""
    remember_certificate(workplace, invitation.user_id, error)
    if error.code != "ACC-001":
        return error
    passwords = Passwords(workplace.vault, invitation.user_id)
    passwords.note_refused(password)
    if password == invitation.login_password and passwords.is_somebody_else_s(password):
        return Refused("ACC-010", site_words=error.site_words)
    return error


def remember_certificate(workplace: Workplace, user_id: str, error: Refused) -> None:
    """From now on no password is sent with this certificate, if it was the certificate that the site refused."""
    if error.code in _OF_THE_CERTIFICATE:
        fingerprint = certificate_of(workplace, user_id).fingerprint
        note = Secret(f"{error.code} {fingerprint}")
        workplace.vault.put(user_id, SecretName.REFUSED_CERTIFICATE, note)


def must_be_untried(workplace: Workplace, user_id: str, password: Secret) -> None:
    """Raises Refused (ACC-003) for a password that was refused, NeedsPerson (ACC-008) after an attempt that
    ended unclear, Refused (CRT-004 to CRT-006) for a certificate with which the site took no password.

    An attempt that was cut off or answered by an unknown page may have been a failed one, and the next would
    be the second of the six that lock an account (G). A password that was accepted before is not counted.
    """
    passwords = Passwords(workplace.vault, user_id)
    if passwords.is_refused(password):
        raise Refused("ACC-003")
    note = workplace.vault.get(user_id, SecretName.REFUSED_CERTIFICATE)
    code, _, fingerprint = note.reveal().partition(" ") if note else ("", "", "")
    if code and certificate_of(workplace, user_id).fingerprint == fingerprint:
        raise Refused(code)
    passwords.must_have_attempts_left(password)


def certificate_of(workplace: Workplace, user_id: str) -> ClientCertificate:
    """The client certificate to show to the site; `ekakushin.flows.rules.to_use` has the rule.

    Raises NeedsPerson (CRT-002) if there is none yet, Refused (CRT-005) if all have expired.
    """
    certificates = workplace.certificates.certificates(user_id)
    if not certificates:
        raise NeedsPerson("CRT-002", user_id=user_id)
    chosen = to_use(certificates, workplace.clock())
    if chosen is None:
        raise Refused("CRT-005")
    return chosen


def certificate_to_prove(workplace: Workplace, user_id: str) -> ClientCertificate:
    """The newest that has not opened the site yet, otherwise as `certificate_of`, raising what that raises."""
    certificates = workplace.certificates.certificates(user_id)
    return to_prove(certificates, workplace.clock()) or certificate_of(workplace, user_id)


def identity_of(workplace: Workplace, user_id: str) -> Identity:
    """Certificate and key for the TLS handshake. Raises as `certificate_of` and `key_of` do."""
    return key_of(workplace, certificate_of(workplace, user_id))


def key_of(workplace: Workplace, certificate: ClientCertificate) -> Identity:
    """This certificate and its key. Raises NeedsPerson (CRT-007) if the key is not here."""
    try:
        return workplace.certificates.identity(certificate)
    except KeyError:
        raise NeedsPerson("CRT-007", place=certificate.fingerprint[:16]) from None
