"""Sign-up: once per account."""

from __future__ import annotations

from ekakushin.flows.errors import Refused
from ekakushin.flows.models import Fact, Invitation
from ekakushin.flows.rules.passwords import Passwords
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.screen import Screen, arrival
from ekakushin.flows.screens.signup import AlreadySignedUpScreen, SignupScreen
from ekakushin.flows.steps.acts import act
from ekakushin.flows.steps.login import identity_of, must_be_untried, remember_certificate
from ekakushin.flows.workplace import Workplace

_SIGNED_UP: tuple[type[Screen], ...] = (AlreadySignedUpScreen, LoginScreen, HomeScreen)


async def signup(workplace: Workplace, invitation: Invitation) -> Fact:
    """Sign up, unless a login has worked before or the site says that it was done.

    Raises Refused (ACC-004 with the site's words, ACC-011 for the address, CRT-004 to CRT-006 for the
    certificate, ACC-003 if this password was refused before).
    """
    user_id, passwords = invitation.user_id, Passwords(workplace.vault, invitation.user_id)
    if passwords.proven:
        return Fact(user_id=user_id, step="signup", already=True)
    must_be_untried(workplace, user_id, invitation.login_password)
    workplace.site.must_own(invitation.signup_url.reveal(), workplace.site.service)
    async with workplace.tab(user_id, "signup", identity=identity_of(workplace, user_id)) as tab:
        screen: Screen = await arrival(
            tab, await tab.open(invitation.signup_url), (SignupScreen, *_SIGNED_UP), refused="ACC-011"
        )
        if not isinstance(screen, SignupScreen):
            passwords.note_signed_up_before(invitation.login_password)
            return Fact(user_id=user_id, step="signup", already=True)
        return await _submitted(workplace, invitation, screen)


async def _submitted(workplace: Workplace, invitation: Invitation, screen: SignupScreen) -> Fact:
    passwords = Passwords(workplace.vault, invitation.user_id)
    passwords.note_signing_up(invitation.login_password)
    try:
        async with act(screen.tab, "signup"):
            answer = await screen.submit(invitation.user_id, invitation.login_password)
    except Refused as error:
        remember_certificate(workplace, invitation.user_id, error)
        if error.code == "ACC-004":
            passwords.note_refused(invitation.login_password)
        raise
    already = isinstance(answer, AlreadySignedUpScreen)
    if not already:
        passwords.note_accepted(invitation.login_password)
    return Fact(user_id=invitation.user_id, step="signup", already=already)
