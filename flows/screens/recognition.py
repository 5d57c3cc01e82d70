"""Which of all screens a page is, for whoever looks at one without knowing what led there."""

from __future__ import annotations

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.screens.earlier_login import EarlierLoginScreen
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.issue import ArchiveScreen, AuthenticationScreen, ReceiptScreen, RequestScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.login_certificate import LoginCertificateScreen
from ekakushin.flows.screens.password import PasswordScreen
from ekakushin.flows.screens.personal import PersonalScreen
from ekakushin.flows.screens.pin import PinScreen
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.signing import SigningMenuScreen
from ekakushin.flows.screens.signup import AlreadySignedUpScreen, SignedUpScreen, SignupScreen
from ekakushin.flows.screens.verify import ConfirmationScreen

# The more a screen asks for, the earlier it is asked: a page of the service has what HomeScreen wants as well.
SCREENS: tuple[type[Screen], ...] = (
    ArchiveScreen,
    ReceiptScreen,
    RequestScreen,
    ConfirmationScreen,
    SignupScreen,
    SignedUpScreen,
    AlreadySignedUpScreen,
    EarlierLoginScreen,
    PasswordScreen,
    PinScreen,
    SigningMenuScreen,
    PersonalScreen,
    LoginCertificateScreen,
    LoginScreen,
    HomeScreen,
    AuthenticationScreen,
)


def recognise(reading: Reading) -> type[Screen] | None:
    """The screen that the reading is; None for a page that is none of them."""
    return next((each for each in SCREENS if each.is_shown(reading)), None)
