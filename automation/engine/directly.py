"""A run: many people through the story, several at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from ekakushin.automation.engine.part import waited_long_enough
from ekakushin.automation.engine.progress import Progress
from ekakushin.automation.engine.watchdog import within_the_limit
from ekakushin.automation.results import Result, failed, finished, for_invitation, with_evidence
from ekakushin.automation.state.album import Album
from ekakushin.automation.state.alone import alone_with
from ekakushin.flows.errors import Explained, Unavailable, UnderWay
from ekakushin.flows.models import STEPS, Invitation, StepName
from ekakushin.flows.onboarding import onboard
from ekakushin.flows.workplace import Workplace

T = TypeVar("T")


class Run:
    """One run over some people; `results` tells at any moment how far each one is."""

    def __init__(
        self, workplace: Workplace, invitations: Sequence[Invitation], *, home: Path, progress: Progress
    ) -> None:
        self._home = home
        self._album = Album(workplace.evidence)
        self._workplace = replace(workplace, evidence=self._album)
        self._invitations = invitations
        self._progress = progress
        self._results = {each.user_id: for_invitation(each) for each in invitations}

    @property
    def results(self) -> list[Result]:
        """One result a person, in the order of the invitations."""
        return list(self._results.values())

    async def everybody(self, *, people: int, steps: Sequence[StepName] = STEPS) -> list[Result]:
        """Take everybody through the steps, `people` at a time. One person's failure is theirs alone.

        Whoever only waits for the signing certificate makes room for others.
        """
        places = asyncio.Semaphore(people)
        workplace = replace(self._workplace, pause=_outside(places, self._workplace.pause))

        async def in_turn(invitation: Invitation) -> None:
            async with places:
                await self._person(workplace, invitation, steps)

        async with asyncio.TaskGroup() as group:
            for invitation in self._invitations:
                group.create_task(in_turn(invitation))
        return self.results

    async def _person(self, workplace: Workplace, invitation: Invitation, steps: Sequence[StepName]) -> None:
        user_id = invitation.user_id
        try:
            with alone_with(user_id, self._home):
                await onboard(workplace, invitation, once=_Patient(self, workplace, user_id), steps=steps)
        except Exception as error:
            self._note(failed(self._results[user_id], error))
            if not isinstance(error, Explained):
                self._album.keep_trace(user_id, self._results[user_id].step or "issue", error)
        else:
            self._note(finished(self._results[user_id]))
        self._note(with_evidence(self._results[user_id], self._album.of(user_id)))
        self._progress.ended(self._results[user_id])

    def _note(self, result: Result) -> None:
        self._results[result.user_id] = result

    async def timed(self, user_id: str, step: StepName, work: Callable[[], Awaitable[T]]) -> T:
        """Do one step and note how long it took."""
        self._note(self._results[user_id].model_copy(update={"step": step}))
        self._progress.began(self._results[user_id], step)
        start = time.monotonic()
        answer = await work()
        seconds = round(time.monotonic() - start, 3)
        before = self._results[user_id]
        self._note(before.model_copy(update={"seconds": {**before.seconds, step: seconds}}))
        self._progress.went(self._results[user_id], step, seconds)
        return answer


def _outside(
    places: asyncio.Semaphore, pause: Callable[[float], Awaitable[None]]
) -> Callable[[float], Awaitable[None]]:
    """A pause during which one's place is somebody else's."""

    async def paused(seconds: float) -> None:
        places.release()
        try:
            await pause(seconds)
        finally:
            await places.acquire()

    return paused


class _Patient:
    """The `once` that remembers nothing but the time, and waits here; the durable one is the engine's."""

    def __init__(self, run: Run, workplace: Workplace, user_id: str) -> None:
        self._run = run
        self._workplace = workplace
        self._user_id = user_id

    async def __call__(self, step: StepName, work: Callable[[], Awaitable[T]]) -> T:
        return await self._run.timed(self._user_id, step, partial(self._waited_for, step, work))

    async def _waited_for(self, step: StepName, work: Callable[[], Awaitable[T]]) -> T:
        limits, looks, since = self._workplace.site.limits, 0, self._workplace.clock()
        while True:
            looks += 1
            try:
                return await within_the_limit(self._workplace, self._user_id, step, work)
            except UnderWay as error:
                passed = (self._workplace.clock() - since).total_seconds()
                if waited_long_enough(limits, passed=passed, looks=looks):
                    raise Unavailable("SGN-001", minutes=round(limits.signing_limit / 60)) from error
                await self._workplace.pause(error.wait)
