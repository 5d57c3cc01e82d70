"""`ekakushin onboard`, `worker` and `takeover`: work on the people of the mails, here or from the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import typer

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.flags import takes
from ekakushin.flows.step_names import STEPS, StepName

if TYPE_CHECKING:
    from ekakushin.automation.cli.flags import Given
    from ekakushin.automation.settings import Settings

_WHERE = ("site", "home", "vault", "database")
_HOW = ("browser", "proxy", "debug", "trace", "any_pc", "stop_after")


@takes(*_WHERE, "workers", "headed", "assist", "by_hand", "downloads", "pin_stdin", *_HOW)
def onboard(
    *,
    more: o.MoreMails = None,
    mails: o.Mails = None,
    roster: o.Roster = None,
    visible: o.Visible = False,
    settings: Settings,
    given: Given,
    until: o.Until = None,
    only: o.Only = None,
    again: o.Again = False,
    reissue: o.ReissueFor = None,
    enqueue: o.Enqueue = False,
    dry_run: o.DryRun = False,
    as_json_only: o.Json = False,
) -> None:
    """Everybody of the mails."""
    from ekakushin.automation.terminal.hands import must_be_possible

    must_be_possible(settings, given, elsewhere=enqueue or dry_run)
    steps = _steps_until(until)

    from ekakushin.automation.commands.onboard import RunRequest
    from ekakushin.automation.commands.onboard import onboard as onboard_them
    from ekakushin.automation.commands.selection import select
    from ekakushin.automation.office import Office

    wish = RunRequest(
        steps=steps,
        only=tuple(only or ()),
        again=again,
        reissue=tuple(reissue or ()),
        enqueue_only=enqueue,
        dry=dry_run,
        as_json_only=as_json_only,
    )
    office = Office(settings, only_looks=dry_run)
    selection = select(office, [*(mails or []), *(more or [])], roster, visible=visible)
    raise typer.Exit(onboard_them(office, selection, wish))


def _steps_until(until: str | None) -> tuple[StepName, ...]:
    if until is None:
        return STEPS
    if until not in STEPS:
        raise typer.BadParameter(", ".join(get_args(StepName)), param_hint="--until")
    return STEPS[: STEPS.index(until) + 1]


@takes(*_WHERE, "workers", "headed", "assist", *_HOW)
def worker(settings: Settings, given: Given, until_empty: o.UntilEmpty = False) -> None:
    """Work on the queue."""
    from ekakushin.automation.terminal.hands import must_be_possible

    must_be_possible(settings, given)

    from ekakushin.automation.commands.onboard import work
    from ekakushin.automation.office import Office

    raise typer.Exit(work(Office(settings), until_empty=until_empty))


@takes(*_WHERE, "browser", "proxy")
def takeover(*, worker: o.Worker = None, settings: Settings) -> None:
    """Go on with the people of a worker that has died."""
    from ekakushin.automation.commands.takeover import list_workers, take_over_from
    from ekakushin.automation.office import Office

    office = Office(settings)
    raise typer.Exit(take_over_from(office, worker) if worker else list_workers(office))
