"""Sign-up: once per account."""

from __future__ import annotations

from ekakushin.flows.errors import Refused
from ekakushin.flows.models import Fact
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import Screen, arrival
from ekakushin.flows.screens.signup import AlreadySignedUpScreen, SignupScreen
from ekakushin.flows.steps.acts import act
from ekakushin.flows.steps.login import identity_of, must_be_untried, remember_certificate
from ekakushin.flows.workplace import Case

_SIGNED_UP: tuple[type[Screen], ...] = (AlreadySignedUpScreen, LoginScreen, HomeScreen)


async def signup(case: Case) -> Fact:
    """Sign up, unless a login has worked before or the site says that it was done.

    Raises Refused (ACC-004 with the site's words, ACC-011 for the address, CRT-004 to CRT-006 for the
    certificate, ACC-003 if this password was refused before).
    """
    _user_id, passwords = case.user_id, case.passwords
    if passwords.proven:
        return Fact(user_id=case.user_id, step="signup", already=True)
    must_be_untried(case, case.invitation.login_password)
    case.site.must_own(case.invitation.signup_url.reveal(), case.site.service)
    async with case.shared_tab("signup", identity_of(case)) as tab:
        screen: Screen = await arrival(
            tab, await tab.open(case.invitation.signup_url), (SignupScreen, *_SIGNED_UP), refused="ACC-011"
        )
        if not isinstance(screen, SignupScreen):
            passwords.note_signed_up_before(case.invitation.login_password)
            return Fact(user_id=case.user_id, step="signup", already=True)
        return await _submit(case, screen)


async def _submit(case: Case, screen: SignupScreen) -> Fact:
    passwords = case.passwords
    passwords.note_signing_up(case.invitation.login_password)
    try:
        async with act(screen.tab, "signup"):
            answer = await screen.submit(case.user_id, case.invitation.login_password)
    except Refused as error:
        remember_certificate(case, error)
        if error.code == "ACC-004":
            passwords.note_refused(case.invitation.login_password)
        raise
    already = isinstance(answer, AlreadySignedUpScreen)
    if not already:
        passwords.note_accepted(case.invitation.login_password)
    return Fact(user_id=case.user_id, step="signup", already=already)
