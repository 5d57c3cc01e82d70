"""Walks through all pages that a person can see from where they stand, and does nothing there but log in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from ekakushin.flows.certenroll import Bridge
from ekakushin.flows.errors import FlowError, NeedsPerson, OutcomeUnknown, Refused
from ekakushin.flows.faces import faces_to_try
from ekakushin.flows.models import SecretName
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.signing import SigningState
from ekakushin.flows.steps.authenticate import authenticate, entrance, remember_refusal
from ekakushin.flows.steps.login import login_session
from ekakushin.flows.steps.look import look
from ekakushin.flows.workplace import Case

_STEP = "check"
Visit = Callable[[HomeScreen], Awaitable[object]]


async def walk(case: Case, *, step2: bool) -> list[FlowError]:
    """See what lies behind STEP1 and behind the login; what kept the person from seeing it.

    `step2` is whether STEP2 may be asked for, with the authentication password: only at a site that is known to make
    certificates by CertEnroll, for the other kind shows a PIN there that it may never show again. 発行 is not pressed,
    nothing is registered or changed. A password that is refused is tried once, as by `login`.
    """
    found: list[FlowError] = []
    if step2 and _may_authenticate(case):
        found += await _see(case, _see_step2)
    standing = await look(case)
    if {"issue", "signup"} & set(standing.left):
        return found
    for visit in (_see_personal, _see_signing, _see_password):
        troubles = await _see(case, lambda case, visit=visit: _inside(case, visit))  # type: ignore[misc]  # mypy and defaults
        found += troubles
        if any(_ends_the_walk(each) for each in troubles):
            break
    return found


def _may_authenticate(case: Case) -> bool:
    """Whether the password of the mail was neither used nor refused yet."""
    refused = case.secret(SecretName.REFUSED_AUTHENTICATION)
    untouched = case.certificates.requested_at(case.user_id) is None
    certificates = case.certificates.certificates(case.user_id)
    return untouched and not certificates and refused != case.invitation.authentication_password


async def _see(case: Case, look_there: Callable[[Case], Awaitable[None]]) -> list[FlowError]:
    try:
        await look_there(case)
    except FlowError as error:
        return [error]
    return []


def _ends_the_walk(error: FlowError) -> bool:
    """After an answer about the password nothing is tried again; nor where nobody came inside."""
    return isinstance(error, (Refused, OutcomeUnknown, NeedsPerson)) or error.step == "login"


async def _see_step2(case: Case) -> None:
    face = faces_to_try(case.faces)[0]
    bridge = Bridge(
        user_id=case.user_id, store=case.certificates, origin=case.site.issuance, face=face, unsent=()
    )
    async with case.tab(_STEP, face=face, prepare=bridge.install) as tab:
        step1 = await entrance(case, tab)
        try:
            await authenticate(case, step1)
        except Refused as error:
            remember_refusal(case, error)
            raise


async def _inside(case: Case, visit: Visit) -> None:
    inside = False
    try:
        async with login_session(case, _STEP) as home:
            inside = True
            await visit(home)
    except FlowError as error:
        if not inside:
            error.step = "login"
        raise


async def _see_personal(home: HomeScreen) -> None:
    await home.personal()


async def _see_signing(home: HomeScreen) -> None:
    """The menu, and where a PIN is to be registered the page for that, which is left as it is."""
    menu = await home.signing()
    if menu.state is SigningState.PIN_NEEDED:
        await menu.register()


async def _see_password(home: HomeScreen) -> None:
    await (await home.personal()).change_password()
