"""The 暗証コード: made, kept, registered, and looked for in the menu."""

from __future__ import annotations

from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import FlowError, OutcomeUnknown, Unavailable
from ekakushin.flows.models import Fact, SecretName
from ekakushin.flows.rules import check
from ekakushin.flows.rules.reading import read_policy
from ekakushin.flows.screens.pin import PinScreen
from ekakushin.flows.screens.signing import SigningMenuScreen, SigningState
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.acts import act
from ekakushin.flows.steps.login import login_session, start_anew
from ekakushin.flows.workplace import Case


async def pin(case: Case) -> Fact:
    """Register the PIN, unless one is registered; the menu, not the page after 登録, says that it is.

    One that somebody else has registered is told by `elsewhere`. Raises Refused (SGN-003) with the site's words,
    OutcomeUnknown (SGN-005), Unavailable (SGN-001) if the signing certificate is not there yet, Misconfigured
    (ACC-006) if no PIN fits the page's rules.
    """
    trouble: FlowError | None = None
    async with login_session(case, "pin") as home:
        menu = await home.signing()
        if menu.state is SigningState.READY:
            unknown = case.secret(SecretName.PIN) is None
            return Fact(user_id=case.user_id, step="pin", already=True, elsewhere=unknown)
        if menu.state is not SigningState.PIN_NEEDED:
            raise Unavailable("SGN-001", minutes=0)
        trouble = await _register(case, menu)
    if trouble:
        await start_anew(case)
    if await _is_needed(case):
        case.forget(SecretName.PIN)  # it opens nothing; the next try makes another
        raise trouble or OutcomeUnknown("SGN-005")
    crash_point("pin.kept")
    if trouble and trouble.code == "SGN-006":  # between our look and our 登録 somebody has registered another
        case.forget(SecretName.PIN)
        return Fact(user_id=case.user_id, step="pin", already=True, elsewhere=True)
    return Fact(user_id=case.user_id, step="pin")


async def _register(case: Case, menu: SigningMenuScreen) -> FlowError | None:
    """Send the PIN; what was understood as a no comes back, to be held against what the menu says."""
    screen = await menu.register()
    new = _pin_to_send(case, screen)
    try:
        async with act(screen.tab, "pin"):
            await screen.submit(new)
    except FlowError as error:
        await case.note_failure(screen.tab, error, "pin")
        return error
    return None


async def _is_needed(case: Case) -> bool:
    async with login_session(case, "pin") as home:
        menu = await (await home.personal()).signing()  # loaded anew
        return menu.state is SigningState.PIN_NEEDED


def _pin_to_send(case: Case, screen: PinScreen) -> Secret:
    """The PIN to send: the one that an interrupted run kept if it still fits, otherwise a new one, kept first."""
    policy = read_policy((), screen.notes, maxlength=screen.most)
    kept = case.secret(SecretName.PIN)
    if kept and not check(kept, policy):
        return kept
    new = case.make_pin(policy)
    case.keep(SecretName.PIN, new)
    return new
