"""What `capture` does: goes where a person goes, keeps the pages without whose they are, and looks through them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ekakushin.automation.commands.capture_words import words_of, words_of_all
from ekakushin.automation.engine.directly import Run
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.guide.card import tell_error
from ekakushin.automation.office import Office
from ekakushin.automation.portable import program
from ekakushin.automation.terminal.pace import Course
from ekakushin.automation.terminal.progress import progress_on
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.capture.assembling import Struck, strike_all
from ekakushin.flows.capture.drawing import draw
from ekakushin.flows.capture.expecting import expected_on_the_way, expected_to_look, missing_of
from ekakushin.flows.capture.folder import CaptureNotes, count_by_rule, read_screens, write_capture
from ekakushin.flows.capture.twins import equalise
from ekakushin.flows.capture.verifying import differing, flaws_of
from ekakushin.flows.capture.watching import ScreenWatch
from ekakushin.flows.errors import FlowError, Misconfigured
from ekakushin.flows.hands import screen_name
from ekakushin.flows.models import STEPS, Invitation, StepName
from ekakushin.flows.steps.entrances import open_entrances
from ekakushin.flows.text import say
from ekakushin.flows.workplace import Workplace


@dataclass(frozen=True, kw_only=True)
class CaptureRequest:
    """Whose pages are kept where; without `until` the entrances alone. `twin` is another person's user ID."""

    user_id: str
    folder: Path
    until: StepName | None = None
    twin: str = ""


@dataclass(frozen=True)
class _Seen:
    """What one person has met: the screens, what of them is missing, and what went wrong."""

    watch: ScreenWatch
    missing: list[str]
    troubles: Sequence[FlowError] = ()


def capture(office: Office, request: CaptureRequest) -> ExitCode:
    """Keep the pages: 0, or 1 where some are missing, which is said. Raises Misconfigured and VaultClosed."""
    if request.folder.exists() and (not request.folder.is_dir() or any(request.folder.iterdir())):
        tell(say("capture.not_empty", path=request.folder))
        return ExitCode.WRONG_USAGE
    invitations = [office.ready(user_id) for user_id in (request.user_id, request.twin) if user_id]
    return asyncio.run(_capture(office, request, invitations))


async def _capture(office: Office, request: CaptureRequest, invitations: Sequence[Invitation]) -> ExitCode:
    async with office.open(tell) as workplace:
        seen = [await _meet(office, workplace, each, request.until) for each in invitations]
        struck, apart = _strike(office, seen, [each.user_id for each in invitations])
        async with workplace.browsing.blank_page() as page:
            screens = await draw(page, struck.screens)
    for trouble in seen[0].troubles:
        tell_error(trouble, sys.stderr)
    if not screens:
        tell(say("capture.nothing"))
        return ExitCode.NOT_ALL
    notes = CaptureNotes(
        version=program(), made=datetime.now(UTC), site=office.site.name, until=request.until or ""
    )
    try:
        write_capture(request.folder, screens, struck.counts, notes)
    except OSError as error:
        raise Misconfigured("ENV-004", path=request.folder, reason=error.strerror or str(error)) from error
    return _say_end(request, Struck(screens, struck.counts), seen, apart)


async def _meet(
    office: Office, workplace: Workplace, invitation: Invitation, until: StepName | None
) -> _Seen:
    watch = ScreenWatch()
    there = replace(workplace, watch=watch)
    if until is None:
        troubles = await open_entrances(there.of(invitation))
        certified = bool(office.certificates.certificates(invitation.user_id))
        if not certified:
            tell(say("capture.no_certificate", user_id=invitation.user_id))
        expected = expected_to_look(certified=certified)
        return _Seen(watch, missing_of(expected, watch), troubles)
    steps = STEPS[: STEPS.index(until) + 1]
    with progress_on(total=1, course=Course(steps)) as progress:
        run = Run(there, [invitation], home=office.home, progress=progress)
        await run.everybody(people=1, steps=steps)
    return _Seen(watch, missing_of(expected_on_the_way(steps), watch))


def _strike(office: Office, seen: Sequence[_Seen], user_ids: Sequence[str]) -> tuple[Struck, list[str]]:
    """The first person's pages, and the files in which the second one's are made differently."""
    words, others, origins = words_of(office, user_ids), words_of_all(office), office.site.origin_names
    struck = [strike_all(each.watch.screens, words, origins=origins, others=others) for each in seen]
    return equalise(*struck) if len(struck) > 1 else (struck[0], [])


def _say_end(
    request: CaptureRequest, struck: Struck, seen: Sequence[_Seen], apart: Sequence[str]
) -> ExitCode:
    called = [each.screen.called for each in struck.screens]
    print(say("capture.done", count=len(called), path=request.folder, screens="、".join(called)))
    rules = (f"{rule} {count}" for rule, count in count_by_rule(struck.counts).items())
    tell(say("capture.struck", rules="、".join(rules)))
    missing = [name for each in seen for name in each.missing]
    if missing:
        named = dict.fromkeys(f"{screen_name(name)} ({name})" for name in missing)
        tell(say("capture.missing", screens="、".join(named)))
        if request.until:
            tell(say("capture.before"))
    if apart:
        tell(say("capture.apart", files="、".join(apart)))
    return ExitCode.NOT_ALL if missing or apart else ExitCode.DONE


def verify(office: Office, folder: Path, twin: Path | None) -> ExitCode:
    """Look through a capture: 0, or 1 with file and rule of each finding; the word itself is never said.

    Raises VaultClosed and Misconfigured.
    """
    words = words_of_all(office)
    try:
        for each in (folder, twin):
            if each:
                read_screens(each)
        found = [*flaws_of(folder, words), *(differing(folder, twin) if twin else [])]
    except (OSError, ValueError) as error:
        tell(say("capture.no_capture", path=folder, reason=type(error).__name__))
        return ExitCode.WRONG_USAGE
    for flaw in found:
        print(say("capture.flaw", file=flaw.file, rule=flaw.rule))
    if found:
        tell(say("capture.not_clean", path=folder, count=len(found)))
        return ExitCode.NOT_ALL
    print(say("capture.clean", path=folder, words=len(words)))
    return ExitCode.DONE
