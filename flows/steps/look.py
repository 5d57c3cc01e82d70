"""Finds out how far a person is without typing anything: by what the sites answer to a visit without a secret."""

from __future__ import annotations

from ekakushin.flows.errors import FlowError, Refused, Unavailable
from ekakushin.flows.models import ClientCertificate, Noun, SecretName, StepName
from ekakushin.flows.rules import to_use
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import Screen, arrival
from ekakushin.flows.screens.signup import AlreadySignedUpScreen, SignupScreen
from ekakushin.flows.screens.verdict import verdict
from ekakushin.flows.secret import Secret
from ekakushin.flows.workplace import Case, Workplace

_CLOSED = ("NET-005", "NET-008")
_BROKEN = 500  # HTTP statuses from here on are the server's own trouble
_SIGNED_UP: tuple[type[Screen], ...] = (AlreadySignedUpScreen, LoginScreen, HomeScreen)


class Standing(Noun):
    """How far somebody seems to be with the steps.

    `signed_up` is what the sign-up page says (None: nobody could look, or the page did not say); `code` and
    `message` are what stood in the way of looking, "" if nothing did. `left` are the steps still to be done.
    """

    user_id: str
    left: tuple[StepName, ...]
    signed_up: bool | None = None
    code: str = ""
    message: str = ""


async def answers(workplace: Workplace, origin: str) -> None:
    """Open the first page of a site. Raises Unavailable if it cannot be reached, or says that it is closed.

    Any other answer will do: an unknown page, or that a certificate is wanted.
    """
    try:
        async with workplace.browsing.tab() as tab:
            reading = await tab.open(Secret(f"{origin}/"))
    except Refused:
        return
    said = verdict(reading, reading.lines, "")
    if isinstance(said, Unavailable) and (said.code in _CLOSED or reading.status >= _BROKEN):
        raise said


async def look(case: Case) -> Standing:
    """What is left to do for somebody, by what is kept here and what the sign-up page answers.

    Only the certificate is shown to the site, and only if there is one; no password is typed, nothing is
    pressed. A site that does not answer is told by `code`, not raised.
    """
    certificate = to_use(case.certificates.certificates(case.user_id), case.clock())
    signed_up, code, message = None, "", ""
    if certificate:
        try:
            signed_up = await _is_signed_up(case, certificate)
        except FlowError as error:
            code, message = error.code, str(error)
    left = _remaining_steps(case, certificate, signed_up)
    return Standing(user_id=case.user_id, left=left, signed_up=signed_up, code=code, message=message)


async def _is_signed_up(case: Case, certificate: ClientCertificate) -> bool | None:
    identity = case.identity(certificate)
    async with case.tab("signup", identity=identity) as tab:
        screen: Screen = await arrival(
            tab, await tab.open(case.invitation.signup_url), (SignupScreen, *_SIGNED_UP), refused="CRT-001"
        )
        return not isinstance(screen, SignupScreen)


def _remaining_steps(
    case: Case,
    certificate: ClientCertificate | None,
    signed_up: bool | None,
) -> tuple[StepName, ...]:
    passwords = case.passwords
    own = passwords.is_own(case.invitation.login_password)
    behind: dict[StepName, bool] = {
        "issue": certificate is not None,
        "verify": certificate is not None and certificate.proven,
        "signup": bool(signed_up or (signed_up is None and passwords.proven)),
        "login": own,
        "signing": case.secret(SecretName.PIN) is not None,
        "pin": case.secret(SecretName.PIN) is not None,
        "password": own,
    }
    return tuple(step for step, done in behind.items() if not done)
