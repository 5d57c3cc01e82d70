"""What `check` does: looks at the site, tells what has changed since it was accepted, and accepts that."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ekakushin.automation.checking.baseline import Baseline, baseline_in
from ekakushin.automation.checking.outcome import (
    CheckOutcome,
    FailOn,
    Finding,
    Unseen,
    finding_of,
    without_ignored,
)
from ekakushin.automation.checking.page import write_check_html
from ekakushin.automation.checking.printing import lines_of, notes_of, write_check_junit
from ekakushin.automation.checking.sites import compare_sites, look_at_sites
from ekakushin.automation.checking.watching import PageWatch
from ekakushin.automation.commands.check_pictures import (
    by_key,
    keep_pictures,
    lay_side_by_side,
    strike_pages,
)
from ekakushin.automation.doctor.premises import Premises
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.guide.card import tell_error
from ekakushin.automation.office import Office
from ekakushin.automation.state.alone import alone_with
from ekakushin.automation.state.drift import accept_drift, unaccepted_drift
from ekakushin.automation.state.screen_pictures import ScreenPictures
from ekakushin.automation.state.screens import accept_screens, note_sights, screens_of
from ekakushin.automation.state.sites import SiteFacts, accept_facts, accepted_facts
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.capture.folder import KeptScreen
from ekakushin.flows.changes import ScreenSight
from ekakushin.flows.errors import Explained, FlowError, Misconfigured, UnderWay, UnexpectedPage
from ekakushin.flows.hands import screen_name
from ekakushin.flows.keeping import Evidence
from ekakushin.flows.models import Invitation
from ekakushin.flows.rules import to_use
from ekakushin.flows.rules.passwords import Passwords
from ekakushin.flows.steps.entrances import open_entrances
from ekakushin.flows.steps.login import log_out_after
from ekakushin.flows.steps.walk import walk
from ekakushin.flows.text import say
from ekakushin.flows.workplace import Case

_SCREENS = (
    *("AuthenticationScreen", "RequestScreen", "SignupScreen", "LoginScreen"),
    *("HomeScreen", "PersonalScreen", "SigningMenuScreen", "PinScreen", "PasswordScreen"),
)
_BEHIND_THE_LOGIN = ("HomeScreen", "PersonalScreen", "SigningMenuScreen", "PinScreen", "PasswordScreen")


@dataclass(frozen=True, kw_only=True)
class CheckRequest:
    """Whom the check goes as (`users`; without any it types nothing), what it compares with, and what it writes."""

    users: tuple[str, ...] = ()
    against: Path | None = None
    accept: bool = False
    fail_on: FailOn = "any"
    ignore: tuple[str, ...] = ()
    html: Path | None = None
    junit: Path | None = None
    as_json_only: bool = False


@dataclass
class _Look:
    """What was seen: the screens in words, their pages, and what went wrong."""

    sights: list[ScreenSight] = field(default_factory=list)
    pages: list[KeptScreen] = field(default_factory=list)
    troubles: list[FlowError] = field(default_factory=list)


@dataclass
class _SightKeeper:
    """Passes evidence on, and keeps the sights to itself."""

    evidence: Evidence
    sights: list[ScreenSight]

    def keep(self, *, user_id: str, step: str, kind: str, suffix: str, data: bytes) -> str:
        """Keep it; raises what the evidence behind it raises."""
        if kind != "screens":
            return self.evidence.keep(user_id=user_id, step=step, kind=kind, suffix=suffix, data=data)
        self.sights += [ScreenSight.model_validate(each) for each in json.loads(data)]
        return ""


def check(office: Office, request: CheckRequest) -> ExitCode:
    """Look and tell: 0 the same, 1 changed, 2 nobody to look as, 3 where it could not look.

    Raises Misconfigured and VaultClosed.
    """
    baseline = baseline_in(request.against) if request.against else None
    invitations = _who(office, request.users)
    if not invitations:
        tell(say("check.nobody"))
        return ExitCode.WRONG_USAGE
    facts = look_at_sites(Premises(office.settings))
    seen = asyncio.run(_look(office, invitations, request, baseline))
    outcome = _compare(office, request, baseline, seen.sights, facts)
    told = [(each.code, str(each)) for each in seen.troubles if not isinstance(each, UnexpectedPage)]
    outcome = outcome.model_copy(
        update={
            "troubles": tuple(dict.fromkeys(told)),
            "unseen": tuple(_unseen(office, request, seen)),
            "accepted": request.accept,
        }
    )
    _picture(office, request, outcome, baseline, by_key(seen.pages, seen.sights, outcome.findings))
    if request.accept:
        _accept(office, facts)
    _tell(outcome, request, seen.troubles)
    return outcome.exit_code(request.fail_on)


def _picture(
    office: Office,
    request: CheckRequest,
    outcome: CheckOutcome,
    baseline: Baseline | None,
    kept: Mapping[str, KeptScreen],
) -> None:
    if baseline is None:
        keep_pictures(office, outcome, kept)
    if request.html:
        changed = any(each.key for each in outcome.findings)
        screens = lay_side_by_side(office, outcome, kept, baseline) if changed else []
        write_check_html(outcome, screens, request.html)


def _who(office: Office, users: Sequence[str]) -> list[Invitation]:
    """Those who were named; otherwise few of those who are known, who see different pages."""
    if users:
        return [office.ready(user_id) for user_id in users]
    ready = dict(_ready(office))
    store, now = office.certificates, datetime.now(UTC)
    certified = [each for each in ready if to_use(store.certificates(each), now)]
    fresh = [each for each in certified if not Passwords(office.vault, each).proven]
    bare = [each for each in ready if each not in certified]
    chosen = dict.fromkeys([*fresh[:1], *certified[:1], *([] if certified else bare[:1])])
    return [ready[user_id] for user_id in chosen]


def _ready(office: Office) -> Iterator[tuple[str, Invitation]]:
    """Those who are known and may be worked on here, at this site."""
    for each in office.people.everybody():
        with suppress(Misconfigured):
            yield each.user_id, office.ready(each.user_id)


async def _look(
    office: Office, invitations: Sequence[Invitation], request: CheckRequest, baseline: Baseline | None
) -> _Look:
    """What is seen on the way, in order, and what went wrong."""
    known = baseline.sights if baseline else screens_of(office.home, office.site.name)
    look, watches = _Look(), list[tuple[str, PageWatch]]()
    async with office.open(tell) as workplace:
        keeper = _SightKeeper(workplace.evidence, look.sights)
        for invitation in invitations:
            watch = PageWatch()
            case = replace(workplace, evidence=keeper, watch=watch, described=set()).of(invitation)
            try:
                with alone_with(invitation.user_id, office.home):
                    look.troubles += await _go(
                        case, as_person=bool(request.users), step2="RequestScreen" in known
                    )
            except UnderWay as error:
                look.troubles.append(error)
            watches.append((invitation.user_id, watch))
    look.pages = strike_pages(office, watches)
    return look


async def _go(case: Case, *, as_person: bool, step2: bool) -> list[FlowError]:
    troubles = await open_entrances(case)
    if as_person:
        async with log_out_after(case):
            troubles += await walk(case, step2=step2)
    return troubles


def _compare(
    office: Office,
    request: CheckRequest,
    baseline: Baseline | None,
    sights: Sequence[ScreenSight],
    facts: list[SiteFacts],
) -> CheckOutcome:
    home, site, now = office.home, office.site.name, datetime.now(UTC)
    findings = list(compare_sites(accepted_facts(home, site), facts, now))
    accept_facts(home, site, facts, replacing=False)
    if baseline:
        looked, new = list(dict.fromkeys(each.key for each in sights)), list[str]()
        findings += baseline.compare(sights, now)
    else:
        touched = note_sights(home, site, sights, at=now, by="check")
        looked, new = list(touched.records), touched.new
        findings += _changes(office, touched.records)
        findings += _drift(office, now, {each.screen for each in findings})
    left, ignored = without_ignored(findings, request.ignore)
    return CheckOutcome(
        site=site,
        at=now,
        against=str(request.against or ""),
        findings=left,
        ignored=ignored,
        looked=tuple(looked),
        new=tuple(each for each in new if each in looked),
        sites=tuple(facts),
    )


def _changes(office: Office, looked: Collection[str]) -> Iterator[Finding]:
    """What has changed of the screens that were looked at, and what runs have seen of the others."""
    for key, record in screens_of(office.home, office.site.name).items():
        for each in record.changes:
            yield finding_of(each, key, at=record.at, seen="now" if key in looked else "run")


def _drift(office: Office, now: datetime, told: set[str]) -> list[Finding]:
    """Captions that runs have found in another way, on screens of which no change explains it."""
    return [
        Finding(
            place=screen_name(each.screen),
            screen=each.screen,
            rule="drift",
            thing=each.caption,
            before=each.before,
            now=each.now,
            breaking=False,
            sentence=say("check.drift", caption=each.caption, before=each.before, now=each.now),
            seen="run",
            at=now,
        )
        for each in unaccepted_drift(office.home, office.site.name)
        if each.screen not in told
    ]


def _accept(office: Office, facts: Sequence[SiteFacts]) -> None:
    site, shelf = office.site.name, ScreenPictures(office.home, office.site.name)
    for key in accept_screens(office.home, site):
        shelf.accept(key)
    accept_drift(office.home, site)
    accept_facts(office.home, site, facts, replacing=True)


def _unseen(office: Office, request: CheckRequest, look: _Look) -> list[Unseen]:
    """The screens of the story that were not looked at, and why."""
    seen = {each.name for each in look.sights}
    known = screens_of(office.home, office.site.name)
    last = {key.partition("/")[0]: record.at for key, record in known.items()}
    return [
        Unseen(screen=screen, reason=_reason(screen, request, look), at=last.get(screen))
        for screen in _SCREENS
        if screen not in seen
    ]


def _reason(screen: str, request: CheckRequest, look: _Look) -> str:
    if not request.users and screen in (*_BEHIND_THE_LOGIN, "RequestScreen"):
        return say("check.needs_user")
    if look.troubles and screen in _BEHIND_THE_LOGIN:
        return say("check.stopped_before")
    return say(f"check.why_{screen}")


def _tell(outcome: CheckOutcome, request: CheckRequest, troubles: Sequence[FlowError]) -> None:
    if request.junit:
        write_check_junit(outcome, request.junit, request.fail_on)
    if request.as_json_only:
        print(json.dumps(outcome.as_json(request.fail_on), ensure_ascii=False))
        return
    for line in notes_of(outcome):
        tell(line)
    for error in _once(troubles):
        if not (isinstance(error, UnexpectedPage) and outcome.findings):
            tell_error(error, sys.stderr)
    for line in lines_of(outcome):
        print(line)


def _once(troubles: Sequence[FlowError]) -> list[Explained]:
    return list({(each.code, str(each)): each for each in troubles}.values())
