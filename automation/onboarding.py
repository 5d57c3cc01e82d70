"""The work behind `onboard` and the single steps: who can be begun with, the run, and what is said at its end."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console

from automation.office import Office
from automation.progress import progress_on, told
from automation.report import print_table, write_report
from automation.results import (
    ExitCode,
    Result,
    as_json,
    exit_code,
    failed,
    for_invitation,
    pending,
)
from automation.run import Run
from flows.errors import Misconfigured
from flows.mailbox import InvitedPerson, MailReading, read_mails
from flows.models import STEPS, Invitation, StepName
from flows.site import Site
from flows.text import say


def tell(line: str) -> None:
    """One line for the person who watches; standard output stays free for results."""
    print(line, file=sys.stderr, flush=True)


def from_mails(paths: Sequence[Path]) -> MailReading:
    """What is in the mails; `-` is standard input. What could not be read is told."""
    stdin = sys.stdin.buffer.read() if Path("-") in paths else None
    reading = read_mails(paths, stdin)
    for each in reading.ignored:
        tell(say("run.ignored", file=each.file, reason=each.reason))
    return reading


def sorted_out(people: Iterable[InvitedPerson], site: Site) -> tuple[list[Invitation], list[Result]]:
    """The invitations that can be begun with, and the results of those that cannot, before any browser starts."""
    invitations, refused = [], []
    for person in people:
        try:
            invitation = person.invitation()
            must_be_on(site, invitation)
            invitations.append(invitation)
        except Misconfigured as error:
            refused.append(failed(pending(person.user_id, person.name, person.company), error))
    return invitations, refused


def must_be_on(site: Site, invitation: Invitation) -> None:
    """Raises ForeignAddress (MAIL-003) unless all three addresses are where the site has them."""
    site.must_own(invitation.issuance_url.reveal(), site.issuance)
    for address in (invitation.signup_url, invitation.login_url):
        site.must_own(address.reveal(), site.service)


def onboard_people(
    office: Office, people: Sequence[InvitedPerson], *, as_json_only: bool, steps: Sequence[StepName] = STEPS
) -> ExitCode:
    """Onboard everybody of the mails and say how it went. Raises Misconfigured before anybody is begun with."""
    invitations, refused = sorted_out(people, office.site)
    if not people:
        tell(say("run.nobody"))
    if invitations:
        office.people.keep(invitations)
    return work(office, invitations, refused, as_json_only=as_json_only, steps=steps)


def onboard_known(office: Office, *, as_json_only: bool, steps: Sequence[StepName] = STEPS) -> ExitCode:
    """Onboard everybody whose mails were read before. Raises Misconfigured (MAIL-003) for a foreign address."""
    site = office.site
    invitations = office.people.invitations()
    for invitation in invitations:
        must_be_on(site, invitation)
    if not invitations:
        tell(say("run.nobody_known"))
    return work(office, invitations, [], as_json_only=as_json_only, steps=steps)


def one_step(office: Office, user_id: str, step: StepName, *, as_json_only: bool) -> ExitCode:
    """One step for one person whose mails were read before. Raises Misconfigured (MAIL-003, MAIL-004)."""
    invitation = office.people.invitation(user_id)
    must_be_on(office.site, invitation)
    return work(office, [invitation], [], as_json_only=as_json_only, steps=(step,))


def work(
    office: Office,
    invitations: Sequence[Invitation],
    refused: Sequence[Result],
    *,
    as_json_only: bool,
    steps: Sequence[StepName],
) -> ExitCode:
    """Do the run and say how it went. Ctrl-C ends it early, with what was reached."""
    results, stopped = [for_invitation(each) for each in invitations], False
    if invitations:
        results, stopped = onboarded(office, invitations, steps)
    results = [*results, *refused]
    for each in refused:
        tell(told(each))
    _say_results(office, results, as_json_only)
    if stopped:
        tell(say("run.stopped"))
    return exit_code(results, stopped=stopped)


def onboarded(
    office: Office, invitations: Sequence[Invitation], steps: Sequence[StepName]
) -> tuple[list[Result], bool]:
    """The run itself: what everybody reached, and whether Ctrl-C ended it early."""
    runs: list[Run] = []

    async def running() -> None:
        with progress_on() as progress:
            async with office.opened(tell) as workplace:
                runs.append(Run(workplace, invitations, progress=progress))
                people = office.settings.workers or office.site.limits.people
                await runs[0].everybody(people=people, steps=steps)

    try:
        asyncio.run(running())
    except KeyboardInterrupt:
        return (runs[0].results if runs else [for_invitation(each) for each in invitations]), True
    return runs[0].results, False


def _say_results(office: Office, results: Sequence[Result], as_json_only: bool) -> None:
    if not results:
        if as_json_only:
            print(json.dumps(as_json(results)))
        return
    report = office.home / "reports" / f"{office.run_name}.html"
    write_report(results, report, site=office.site.name)
    if as_json_only:
        print(json.dumps({**as_json(results), "report": str(report)}, ensure_ascii=False))
        return
    print_table(results, Console())
    print(say("run.report", path=report))
    for result in results:
        if result.last_picture:
            print(say("run.picture", path=result.last_picture))
