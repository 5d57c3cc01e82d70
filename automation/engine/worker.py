"""The durable worker on DBOS: takes people from a queue, stores each step's result, resumes where it stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from ekakushin.automation.engine.database import APPLICATION, Database
from ekakushin.automation.engine.failing import hearing_of_failures
from ekakushin.automation.engine.orders import (
    BEGUN,
    GONE_ON_WITH,
    PAUSE,
    RECOVERIES,
    VERSION,
    WORKFLOW,
    Ending,
    Order,
    Pause,
    Stepped,
    Trouble,
    home_id,
    prefix,
    queue_name,
    user_of,
)
from ekakushin.automation.engine.packing import Packing
from ekakushin.automation.engine.part import Part, next_part
from ekakushin.automation.engine.patience import GROWTH, Patience
from ekakushin.automation.engine.progress import Progress
from ekakushin.automation.engine.standing import after
from ekakushin.automation.engine.stopping import AT_ONCE
from ekakushin.automation.engine.streak import Streak
from ekakushin.automation.engine.values import BUG, error_of, trouble_of
from ekakushin.automation.engine.workers import hold_dead, seat
from ekakushin.automation.results import Result, Stretch, pending
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.models import Invitation, StepName
from ekakushin.flows.workplace import Workplace

OPEN = ["ENQUEUED", "DELAYED", "PENDING"]

_POLL = 0.25  # seconds between two looks into the queue
_GLANCE = 1.0  # seconds between two looks at what is left to do
# What happens to everybody alike: nothing can be recorded on this PC any more.
OF_THE_PC = frozenset({"ENV-004", "ENV-010", "ENV-012"})
_LEAVING = 15.0  # seconds for the engine's end, once the database no longer answers
_DEAD = 15  # glances between two looks for workers that have died

_on_duty: list[Engine] = []


@DBOS.workflow(name=WORKFLOW, max_recovery_attempts=RECOVERIES)
async def _onboard(order: Order) -> Ending:
    return await _on_duty[-1].work_on(order)


@dataclass(kw_only=True)
class Engine:
    """One worker. `invitation` gives what the mails said, or raises; `people` is how many at a time here.

    Launched by `working`; `stop` lets it end after the current clicks. `broken` is what the disk or the database did
    to it, after which nothing can be recorded and nobody is begun with.
    """

    home: Path
    database: Database
    workplace: Workplace
    invitation: Callable[[str], Invitation]
    progress: Progress
    streak: Streak
    people: int
    name: str = ""
    stopped_by: str = ""
    broken: Misconfigured | None = None
    results: dict[str, Result] = field(default_factory=dict)
    _client: DBOSClient = field(init=False)
    _loop: asyncio.AbstractEventLoop = field(init=False)
    _home_id: str = field(init=False)
    _queue: str = field(init=False)
    _places: asyncio.Semaphore = field(init=False)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _working: set[asyncio.Task[Any]] = field(default_factory=set)
    _clicking: set[str] = field(default_factory=set)
    _resting: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._home_id, self._queue = home_id(self.home), queue_name(self.home)
        self._places = asyncio.Semaphore(self.people)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[Engine]:
        """Take part in the work for the length of the block. Raises Misconfigured (ENV-010, ENV-004)."""
        self.database.prepare()
        with (
            self.database.client() as self._client,
            seat(self.home, self._home_id) as self.name,
        ):
            await self._set_limits(self._client)
            self._loop = asyncio.get_running_loop()
            with hearing_of_failures(self.break_off):
                async with self._launched():
                    yield self
            if self.stopping and not self.broken:
                self._give_back()

    @asynccontextmanager
    async def _launched(self) -> AsyncIterator[None]:
        DBOS(config=self._config())
        DBOS.listen_queues([self._queue])
        _on_duty.append(self)
        try:
            DBOS.launch()  # here, so that its work runs on this loop, where the browser lives
            yield
        finally:
            _on_duty.remove(self)
            if self.broken:
                await self._leave()
            else:
                async with self.database.answering():
                    await asyncio.to_thread(DBOS.destroy)

    async def _leave(self) -> None:
        """End what can be ended; threads that hang in disk or database are left behind, and end with the process."""
        with suppress(TimeoutError, Misconfigured):
            async with asyncio.timeout(_LEAVING):
                await asyncio.to_thread(DBOS.destroy)
        self._loop.set_default_executor(
            ThreadPoolExecutor(1)
        )  # the end of the loop waits for the one that it has

    def _config(self) -> DBOSConfig:
        return {
            "name": APPLICATION,
            "system_database_url": self.database.address.reveal(),
            "application_version": VERSION,
            "executor_id": self.name,
            "serializer": Packing(),
            "log_level": "CRITICAL",  # its warnings quote what was raised; errors reach us as exceptions
            "notification_listener_polling_interval_sec": _GLANCE,
        }

    async def _set_limits(self, client: DBOSClient) -> None:
        """Note them in the database before the launch, whose first look goes by the limits that it finds there."""
        limits = self.workplace.site.limits
        await client.register_queue_async(
            self._queue,
            global_concurrency=limits.people,
            worker_concurrency=min(self.people, limits.people),
            limiter={"limit": limits.starts, "period": 60},
            polling_interval_sec=_POLL,
            on_conflict="always_update",
        )

    def _give_back(self) -> None:
        """Leave nobody in a place: whoever was to be begun with, or waits for the site, may be another worker's.

        Not async: the engine has taken the loop's threads with it.
        """
        mine = self._client.list_workflows(
            status="PENDING", workflow_id_prefix=prefix(self._home_id), executor_id=self.name
        )
        for row in mine:
            self._client.update_workflow_attributes(row.workflow_id, {BEGUN: True, PAUSE: None}, merge=True)
        self._client.resume_workflows([row.workflow_id for row in mine], queue_name=self._queue)

    def stop(self, code: str = "") -> None:
        """Begin nothing more; `code` is what has stopped the run, "" a person's wish."""
        self.stopped_by = self.stopped_by or code
        self._stopping.set()

    def break_off(self, error: Misconfigured) -> None:
        """Begin nothing more, because of what the disk or the database did; from whatever thread it was noticed in."""
        self.broken = self.broken or error
        with suppress(RuntimeError):  # the loop is closed: its work is done
            self._loop.call_soon_threadsafe(self._stopping.set)

    @property
    def stopping(self) -> bool:
        """Whether the end has been asked for."""
        return self._stopping.is_set()

    async def until_done(self, user_ids: Collection[str] | None = None) -> None:
        """Work until nothing is left for these people, or for anybody if None; or until it is to stop."""
        glances = 0
        while not self.stopping and await self._something_is_left(user_ids):
            if glances % _DEAD == 0:
                await self.take_over_the_dead()
            glances += 1
            await self._glance()
        await self._let_clicks_end()

    async def until_stopped(self) -> None:
        """Work until it is to stop, also on what is enqueued later."""
        while not self.stopping:
            await self.take_over_the_dead()
            await self._glance()
        await self._let_clicks_end()

    async def _glance(self) -> None:
        try:
            async with asyncio.timeout(_GLANCE):
                await self._stopping.wait()
        except TimeoutError:
            self._heed_streak()

    def _heed_streak(self) -> None:
        code = self.streak.stopped_by
        if code:
            self.stop(code)

    async def _let_clicks_end(self) -> None:
        if self.stopping and self._clicking:
            try:
                async with asyncio.timeout(self.grace()):
                    await self._resting.wait()
            except TimeoutError:
                await self._cut_off()

    async def _cut_off(self) -> None:
        """What hangs is ended as a second Ctrl-C would end it; the next run looks how far it got."""
        for task in self._working:
            task.cancel()
        if self._working:
            await asyncio.wait(self._working, timeout=AT_ONCE)

    def grace(self) -> float:
        """How many seconds the clicks that are under way may take after the first Ctrl-C: more behind 発行."""
        limits = self.workplace.site.limits
        issuing = any(self._result(user_id).step == "issue" for user_id in tuple(self._clicking))
        return limits.issuance if issuing else limits.page

    async def _something_is_left(self, user_ids: Collection[str] | None) -> bool:
        async with self.database.answering():
            rows = await DBOS.list_workflows_async(
                status=OPEN, workflow_id_prefix=prefix(self._home_id), load_input=False, load_output=False
            )
        return any(user_ids is None or user_of(row.workflow_id) in user_ids for row in rows)

    async def take_over_the_dead(self) -> None:
        """Put back into the queue what workers of this PC held whose process is gone."""
        rows = await DBOS.list_workflows_async(
            status="PENDING", workflow_id_prefix=prefix(self._home_id), load_input=False
        )
        for name in {row.executor_id for row in rows if row.executor_id and row.executor_id != self.name}:
            with hold_dead(self.home, name) as dead:
                if dead:  # held now, so nobody else takes over the same people
                    # Into their own queue: without its name they would land in one that knows no limits.
                    await DBOS.resume_workflows_async(await self._workflows_of(name), queue_name=self._queue)

    async def _workflows_of(self, name: str) -> list[str]:
        rows = await DBOS.list_workflows_async(
            status="PENDING", workflow_id_prefix=prefix(self._home_id), executor_id=name
        )
        return [row.workflow_id for row in rows]

    async def work_on(self, order: Order) -> Ending:
        """One part of an order. What waits is enqueued again, to be begun later."""
        # The limit in the database is the one of the worker that came last; this one's own holds here.
        async with self._places, self._at_work():
            try:
                return await self._work_on_part(order)
            finally:
                self._rests(order.user_id)

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[None]:
        task = asyncio.current_task()
        assert task  # noqa: S101  (a coroutine that runs is in a task)
        self._working.add(task)
        try:
            yield
        finally:
            self._working.discard(task)

    async def _work_on_part(self, order: Order) -> Ending:
        await self._may_begin(order.user_id)
        part = Part(
            order=order,
            home=self.home,
            workplace=self.workplace,
            remembering=partial(self._remember, order),
            worker=self.name,
            began=partial(self._began, order.user_id),
            went=partial(self._went, order.user_id),
        )
        ending = await part.work(self.invitation)
        if ending.state == "waiting":
            await self._enqueue_later(ending)
        self._tell(ending)
        return ending

    async def _enqueue_later(self, ending: Ending) -> None:
        order = next_part(ending)
        now = datetime.now(UTC)
        wait = max(0.0, ((ending.until or now) - now).total_seconds())
        with (
            SetWorkflowID(order.identifier(self._home_id)),
            SetEnqueueOptions(delay_seconds=wait, priority=GONE_ON_WITH, app_version=VERSION),
        ):
            await DBOS.enqueue_workflow_async(self._queue, _onboard, order)

    async def _remember(
        self, order: Order, step: StepName, work: Callable[[], Awaitable[Stepped]]
    ) -> Stepped:
        patience = Patience(self.workplace.site.limits, partial(self._pauses, order))

        async def clicks() -> Stepped:
            await self._may_begin(order.user_id)
            stepped = await work()
            if patience.tried:
                await self._note_pause(order, None)
            return stepped

        return await DBOS.run_step_async(
            {
                "name": step,
                "retries_allowed": True,
                "max_attempts": patience.attempts,
                "interval_seconds": patience.first,
                "backoff_rate": GROWTH,
                "should_retry": patience.has_some_left,
            },
            clicks,
        )

    async def _may_begin(self, user_id: str) -> None:
        """Come back only if clicking is still wanted; whoever does not come back is gone on with next time."""
        if self.stopping:
            self._rests(user_id)
            await asyncio.Event().wait()
        self._clicking.add(user_id)
        self._resting.clear()

    def _rests(self, user_id: str) -> None:
        self._clicking.discard(user_id)
        if not self._clicking:
            self._resting.set()

    async def _pauses(self, order: Order, error: BaseException, until: datetime) -> None:
        await self._note_pause(order, Pause(trouble=trouble_of(error), until=until))
        self._rests(order.user_id)
        result = self._result(order.user_id)
        self.progress.waits(after(result, "waiting", trouble_of(error), until=until))

    async def _note_pause(self, order: Order, pause: Pause | None) -> None:
        """Let `status` see it; by the client, for the workflow's own record has nothing to remember of it."""
        noted = {PAUSE: pause.model_dump(mode="json") if pause else None}
        await self._client.update_workflow_attributes_async(
            order.identifier(self._home_id), noted, merge=True
        )

    def _result(self, user_id: str) -> Result:
        return self.results.setdefault(user_id, pending(user_id))

    def _began(self, user_id: str, step: StepName) -> None:
        self.results[user_id] = self._result(user_id).model_copy(update={"step": step, "state": "running"})
        self.progress.began(self.results[user_id], step)

    def _went(self, user_id: str, stretch: Stretch) -> None:
        before = self._result(user_id)
        seconds = {**before.seconds, stretch.step: stretch.seconds}
        self.results[user_id] = before.model_copy(update={"seconds": seconds})
        self.progress.went(self.results[user_id], stretch.step, stretch.seconds)

    def _tell(self, ending: Ending) -> None:
        user_id = ending.order.user_id
        if self.broken and ending.trouble and ending.trouble.code == BUG:
            return  # what has ended the run has torn this step as well
        result = after(self._result(user_id), ending.state, ending.trouble, until=ending.until)
        self.results[user_id] = result
        if ending.state == "waiting":
            self.progress.waits(result)
            return
        self.progress.ended(result)
        self._note_code(ending.trouble)

    def _note_code(self, trouble: Trouble | None) -> None:
        """Now: by the next glance others would have been begun with."""
        error = error_of(trouble) if trouble else None
        if isinstance(error, Misconfigured) and error.code in OF_THE_PC:
            self.break_off(error)
            return
        try:
            self.streak.note(trouble.code if trouble else "")
            self._heed_streak()
        except Misconfigured as unwritable:  # not this person's affair, who may be done
            self.break_off(unwritable)
