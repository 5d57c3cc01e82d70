"""`--dry-run`: what would be done for whom, and whether the sites answer; nothing is pressed, nothing is typed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from ekakushin.automation.commands.next_step import tell_next
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.results import Result
from ekakushin.automation.terminal.cells import printable, wrap
from ekakushin.automation.terminal.console import open_console
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.errors import Unavailable
from ekakushin.flows.models import STEPS, Invitation, Noun, StepName
from ekakushin.flows.steps.look import Standing, answers, look
from ekakushin.flows.text import say
from ekakushin.flows.workplace import Workplace

_NAMED = 40  # people of one group who are named; --json has them all

_INDENT = "    "
_MOST_LINES = 1000
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
    """Say what would be done; 0 if there is somebody and all could be begun with. Raises Misconfigured."""
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
    return ExitCode.DONE if free and plans else ExitCode.NOT_ALL


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
    console = open_console(highlight=False)
    for name, (code, message) in sites.items():
        answer = f"[{code}] {message}" if code else say("dry_run.answers")
        console.print(Text(f"{say(f'dry_run.{name}')}: {answer}"))
    for group in _alike(plans):
        console.print(_Group(group))
    console.print(say("dry_run.end"))
    stuck = next((each.code for each in plans if each.code), "")
    if plans:
        tell_next("dry_stuck" if stuck else "dry_free", code=stuck)


def _alike(plans: Iterable[Plan]) -> list[list[Plan]]:
    """Those together who have the same way before them, or the same trouble in it."""
    groups: dict[tuple[object, ...], list[Plan]] = {}
    for plan in plans:
        groups.setdefault((plan.steps, plan.code, plan.message), []).append(plan)
    return list(groups.values())


@dataclass(frozen=True)
class _Group:
    """How many they are and what would be done for them; beneath, who they are."""

    plans: Sequence[Plan]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        first, width = self.plans[0], options.max_width
        head = say("dry_run.people", count=len(self.plans)) + " "
        if first.code:
            lines = wrap(
                printable(f"[{first.code}] {first.message}"), width - cell_len(head), lines=_MOST_LINES
            )
        else:
            steps = [say(f"step.{step}") for step in first.steps] or [say("dry_run.nothing")]
            lines = _pack(steps, " → ", width - cell_len(head))
        yield Text(_hang(head, lines), "bold yellow" if first.code else "bold")
        yield Text(_hang(_INDENT, self._names(width - len(_INDENT))))

    def _names(self, width: int) -> list[str]:
        who = [printable(f"{plan.user_id} {plan.name}") for plan in self.plans[:_NAMED]]
        more = len(self.plans) - len(who)
        return _pack([*who, *([say("dry_run.more", count=more)] if more else [])], say("dry_run.and"), width)


def _pack(pieces: Sequence[str], between: str, width: int) -> list[str]:
    """Pieces side by side in lines of `width` cells, none of them broken but one that fits no line."""
    lines = [""]
    for number, piece in enumerate(pieces):
        whole = piece + (between if number + 1 < len(pieces) else "")
        if lines[-1] and cell_len((lines[-1] + whole).rstrip()) > width:
            lines.append("")
        lines[-1] += whole
    return [part for line in lines for part in wrap(line.rstrip(), width, lines=_MOST_LINES)]


def _hang(head: str, lines: Sequence[str]) -> str:
    return head + ("\n" + " " * cell_len(head)).join(lines)
