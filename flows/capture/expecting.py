"""Which screens belong into a capture, and which of them are missing."""

from __future__ import annotations

from collections.abc import Sequence

from ekakushin.flows.capture.watching import ScreenWatch
from ekakushin.flows.step_names import StepName

Expected = tuple[tuple[str, ...], ...]  # of each group one screen at least

_ISSUANCE: Expected = (
    ("AuthenticationScreen",),
    ("FilledRequestScreen", "RequestScreen", "ArchiveScreen", "ReceiptScreen"),
    ("ReceiptScreen", "ArchiveScreen"),
)
_SIGNUP = ("SignupScreen", "AlreadySignedUpScreen")
_LOGIN = ("LoginScreen",)
_ON_THE_WAY: dict[StepName, Expected] = {
    "issue": _ISSUANCE,
    "verify": (("CertifiedScreen", "LoginScreen", "HomeScreen"),),
    "signup": (_SIGNUP,),
    "login": (_LOGIN, ("HomeScreen",)),
    "signing": (("SigningMenuScreen", "PreparingMenu"),),
    "pin": (("PinScreen",),),
    "password": (("PasswordScreen",),),
}


def expected_to_look(*, certified: bool) -> Expected:
    """The entrances; those of the service are only there for somebody with a certificate."""
    entrance: Expected = ((*_ISSUANCE[0], *_ISSUANCE[1]),)
    return (
        (*entrance, (*_SIGNUP, *_LOGIN), (*_LOGIN, "HomeScreen", "EarlierLoginScreen"))
        if certified
        else entrance
    )


def expected_on_the_way(steps: Sequence[StepName]) -> Expected:
    """What somebody passes for whom none of these steps was done before."""
    return tuple(group for step in steps for group in _ON_THE_WAY[step])


def missing_of(expected: Expected, watch: ScreenWatch) -> list[str]:
    """The first name of each group of which no screen was kept, and the screens whose markup could not be had."""
    kept = {each.description.screen for each in watch.screens}
    wanted = [group[0] for group in expected if not kept & set(group)]
    return list(dict.fromkeys([*wanted, *(name for name in watch.lost if name not in kept)]))
