"""Taking over the people of a dead worker: the site is asked where each stands, then they are enqueued again."""

from __future__ import annotations

from ekakushin.automation.commands.dry_run import look_at_all, print_plans
from ekakushin.automation.engine.enqueuing import rows_by_worker, take_over
from ekakushin.automation.engine.orders import home_id
from ekakushin.automation.engine.standing import read_rows
from ekakushin.automation.engine.workers import is_of_this_pc
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import say


def workers_with_people(office: Office) -> dict[str, list[str]]:
    """Which workers hold whom, living or dead. Raises Misconfigured (ENV-010)."""
    if not office.database.is_there:
        return {}
    with office.database.client() as client:
        rows = read_rows(client, home_id(office.home), steps=False)
    return {worker: sorted({row.user_id for row in mine}) for worker, mine in rows_by_worker(rows).items()}


def list_workers(office: Office) -> ExitCode:
    """Say which workers hold how many people."""
    workers = workers_with_people(office)
    for worker, people in workers.items():
        where = "takeover.here" if is_of_this_pc(worker) else "takeover.elsewhere"
        print(say(where, worker=worker, count=len(people)))
    if not workers:
        print(say("takeover.nobody"))
    return ExitCode.DONE


def take_over_from(office: Office, worker: str) -> ExitCode:
    """Ask the site where this worker's people stand, and put them back into the queue.

    Nobody is taken over while the site does not answer, or while the worker's process lives.
    """
    people = workers_with_people(office).get(worker, [])
    if not people:
        tell(say("takeover.holds_nobody", worker=worker))
        return ExitCode.NOT_ALL
    sites, plans = look_at_all(office, [office.people.invitation(each) for each in people], STEPS)
    print_plans(sites, plans)
    if any(code for code, _ in sites.values()):
        return ExitCode.NOT_ALL
    with office.database.client() as client:
        taken = take_over(client, office.home, worker)
    tell(say("takeover.lives", worker=worker) if taken is None else say("takeover.done", count=len(taken)))
    return ExitCode.NOT_ALL if taken is None else ExitCode.DONE
