"""The work behind `onboard`, `worker` and the single steps: the run, and what is said at its end."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from ekakushin.automation.commands.dry_run import dry_run
from ekakushin.automation.commands.narrowing import choose, narrow, with_failed_last, without_the_done
from ekakushin.automation.commands.next_step import tell_next_after_run
from ekakushin.automation.commands.selection import Selection, keep
from ekakushin.automation.commands.status import pending_of, standing_of
from ekakushin.automation.commands.summary import (
    changed_screens,
    drift_of,
    report_run,
    say_changed,
    say_results,
)
from ekakushin.automation.engine.directly import Run
from ekakushin.automation.engine.enqueuing import enqueue, order_for
from ekakushin.automation.engine.orders import Order, home_id
from ekakushin.automation.engine.progress import Noted
from ekakushin.automation.engine.standing import Row, read_rows
from ekakushin.automation.engine.stopping import Stop, end_now, heeding
from ekakushin.automation.engine.worker import Engine
from ekakushin.automation.engine.workers import is_of_this_pc, who_is
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.guide.card import tell_error
from ekakushin.automation.office import Office
from ekakushin.automation.results import UNFINISHED, Result, exit_code, fail, for_invitation
from ekakushin.automation.terminal.cells import who
from ekakushin.automation.terminal.hands import lent
from ekakushin.automation.terminal.pace import Course
from ekakushin.automation.terminal.progress import ending_line, progress_on
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.browser.processes import end_all
from ekakushin.flows.errors import Misconfigured, UnderWay
from ekakushin.flows.models import STEPS, Invitation, StepName
from ekakushin.flows.text import say

_FEW = 10  # people who are named
_WHOLE_COURSE = Course()
_ELSEWHERE = 60.0  # seconds until somebody who belongs to another PC is offered to the workers again


@dataclass(frozen=True, kw_only=True)
class RunRequest:
    """What a run is asked for. `only` are user IDs, or `failed`; `again` means also those who are done.

    `reissue` are those for whom 発行 may be pressed once more, because somebody has asked the society; `tells_next`
    says at the end what comes next.
    """

    steps: Sequence[StepName] = STEPS
    only: Collection[str] = ()
    again: bool = False
    reissue: Collection[str] = ()
    enqueue_only: bool = False
    dry: bool = False
    as_json_only: bool = False
    tells_next: bool = True


def onboard(office: Office, selection: Selection, wish: RunRequest) -> ExitCode:
    """Put people into the queue, work until they are done, and say how it went. Ctrl-C ends it early.

    Raises Misconfigured before anybody is begun with.
    """
    if wish.dry:
        return _dry(office, selection, wish)
    keep(office, selection)
    selection = without_the_done(office, with_failed_last(office, narrow(selection, wish.only), wish.only))
    for each in selection.refused:
        tell(ending_line(each))
    chosen = choose(office, selection, wish.only)
    if not chosen and not selection.refused and wish.only:
        tell(say("run.nobody_stuck"))
        return ExitCode.DONE
    user_ids, elsewhere = _enqueue(office, chosen, wish)
    if wish.enqueue_only:
        tell(say("run.enqueued", count=len(user_ids)))
        return ExitCode.NOT_ALL if selection.refused or not user_ids else ExitCode.DONE
    ended = onboard_these(office, user_ids, refused=len(elsewhere) + len(selection.refused))
    results = [*_standing_after(office, user_ids, ended), *elsewhere, *selection.refused]
    _say_results(office, results, ended.broken, as_json_only=wish.as_json_only)
    stopped = ended.stopped or any(ended.broken and each.state in UNFINISHED for each in results)
    _say_stop(stopped, ended.code)
    if wish.tells_next and not wish.as_json_only:
        tell_next_after_run(results)
    code = exit_code(results, stopped=stopped)
    return ExitCode.NOT_ALL if ended.broken and code is ExitCode.DONE else code  # done, but not recorded


def _standing_after(office: Office, user_ids: Collection[str], ended: Ended) -> list[Result]:
    """Where they stand now. Of a run that could record nothing any more, what it knows itself counts too."""
    try:
        results = standing_of(office, user_ids)
    except Misconfigured:
        if not ended.broken:
            raise
        results = [pending_of(each) for each in office.people.everybody() if each.user_id in user_ids]
    known = {user_id: each for user_id, each in ended.results.items() if each.state in ("done", "failed")}
    results = [
        each.model_copy(update={"state": "pending"}) if ended.broken and each.state == "running" else each
        for each in results
    ]
    return [known.get(each.user_id, each) if each.state in UNFINISHED else each for each in results]


def _say_results(
    office: Office, results: Sequence[Result], broken: Misconfigured | None, *, as_json_only: bool
) -> None:
    """Say what everybody reached, and what has ended the run. Raises Misconfigured where no report can be written
    although nothing else was wrong."""
    try:
        say_results(office, results, as_json_only=as_json_only)
    except Misconfigured as error:
        if not broken:
            raise
        if error.code != broken.code:
            tell_error(error, sys.stderr)
    if broken:
        tell_error(broken, sys.stderr)


def _dry(office: Office, selection: Selection, wish: RunRequest) -> ExitCode:
    given = {each.user_id: each for each in selection.invitations}
    selection = with_failed_last(office, narrow(selection, wish.only), wish.only)
    meant, refused = [], list(selection.refused)
    for user_id in choose(office, selection, wish.only):
        try:
            meant.append(given.get(user_id) or office.ready(user_id))
        except Misconfigured as error:
            refused.append(fail(pending_of(office.people.person(user_id)), error))
    return dry_run(office, meant, refused, steps=wish.steps, as_json_only=wish.as_json_only)


def _enqueue(office: Office, user_ids: Sequence[str], wish: RunRequest) -> tuple[list[str], list[Result]]:
    """Put into the queue whoever has something left to do; those who are in it or done, and those who may not be.

    Whoever only enqueues leaves the question of the PC to the worker.
    """
    if not user_ids:
        return [], []
    for user_id in wish.reissue:
        office.certificates.allow_reissue(user_id)
    office.database.prepare()
    office.streak.forget()
    with office.database.client() as client:
        rows = read_rows(client, home_id(office.home), steps=False)
        orders = _orders(office, rows, user_ids, wish)
        left = [each for each in user_ids if each in orders or (each in rows and rows[each][-1].open)]
        elsewhere = {} if wish.enqueue_only else _elsewhere(office, left)
        enqueue(client, office.home, (order for user_id, order in orders.items() if user_id not in elsewhere))
    return [user_id for user_id in user_ids if user_id not in elsewhere], list(elsewhere.values())


def _orders(
    office: Office, rows: Mapping[str, Sequence[Row]], user_ids: Sequence[str], wish: RunRequest
) -> dict[str, Order]:
    versions = {person.user_id: person.mails for person in office.people.everybody()}
    orders = {
        user_id: order_for(
            user_id, rows.get(user_id, ()), steps=wish.steps, mails=versions[user_id], again=wish.again
        )
        for user_id in user_ids
    }
    return {user_id: order for user_id, order in orders.items() if order}


def _elsewhere(office: Office, user_ids: Sequence[str]) -> dict[str, Result]:
    """Those who may not be worked on at this PC, or by this Windows user."""
    found = {}
    for user_id in user_ids:
        try:
            office.must_be_here(user_id)
        except Misconfigured as error:
            found[user_id] = fail(pending_of(office.people.person(user_id)), error)
            tell(ending_line(found[user_id]))
    return found


class Ended(NamedTuple):
    """How a run ended: whether by Ctrl-C or a code, which one, what the disk or database did to it, and what it knows
    of the people then."""

    stopped: bool = False
    code: str = ""
    broken: Misconfigured | None = None
    results: Mapping[str, Result] = MappingProxyType({})


def onboard_these(office: Office, user_ids: Collection[str], *, refused: int = 0) -> Ended:
    """Work until these people are done; whom another process works on already is told. So many others are `refused`."""
    results = standing_of(office, user_ids)
    if not any(each.state in UNFINISHED for each in results):
        return Ended()
    _say_who_works(office, results)
    states = Counter(each.state for each in results)
    course = Course(done=states["done"], refused=refused + states["failed"])
    total = len(results) - states["done"] - states["failed"]
    return _work(office, lambda engine: engine.until_done(user_ids), total=total, course=course)


def _say_who_works(office: Office, results: Sequence[Result]) -> None:
    held: dict[str, list[str]] = {}
    for each in results:
        if each.state == "running" and is_of_this_pc(each.worker):
            held.setdefault(each.worker, []).append(who(each))
    for worker, names in held.items():
        people = say("dry_run.and").join(names[:_FEW]) + (" …" if len(names) > _FEW else "")
        tell(say("run.held_elsewhere", people=people, who=who_is(office.home, worker)))


def work(office: Office, *, until_empty: bool) -> ExitCode:
    """Work on what is in the queue, until it is empty or until Ctrl-C."""
    office.streak.forget()
    ended = _work(office, Engine.until_done if until_empty else Engine.until_stopped)
    if ended.broken:
        tell_error(ended.broken, sys.stderr)
        return ExitCode.STOPPED
    results = standing_of(office)
    if results:
        drift = drift_of(office)
        if drift:
            tell(say("report.drift", changes="、".join(map(str, drift))))
        say_changed(changed_screens(office))
        tell(say("run.report", path=report_run(office, results, drift)))
    _say_stop(bool(ended.code), ended.code)
    tell_next_after_run(results)
    return ExitCode.STOPPED if ended.code or (ended.stopped and until_empty) else ExitCode.DONE


def _work(
    office: Office,
    until: Callable[[Engine], Awaitable[None]],
    *,
    total: int = 0,
    course: Course = _WHOLE_COURSE,
) -> Ended:
    _ = office.way  # here, where somebody may be asked for a proxy's login, and before anybody is begun with

    async def running(stop: Stop) -> Ended:
        stop.loop = asyncio.get_running_loop()
        async with _launch(office, total, course) as engine:
            _let_it_ask(stop, engine)
            try:
                await until(engine)
            except Misconfigured as error:
                engine.break_off(error)
            if engine.broken:
                return Ended(broken=engine.broken, results=dict(engine.results))
            return Ended(engine.stopping, engine.stopped_by)

    try:
        with heeding(partial(end_now, end_all)) as stop:
            return asyncio.run(running(stop))
    except KeyboardInterrupt:
        return Ended(stopped=True)


@asynccontextmanager
async def _launch(office: Office, total: int, course: Course) -> AsyncIterator[Engine]:
    async with office.open(tell) as workplace:
        before = {each.user_id: tuple(each.seconds) for each in standing_of(office, briefly=True)}
        course, talking = replace(course, before=before), office.settings.with_a_person
        with progress_on(total=total, course=course, talking=talking) as progress:
            engine = Engine(
                home=office.home,
                database=office.database,
                workplace=lent(workplace, office.settings),
                invitation=partial(_ready, office),
                progress=Noted(progress),
                streak=office.streak,
                people=office.settings.people_at_once or office.site.limits.people,
                results={each.user_id: pending_of(each) for each in office.people.everybody()},
            )
            async with engine.working():
                yield engine


def _ready(office: Office, user_id: str) -> Invitation:
    """As `Office.ready`, but whoever belongs to another PC is left to its worker: UnderWay (ENV-008)."""
    try:
        return office.ready(user_id)
    except Misconfigured as error:
        if error.code == "ENV-008":
            raise UnderWay(error.code, wait=_ELSEWHERE, **error.values) from error
        raise


def _let_it_ask(stop: Stop, engine: Engine) -> None:
    """From now on the first Ctrl-C lets the current clicks end."""
    loop = asyncio.get_running_loop()

    def ask() -> None:
        loop.call_soon_threadsafe(engine.stop)

    stop.ask, stop.grace = ask, engine.grace


def _say_stop(stopped: bool, code: str) -> None:
    if code:
        tell(say("run.stopped_by", code=code))
    elif stopped:
        tell(say("run.stopped"))


def one_step(
    office: Office, user_id: str, step: StepName, *, reissue: bool = False, as_json_only: bool
) -> ExitCode:
    """One step for one person whose mails were read before, here and now, past the queue.

    A certificate that was issued by hand is checked as well: nobody has seen yet where it comes from.

    Raises Misconfigured (MAIL-003, MAIL-004, ENV-008).
    """
    invitation = office.ready(user_id)
    if reissue:
        office.certificates.allow_reissue(user_id)
    by_hand = step == "issue" and office.settings.by_hand
    results, stopped = run_directly(office, [invitation], ("issue", "verify") if by_hand else (step,))
    say_results(office, results, as_json_only=as_json_only)
    _say_stop(stopped, "")
    if not as_json_only:
        tell_next_after_run(results)
    return exit_code(results, stopped=stopped)


def run_directly(
    office: Office, invitations: Sequence[Invitation], steps: Sequence[StepName] = STEPS
) -> tuple[list[Result], bool]:
    """The steps without the queue: what everybody reached, and whether Ctrl-C ended it early."""
    _ = office.way
    runs: list[Run] = []

    async def running(stop: Stop) -> None:
        stop.loop = asyncio.get_running_loop()
        async with office.open(tell) as workplace:
            total, talking = len(invitations), office.settings.with_a_person
            with progress_on(total=total, course=Course(steps), talking=talking) as progress:
                place = lent(workplace, office.settings)
                runs.append(Run(place, invitations, home=office.home, progress=Noted(progress)))
                people = office.settings.people_at_once or office.site.limits.people
                await runs[0].everybody(people=people, steps=steps)

    try:
        with heeding(partial(end_now, end_all)) as stop:
            asyncio.run(running(stop))
    except KeyboardInterrupt:
        return (runs[0].results if runs else [for_invitation(each) for each in invitations]), True
    return runs[0].results, False
