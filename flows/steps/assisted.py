"""発行 pressed by a person who has taken over: notes it before it leaves, and takes the certificate that comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from ekakushin.flows.browser.reading import Reading, plain
from ekakushin.flows.browser.tab import Tab
from ekakushin.flows.certenroll import Bridge
from ekakushin.flows.crash import crash_point
from ekakushin.flows.errors import FlowError, NeedsPerson, OutcomeUnknown, UnexpectedPage
from ekakushin.flows.hands import ExpectedScreensPassed
from ekakushin.flows.models import ClientCertificate
from ekakushin.flows.screens.assistance import Attempt, ask_for_help
from ekakushin.flows.screens.issue import FilledRequestScreen, ReceiptScreen, RequestScreen
from ekakushin.flows.steps.by_hand import open_with_pin
from ekakushin.flows.steps.receipt import salvage_from_page, write_ahead
from ekakushin.flows.workplace import Case

# What a button may be called that issues; what the real P12 profile calls it, nobody knows (A).
_ISSUES = tuple(
    plain(word) for word in ("発行", "取得", "ダウンロード", "受け取", "issue", "download", "get")
)


async def watch_over(
    case: Case,
    tab: Tab,
    bridge: Bridge,
    walk: Callable[[], Awaitable[ClientCertificate]],
) -> ClientCertificate:
    """What `walk` returns, or what a person who took over has had issued; raises what `walk` raises.

    A press of theirs is noted before its request leaves; OutcomeUnknown (ISS-004) if nothing came of it.
    Without a person this is `walk` and nothing else.
    """
    if case.assistant is None:
        return await walk()
    await _watch_for(case, tab, bridge)
    try:
        return await walk()
    except (FlowError, ExpectedScreensPassed) as error:
        found = bridge.installed or await _pick_up(case, tab)
        if found:
            return found
        if tab.departure.error:
            raise tab.departure.error from error
        if tab.departure.left and isinstance(error, UnexpectedPage | NeedsPerson):
            raise OutcomeUnknown("ISS-004", site_words=error.site_words) from error
        raise


async def _watch_for(case: Case, tab: Tab, bridge: Bridge) -> None:
    def issues() -> bool:
        # With CertEnroll no 発行 can leave before the page has had a request made, whatever it looks like.
        return bool(bridge.requests) or bool(tab.latest and _offers_to_issue(tab.latest))

    await tab.before_sending(write_ahead(case), when=issues)

    def keep(archive: bytes) -> None:
        if case.certificates.requested_at(case.user_id) is None:
            case.certificates.note_requested(case.user_id, case.clock())
        case.certificates.keep_archive(case.user_id, archive)

    tab.helping.keep_files(keep)


def _offers_to_issue(now: Reading) -> bool:
    buttons = [plain(control.name) for control in now.controls if control.kind in ("button", "link")]
    return any(word in button for button in buttons for word in _ISSUES)


async def _pick_up(case: Case, tab: Tab) -> ClientCertificate | None:
    """What stands in the page, or in a file that came; its PIN is asked for while its page is still shown."""
    if not (tab.departure.left or tab.helping.has_file):
        return None
    certificate = await salvage_from_page(case, tab)
    if certificate or not tab.helping.has_file or case.assistant is None:
        return certificate
    archive = await tab.helping.file(seconds=0.1)
    certificate = open_with_pin(case, case.assistant, archive)
    crash_point("issue.kept")
    return certificate


async def let_fill_lists(screen: RequestScreen, error: FlowError) -> RequestScreen | ReceiptScreen:
    """STEP2 with its lists filled by a person, or STEP3 if they pressed 発行; raises `error` as `ask_for_help` does."""
    attempt = Attempt(act="filling", screen=screen)
    return await ask_for_help(screen.tab, error, (ReceiptScreen, FilledRequestScreen), attempt)


async def await_answer(screen: RequestScreen) -> ReceiptScreen:
    """What the 発行 that a person has pressed a moment ago leads to: it is waited for, never pressed again."""

    async def wait() -> None:
        """There is nothing to press."""

    return await screen.follow(wait, ReceiptScreen, seconds=screen.tab.site.limits.issuance, button="発行")
