"""An engine on a real SQLite file whose people go through steps that a test prepares: no browser, no site."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import ekakushin.automation.engine.part
import ekakushin.automation.engine.worker
from ekakushin.automation.engine.database import Database
from ekakushin.automation.engine.enqueuing import enqueue, order_for
from ekakushin.automation.engine.orders import home_id
from ekakushin.automation.engine.standing import Row, read_rows, standing
from ekakushin.automation.engine.streak import Streak
from ekakushin.automation.engine.worker import Engine
from ekakushin.automation.results import Result, pending
from ekakushin.flows.models import STEPS, Account, Fact, Invitation, StepName
from ekakushin.flows.onboarding import StepRunner
from ekakushin.flows.site import Limits, Site
from ekakushin.flows.workplace import Workplace
from tests.support.fakes import Surroundings, invitation

LIMITS = Limits(people=4, starts=1000, closed_first=0.01, closed_limit=0.08)
LONGEST = 20.0  # seconds after which a test has failed that should have ended by itself
Act = Callable[[str, StepName], Awaitable[Any]]
Meanwhile = Callable[[Engine], Coroutine[Any, Any, None]]


class Listening:
    """Progress that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    def began(self, result: Result, step: StepName) -> None:
        self.told.append((result.user_id, "began", step))

    def went(self, result: Result, step: StepName, seconds: float) -> None:
        self.told.append((result.user_id, "went", step))

    def waits(self, result: Result) -> None:
        self.told.append((result.user_id, "waits", result.code))

    def ended(self, result: Result) -> None:
        self.told.append((result.user_id, "ended", result.state))


async def well(user_id: str, step: StepName) -> None:
    """A step that goes well."""


async def nothing(engine: Engine) -> None:
    """Nothing happens beside the work."""


def failing(error: Exception, times: int = 1000, who: str = "", at: StepName = "login") -> Act:
    """A step that raises so many times for this person, or for everybody if none is named, and then goes well."""
    left = {at: times}

    async def act(user_id: str, step: StepName) -> None:
        if step == at and who in ("", user_id) and left[at]:
            left[at] -= 1
            raise error

    return act


class Gate:
    """A step of one person that is held up until it may go on; all others go well."""

    def __init__(self, who: str, at: StepName) -> None:
        self._at, self._who = at, who
        self._reached = asyncio.Event()
        self._opened = asyncio.Event()

    async def act(self, user_id: str, step: StepName) -> None:
        """What `Works.act` is to be."""
        if (user_id, step) == (self._who, self._at):
            self._reached.set()
            await self._opened.wait()

    async def reached(self) -> None:
        """Wait until the step has begun."""
        await self._reached.wait()

    async def stopping(self, engine: Engine) -> None:
        """Once somebody is before it, let the worker stop, and open a moment later."""
        await self.reached()
        engine.stop()
        asyncio.get_running_loop().call_later(0.05, self.open)

    def open(self) -> None:
        """Let it go on."""
        self._opened.set()


async def until(condition: Callable[[], bool], *, every: float = 0.01) -> None:
    """Wait for what nobody tells, with a look every so many seconds."""
    while not condition():  # noqa: ASYNC110  (nobody tells it)
        await asyncio.sleep(every)


@dataclass
class Works:
    """A home, its database, and what happens in each step: `act` is called with person and step, and may raise.

    `acts` are all steps that were really begun, `most` how many people were clicked for at once.
    """

    home: Path
    act: Act = well
    people: int = 4
    limits: Limits = LIMITS
    steps: tuple[StepName, ...] = ("issue", "login")
    stop_after: int = 100
    acts: list[tuple[str, str]] = field(default_factory=list)
    inside: int = 0
    most: int = 0
    progress: Listening = field(default_factory=Listening)

    @property
    def database(self) -> Database:
        return Database(self.home)

    async def story(
        self,
        workplace: Workplace,
        invited: Invitation,
        *,
        once: StepRunner,
        steps: Sequence[StepName] = STEPS,
    ) -> Account:
        """Takes the place of the flows' own story."""
        for step in steps:
            await once(step, lambda step=step: self._step(invited.user_id, step))  # type: ignore[misc]
        return Account(user_id=invited.user_id, steps=tuple(steps))

    async def _step(self, user_id: str, step: StepName) -> Any:
        self.acts.append((user_id, step))
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            return await self.act(user_id, step) or Fact(user_id=user_id, step=step)
        finally:
            self.inside -= 1

    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> Works:
        """The story is this one, and the engine does not wait long between two looks."""
        # DBOS keeps the standard error that it met first, which pytest closes after each test.
        logging.getLogger("dbos").handlers.clear()
        monkeypatch.setattr(ekakushin.automation.engine.part, "onboard", self.story)
        monkeypatch.setattr(ekakushin.automation.engine.worker, "_POLL", 0.01)
        monkeypatch.setattr(ekakushin.automation.engine.worker, "_GLANCE", 0.02)
        return self

    def engine(self) -> Engine:
        """One worker that is not launched yet."""
        site = Site(limits=self.limits)
        workplace = replace(Surroundings().workplace, site=site, clock=lambda: datetime.now(UTC))
        return Engine(
            home=self.home,
            database=self.database,
            workplace=workplace,
            invitation=invitation,
            progress=self.progress,
            streak=Streak(self.home, self.stop_after),
            people=self.people,
        )

    def enqueue(self, *user_ids: str) -> None:
        """Put people into the queue, as `onboard` does."""
        self.database.prepare()
        with self.database.client() as client:
            rows = read_rows(client, home_id(self.home), steps=False)
            orders = (order_for(each, rows.get(each, ()), steps=self.steps, mails=0) for each in user_ids)
            enqueue(client, self.home, [order for order in orders if order])

    def work(
        self, *user_ids: str, meanwhile: Meanwhile = nothing, of: Collection[str] | None = None
    ) -> Engine:
        """Enqueue these people, and work until everybody is done, or those of `of`; `meanwhile` goes on beside."""
        self.enqueue(*user_ids)

        async def working(engine: Engine) -> None:
            async with asyncio.TaskGroup() as both:
                both.create_task(meanwhile(engine))
                both.create_task(engine.until_done(of))

        return self.launched(working)

    def launched(self, doing: Meanwhile) -> Engine:
        """A worker that lives as long as `doing`, and is gone then as a killed one is."""

        async def living() -> Engine:
            engine = self.engine()
            async with asyncio.timeout(LONGEST), engine.working():
                await doing(engine)
            return engine

        return asyncio.run(living())

    def rows(self) -> dict[str, list[Row]]:
        """What the database has."""
        with self.database.client() as client:
            return read_rows(client, home_id(self.home))

    def result(self, user_id: str) -> Result:
        """Where somebody stands."""
        return standing(pending(user_id), self.rows().get(user_id, ()))

    def results(self) -> dict[str, tuple[str, str]]:
        """State and code of everybody."""
        found = {user_id: standing(pending(user_id), rows) for user_id, rows in self.rows().items()}
        return {user_id: (result.state, result.code) for user_id, result in found.items()}
