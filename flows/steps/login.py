"""Login: entering the service with certificate, user ID and the password that holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import FlowError, NeedsPerson, Refused, UnderWay
from ekakushin.flows.models import ClientCertificate, Identity, Login, SecretName
from ekakushin.flows.rules import to_prove, to_use
from ekakushin.flows.screens.earlier_login import EarlierLoginScreen
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import arrival
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.acts import act
from ekakushin.flows.workplace import Case

_ENTRANCE = (LoginScreen, HomeScreen, EarlierLoginScreen)
_OF_THE_CERTIFICATE = ("CRT-004", "CRT-005", "CRT-006")


async def login(case: Case) -> Login:
    """Prove that the account opens, and read how often it failed before.

    Raises Refused: ACC-001 or ACC-010 (once; never tried again with this password), ACC-002 locked, ACC-003,
    ACC-009 not signed up, CRT-004 to CRT-006 for the certificate.
    """
    async with login_session(case, "login") as home:
        personal = await home.personal()
        return Login(user_id=case.user_id, failures=personal.login_failures)


@asynccontextmanager
async def login_session(case: Case, step: str, *, staying: bool = True) -> AsyncIterator[HomeScreen]:
    """Be logged in, on whatever page, for the length of the block; logged in again only where nobody is any more.

    The login stays for the next step, unless the service is waited for or `staying` says no. Raises what `login`
    raises.
    """
    case.site.must_own(case.invitation.login_url.reveal(), case.site.service)
    waiting: UnderWay | None = None
    async with case.shared_tab(step, identity_of(case)) as tab:
        home = await _still_inside(case, tab) or await enter(case, tab)
        try:
            yield home
        except UnderWay as error:
            waiting = error
        await case.note_last(tab, step)
        if waiting or case.tracing or not staying:
            await _leave(case, tab)
    if waiting:
        await case.window.close()  # nothing is kept open in the meantime
        raise waiting


@asynccontextmanager
async def log_out_after(case: Case) -> AsyncIterator[Case]:
    """The case for the length of the block; at its end the person is logged out and their window is closed."""
    try:
        yield case
        await start_anew(case)
    finally:
        await case.window.close()


async def start_anew(case: Case) -> None:
    """Behind an answer that nobody understands: what comes next is asked in a window that has not seen it."""
    if case.window.logged_in:
        await _leave(case, case.window.tab)
    await case.window.close()


async def _leave(case: Case, tab: Tab | None) -> None:
    """Log out where that is offered; a session that cannot be left ends by itself."""
    case.window.logged_in = False
    if tab is None or tab.closed:
        return
    with suppress(FlowError):
        reading = await tab.present()
        if HomeScreen.is_shown(reading):
            async with act(tab, "logout"):
                await HomeScreen(tab, reading).log_out()


async def _still_inside(case: Case, tab: Tab) -> HomeScreen | None:
    """The page on which an earlier step of the same login has ended; None where that is not behind the login."""
    if case.window.logged_in:
        with suppress(FlowError):
            reading = await tab.present()
            if HomeScreen.is_shown(reading):
                return HomeScreen(tab, reading)
    case.window.logged_in = False
    return None


async def enter(case: Case, tab: Tab) -> HomeScreen:
    """Log in with the password that holds; after an interrupted change the new one is looked at first."""
    home = await _home(case, tab)
    case.window.logged_in = True
    return home


async def _home(case: Case, tab: Tab) -> HomeScreen:
    passwords, mailed = case.passwords, case.invitation.login_password
    candidate = passwords.candidate
    if candidate is None:
        return await log_in(case, tab, passwords.present(mailed))
    try:
        home = await log_in(case, tab, candidate)
    except Refused as error:
        if error.code not in ("ACC-001", "ACC-003"):
            raise
        passwords.drop_next()  # the change did not take effect: the present one holds
        return await log_in(case, tab, passwords.present(mailed))
    passwords.promote_next()
    return home


async def holds(case: Case, step: str) -> bool:
    """Whether the present password still opens the account; one attempt, remembered if it is refused."""
    async with case.tab(step, identity=identity_of(case)) as tab:
        present = case.passwords.present(case.invitation.login_password)
        try:
            await log_in(case, tab, present)
        except Refused as error:
            if error.code != "ACC-001":
                raise
            return False
        await _leave(case, tab)
        return True


async def log_in(case: Case, tab: Tab, password: Secret) -> HomeScreen:
    """One attempt with one password; it is counted before it is made, and a refusal is remembered."""
    user_id = case.user_id
    passwords = case.passwords
    must_be_untried(case, password)
    await tab.begin_session()  # a login that lasts from before proves nothing of this password
    screen: LoginScreen | HomeScreen | EarlierLoginScreen = await arrival(
        tab, await tab.open(case.invitation.login_url), _ENTRANCE, refused="CRT-001"
    )
    if isinstance(screen, EarlierLoginScreen):
        screen = await _end_earlier_login(screen)
    if isinstance(screen, HomeScreen):
        return screen
    passwords.count_attempt(password)
    try:
        async with act(tab, "login"):
            answer = await screen.submit(user_id, password, EarlierLoginScreen)
        home = await _get_past_earlier_login(answer, user_id, password)
    except Refused as error:
        raise _remember(case, password, error) from error
    except FlowError as error:
        # Closed or too busy to look at a password; or never sent, which is certain once nothing can leave any more.
        if error.code in ("NET-005", "NET-008") or not tab.departure.shut():
            passwords.forget_attempts()
        raise
    passwords.note_opened(password, case.invitation.login_password)
    crash_point("login.kept")
    return home


async def _get_past_earlier_login(
    answer: HomeScreen | EarlierLoginScreen, user_id: str, password: Secret
) -> HomeScreen:
    """The page behind the login, once another login of the same person is ended, which is done once.

    The site may ask for the password again then, which it has not refused. Raises as LoginScreen.submit does.
    """
    if isinstance(answer, HomeScreen):
        return answer
    screen = await _end_earlier_login(answer)
    if isinstance(screen, HomeScreen):
        return screen
    async with act(screen.tab, "login"):
        return await screen.submit(user_id, password)


async def _end_earlier_login(screen: EarlierLoginScreen) -> HomeScreen | LoginScreen:
    async with screen.tab.sending_once():
        return await screen.end_it()


def _remember(case: Case, password: Secret, error: Refused) -> Refused:
    """What the refusal means, kept so that the same password or certificate is not tried again."""
    remember_certificate(case, error)
    if error.code != "ACC-001":
        return error
    passwords = case.passwords
    passwords.note_refused(password)
    if password == case.invitation.login_password and passwords.is_somebody_else_s(password):
        return Refused("ACC-010", site_words=error.site_words)
    return error


def remember_certificate(case: Case, error: Refused) -> None:
    """From now on no password is sent with this certificate, if it was the certificate that the site refused."""
    if error.code in _OF_THE_CERTIFICATE:
        fingerprint = certificate_of(case).fingerprint
        note = Secret(f"{error.code} {fingerprint}")
        case.keep(SecretName.REFUSED_CERTIFICATE, note)


def must_be_untried(case: Case, password: Secret) -> None:
    """Raises Refused (ACC-003) for a password that was refused, NeedsPerson (ACC-008) after an attempt that
    ended unclear, Refused (CRT-004 to CRT-006) for a certificate with which the site took no password.

    An attempt that was cut off or answered by an unknown page may have been a failed one, and the next would
    be the second of the six that lock an account (G). A password that was accepted before is not counted.
    """
    passwords = case.passwords
    if passwords.is_refused(password):
        raise Refused("ACC-003")
    note = case.secret(SecretName.REFUSED_CERTIFICATE)
    code, _, fingerprint = note.reveal().partition(" ") if note else ("", "", "")
    if code and certificate_of(case).fingerprint == fingerprint:
        raise Refused(code)
    passwords.must_have_attempts_left(password)


def certificate_of(case: Case) -> ClientCertificate:
    """The client certificate to show to the site; `ekakushin.flows.rules.to_use` has the rule.

    Raises NeedsPerson (CRT-002) if there is none yet, Refused (CRT-005) if all have expired.
    """
    certificates = case.certificates.certificates(case.user_id)
    if not certificates:
        raise NeedsPerson("CRT-002", user_id=case.user_id)
    chosen = to_use(certificates, case.clock())
    if chosen is None:
        raise Refused("CRT-005")
    return chosen


def certificate_to_prove(case: Case) -> ClientCertificate:
    """The newest that has not opened the site yet, otherwise as `certificate_of`, raising what that raises."""
    certificates = case.certificates.certificates(case.user_id)
    return to_prove(certificates, case.clock()) or certificate_of(case)


def identity_of(case: Case) -> Identity:
    """Certificate and key for the TLS handshake. Raises as `certificate_of` and `key_of` do."""
    return key_of(case, certificate_of(case))


def key_of(case: Case, certificate: ClientCertificate) -> Identity:
    """This certificate and its key. Raises NeedsPerson (CRT-007) if the key is not here."""
    try:
        return case.identity(certificate)
    except KeyError:
        raise NeedsPerson("CRT-007", place=certificate.fingerprint[:16]) from None
