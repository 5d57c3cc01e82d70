"""The login certificate: STEP1 to STEP3 of the issuance site, or its P12 profile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.certenroll import Bridge
from ekakushin.flows.errors import Explained, FlowError, NeedsPerson, Refused, Unavailable, UnexpectedPage
from ekakushin.flows.faces import Face, faces_to_try
from ekakushin.flows.models import ClientCertificate, SecretName
from ekakushin.flows.rules import to_use
from ekakushin.flows.screens.issue import ArchiveScreen, ReceiptScreen, RequestScreen, refuses_the_browser
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.acts import act
from ekakushin.flows.steps.archive import from_archive, from_kept_archive
from ekakushin.flows.steps.assisted import await_answer, let_fill_lists, watch_over
from ekakushin.flows.steps.authenticate import authenticate, entrance, remember_refusal
from ekakushin.flows.steps.by_hand import issue_by_hand, open_kept_file
from ekakushin.flows.steps.interrupted import look_again, must_be_worth_a_look
from ekakushin.flows.steps.receipt import receive, salvage_from_page, shut_and_judge, write_ahead
from ekakushin.flows.workplace import Case

_LISTS = 5.0  # seconds of waiting in which a page's script asks for nothing and fills no list


class _ListsEmpty(NeedsPerson):
    """STEP2's lists stayed empty, so nothing was sent; another user agent may get them filled."""


async def issue(case: Case) -> ClientCertificate:
    """The person's client certificate, issued now unless the store has one and nobody asked for another.

    発行 is pressed once (G). Where an earlier run was cut off behind it, what came of it is looked for: in a
    .p12 file that is kept, then on the site, without pressing it again. Raises OutcomeUnknown (ISS-004) if
    nothing is found, Refused (ISS-001, ISS-003, ISS-005 to ISS-018, CRT-005), NeedsPerson (ISS-002, or ISS-020
    where the page's VBScript failed) if the lists stay empty, UnexpectedPage (ISS-019) if the page asks without end,
    Misconfigured (ENV-012, ENV-003) if a key cannot be kept.
    """
    known = to_use(case.certificates.certificates(case.user_id), case.clock())
    if known and (not case.certificates.reissuing(case.user_id) or _was_refused(case)):
        return known
    sent = _was_sent(case)
    if not sent:
        _must_be_untried(case)
        _must_be_another(case)
    if case.by_hand:
        return await issue_by_hand(case, case.by_hand, sent=sent)
    if sent:
        return _from_file(case) or await _look_for(case)
    return await _try_faces(case)


async def _try_faces(case: Case) -> ClientCertificate:
    """Enrol as the browser in which the page's script works; the others were asked for nothing that counts."""
    faces = faces_to_try(case.faces)
    for face in faces[:-1]:
        with suppress(_ListsEmpty):
            return await _enroll(case, face, last=False)
    return await _enroll(case, faces[-1], last=True)


def _was_sent(case: Case) -> bool:
    """Whether 発行 was sent and no certificate came of it. An expired one came of an earlier time."""
    certificates = case.certificates
    if certificates.requested_at(case.user_id) is None:
        return False
    return not certificates.certificates(case.user_id) or bool(certificates.pending_keys(case.user_id))


def _was_refused(case: Case) -> bool:
    refused = case.secret(SecretName.REFUSED_AUTHENTICATION)
    return refused == case.invitation.authentication_password


def _must_be_untried(case: Case) -> None:
    if _was_refused(case):
        raise Refused("ISS-008")


def _must_be_another(case: Case) -> None:
    """Raises Refused (CRT-005) where a certificate came of this very password and holds no more.

    Nobody renews with an old mail; more likely this PC's clock is wrong, and 発行 must not be pressed for that.
    """
    certificates, _user_id = case.certificates, case.user_id
    used = case.secret(SecretName.USED_AUTHENTICATION)
    came = certificates.requested_at(case.user_id) is not None and certificates.certificates(case.user_id)
    if came and used == case.invitation.authentication_password:
        raise Refused("CRT-005")


def _from_file(case: Case) -> ClientCertificate | None:
    found = from_kept_archive(case)
    if found or case.assistant is None:
        return found
    return open_kept_file(case, case.assistant)


async def _look_for(case: Case) -> ClientCertificate:
    must_be_worth_a_look(case)
    _must_be_untried(case)
    bridge = _bridge(case)
    async with case.tab("issue", prepare=bridge.install) as tab:
        return await look_again(case, tab, bridge)


async def _enroll(case: Case, face: Face, *, last: bool) -> ClientCertificate:
    bridge = _bridge(case, face)
    async with case.tab("issue", face=face, prepare=bridge.install) as tab:
        walk = partial(_walk, case, tab, bridge, last=last)
        try:
            certificate = await watch_over(case, tab, bridge, walk)
        except FlowError as error:
            raise (_limit_passed(tab, bridge) or error) from error
        finally:
            _note_short_keys(tab, bridge)
    if bridge.requests:
        case.faces.note(face)
    return certificate


def _note_short_keys(tab: Tab, bridge: Bridge) -> None:
    for made in bridge.requests:
        if made.asked_length < made.length:
            tab.journal.note("longer key than asked", asked=made.asked_length, length=made.length)


async def _walk(case: Case, tab: Tab, bridge: Bridge, *, last: bool) -> ClientCertificate:
    screen = await _behind_step1(case, tab, last=last)
    if isinstance(screen, ArchiveScreen):
        return await from_archive(case, screen)
    if isinstance(screen, RequestScreen):
        return await _from_request(case, screen, bridge, last=last)
    return await receive(case, screen, bridge)  # somebody has pressed 発行 by hand


def _bridge(case: Case, face: Face = Face.OWN) -> Bridge:
    return Bridge(
        user_id=case.user_id,
        store=case.certificates,
        origin=case.site.issuance,
        face=face,
        unsent=_unsent_keys(case),
    )


def _unsent_keys(case: Case) -> Sequence[Secret]:
    """Keys that an earlier run made for a 発行 that was never sent: they serve as well as another one."""
    certificates = case.certificates
    if certificates.requested_at(case.user_id) is not None or certificates.reissuing(case.user_id):
        return ()
    with suppress(Explained):  # one that cannot be opened is not needed
        return certificates.pending_keys(case.user_id)
    return ()


async def _behind_step1(case: Case, tab: Tab, *, last: bool) -> RequestScreen | ArchiveScreen | ReceiptScreen:
    try:
        step1 = await entrance(case, tab)
    except FlowError as error:
        if last or not refuses_the_browser(error.site_words):
            raise
        raise _ListsEmpty("ISS-002", site_words=error.site_words) from error
    try:
        screen = await authenticate(case, step1)
    except Refused as error:
        remember_refusal(case, error)
        raise
    password = case.invitation.authentication_password
    case.keep(SecretName.USED_AUTHENTICATION, password)
    return screen


async def _from_request(
    case: Case, screen: RequestScreen, bridge: Bridge, *, last: bool
) -> ClientCertificate:
    tab = screen.tab
    # What a person who has taken over has pressed is not pressed again.
    filled = screen if tab.departure.left else await _choose_usual(screen, bridge, last=last)
    if isinstance(filled, ReceiptScreen):
        return await receive(case, filled, bridge)
    pressed, failures = tab.departure.left, len(bridge.script_failures)
    if not pressed:
        await tab.before_sending(write_ahead(case))
        bridge.press()
    try:
        async with act(tab, "issue"):
            receipt = await (await_answer(filled) if pressed else filled.issue())
    except FlowError as error:
        certificate = await salvage_from_page(case, tab)
        if certificate:
            return certificate  # the page is unknown, but the certificate stands in it
        own = None if isinstance(bridge.error, UnexpectedPage) else bridge.error
        judged = own or shut_and_judge(error, tab.departure)
        if judged is error and bridge.script_failures[failures:]:
            # Nothing was sent: the button's VBScript failed.
            judged = NeedsPerson("ISS-020", place=bridge.script_failures[failures].place)
        raise judged from error
    return await receive(case, receipt, bridge)


async def _choose_usual(
    screen: RequestScreen, bridge: Bridge, *, last: bool
) -> RequestScreen | ReceiptScreen:
    """Choose provider and key length as the guide says, each when the page's script has filled its list."""
    now = await _await_lists(screen, bridge)
    if await now.choose_provider():
        now = await _await_lists(screen, bridge)
    if not now.filled:
        failures = bridge.script_failures
        empty = _ListsEmpty("ISS-020", place=failures[0].place) if failures else _ListsEmpty("ISS-002")
        if not last:
            raise empty
        found = await let_fill_lists(now, empty)  # no other way to have them filled by the page's script
        if isinstance(found, ReceiptScreen):
            return found
        return await _choose_usual(found, bridge, last=last)
    await now.choose_length()
    return now


async def _await_lists(screen: RequestScreen, bridge: Bridge) -> RequestScreen:
    """STEP2 with both lists filled, or as it is when its script asks for nothing any more.

    Raises UnexpectedPage (ISS-019) if the page asks without end, Unavailable if browser or network fail.
    """
    tab = screen.tab

    def find_lists(now: Reading) -> RequestScreen | None:
        found = RequestScreen(tab, now)
        given_up = not bridge.busy and tab.waiting.still(_LISTS)
        return found if found.filled or given_up else None

    tab.waiting.stir()
    try:
        with bridge.listen(tab.waiting.stir):
            now = await tab.until(find_lists, seconds=tab.site.limits.page)
    except Unavailable as error:
        if error.code != "NET-003":  # a browser that hangs or a line that is cut says nothing of the lists
            raise
        now = RequestScreen(tab, await tab.present())
    if not now.filled and (passed := _limit_passed(tab, bridge)):
        raise passed
    return now


def _limit_passed(tab: Tab, bridge: Bridge) -> UnexpectedPage | None:
    """What ended a page that asks without end, as long as 発行 was not sent; another face would meet the same."""
    return bridge.error if isinstance(bridge.error, UnexpectedPage) and not tab.departure.left else None
