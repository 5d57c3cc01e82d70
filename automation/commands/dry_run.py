"""`--dry-run`: what would be done for whom, and whether the sites answer; nothing is pressed, nothing is typed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.results import Result
from ekakushin.automation.terminal.console import open_console
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Unavailable
from ekakushin.flows.models import STEPS, Invitation, Noun, StepName
from ekakushin.flows.steps.look import Standing, answers, look
from ekakushin.flows.text import say
from ekakushin.flows.workplace import Workplace

SiteAnswer = tuple[str, str]  # code and sentence; empty if the site answers


class Plan(Noun):
    """What would be done for somebody. `code` and `message` say what stands in the way."""

    user_id: str
    name: str = ""
    steps: tuple[StepName, ...] = ()
    signed_up: bool | None = None
    code: str = ""
    message: str = ""


def dry_run(
    office: Office,
    invitations: Sequence[Invitation],
    refused: Iterable[Result],
    *,
    steps: Sequence[StepName],
    as_json_only: bool,
) -> ExitCode:
    """Say what would be done; 0 if everybody could be begun with. Raises Misconfigured."""
    sites, plans = look_at_all(office, invitations, steps)
    plans += [
        Plan(user_id=each.user_id, name=each.name, code=each.code, message=each.message) for each in refused
    ]
    if as_json_only:
        people = [each.model_dump(mode="json") for each in plans]
        answers = {name: code for name, (code, _) in sites.items()}
        print(json.dumps({"sites": answers, "people": people}, ensure_ascii=False))
    else:
        print_plans(sites, plans)
    free = not any(code for code, _ in sites.values()) and not any(each.code for each in plans)
    return ExitCode.DONE if free else ExitCode.NOT_ALL


def look_at_all(
    office: Office, invitations: Sequence[Invitation], steps: Sequence[StepName]
) -> tuple[dict[str, SiteAnswer], list[Plan]]:
    """What both sites answer, and what is left to do for these people. Raises Misconfigured."""
    return asyncio.run(_look_at_all(office, invitations, steps))


async def _look_at_all(
    office: Office, invitations: Sequence[Invitation], steps: Sequence[StepName]
) -> tuple[dict[str, SiteAnswer], list[Plan]]:
    async with office.open(tell) as workplace:
        sites = {
            "issuance": await _answers(workplace, office.site.issuance),
            "service": await _answers(workplace, office.site.service),
        }
        return sites, [_plan(await look(workplace.of(each)), each, steps) for each in invitations]


async def _answers(workplace: Workplace, origin: str) -> SiteAnswer:
    """What is wrong with a site. Without a certificate the service may say no: that is an answer too."""
    try:
        await answers(workplace, origin)
    except Unavailable as error:
        return error.code, str(error)
    return "", ""


def _plan(standing: Standing, invitation: Invitation, steps: Sequence[StepName]) -> Plan:
    return Plan(
        user_id=standing.user_id,
        name=invitation.name,
        steps=tuple(step for step in STEPS if step in standing.left and step in steps),
        signed_up=standing.signed_up,
        code=standing.code,
        message=standing.message,
    )


def print_plans(sites: dict[str, SiteAnswer], plans: Sequence[Plan]) -> None:
    """Both sites' answers and everybody's plan, for the terminal."""
    console = open_console()
    for name, (code, message) in sites.items():
        answer = f"[{code}] {message}" if code else say("dry_run.answers")
        console.print(Text(f"{say(f'dry_run.{name}')}: {answer}"))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("run.person"), overflow="fold")
    table.add_column(say("dry_run.would"), overflow="fold")
    for plan in plans:
        would = " → ".join(say(f"step.{step}") for step in plan.steps) or say("dry_run.nothing")
        trouble = f"[{plan.code}] {plan.message}" if plan.code else ""
        table.add_row(Text(f"{plan.user_id} {plan.name}"), Text(trouble or would))
    console.print(table)
    console.print(say("dry_run.end"))
