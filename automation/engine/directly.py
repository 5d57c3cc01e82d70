"""A run without the queue: takes many people through the steps, several at a time, in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from ekakushin.automation.engine.orders import Ending, Order, Stepped
from ekakushin.automation.engine.part import BEING_MADE, Part, next_part
from ekakushin.automation.engine.progress import Progress
from ekakushin.automation.engine.standing import after
from ekakushin.automation.results import Result, Stretch, for_invitation, with_evidence
from ekakushin.flows.models import STEPS, Invitation, StepName
from ekakushin.flows.workplace import Workplace


class Run:
    """One run over some people; `results` tells at any moment how far each one is."""

    def __init__(
        self, workplace: Workplace, invitations: Sequence[Invitation], *, home: Path, progress: Progress
    ) -> None:
        self._home = home
        self._workplace = workplace
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
        async with asyncio.TaskGroup() as group:
            for invitation in self._invitations:
                group.create_task(self._person(places, invitation, steps))
        return self.results

    async def _person(
        self, places: asyncio.Semaphore, invitation: Invitation, steps: Sequence[StepName]
    ) -> None:
        """Part after part, and between them a pause outside of the person's place."""
        order = Order(user_id=invitation.user_id, steps=tuple(steps))
        while True:
            async with places:
                ending = await self._part(order).work(lambda _: invitation)
                self._keep_evidence(ending)
                if not _waits_for_the_service(ending):
                    self._tell(ending)
                    return
            await self._workplace.pause(self._seconds_until_the_next(ending))
            order = next_part(ending)

    def _part(self, order: Order) -> Part:
        return Part(
            order=order,
            home=self._home,
            workplace=self._workplace,
            remembering=_remembering_nothing,
            worker="",
            began=partial(self._began, order.user_id),
            went=partial(self._went, order),
        )

    def _seconds_until_the_next(self, ending: Ending) -> float:
        now = self._workplace.clock()
        return max(0.0, ((ending.until or now) - now).total_seconds())

    def _note(self, result: Result) -> None:
        self._results[result.user_id] = result

    def _keep_evidence(self, ending: Ending) -> None:
        before = self._results[ending.order.user_id]
        self._note(with_evidence(before, (*before.evidence, *ending.evidence)))

    def _began(self, user_id: str, step: StepName) -> None:
        before = self._results[user_id]
        if before.step == step:
            return  # it has been waited for, and was told when it began
        self._note(before.model_copy(update={"step": step}))
        self._progress.began(self._results[user_id], step)

    def _went(self, order: Order, stretch: Stretch) -> None:
        """A step that was waited for has taken as long as all its looks and the pauses between them."""
        seconds = stretch.seconds
        if order.waiting_since and stretch.step == order.steps[0]:
            seconds = round(seconds + (stretch.began - order.waiting_since).total_seconds(), 3)
        before = self._results[order.user_id]
        self._note(before.model_copy(update={"seconds": {**before.seconds, stretch.step: seconds}}))
        self._progress.went(self._results[order.user_id], stretch.step, seconds)

    def _tell(self, ending: Ending) -> None:
        before = self._results[ending.order.user_id]
        result = after(before, "done" if ending.state == "done" else "failed", ending.trouble)
        if ending.state != "done" and before.step:  # who has begun nothing stands nowhere
            result = result.model_copy(update={"step": ending.stretches[-1].step})
        self._note(result)
        self._progress.ended(result)


async def _remembering_nothing(step: StepName, work: Callable[[], Awaitable[Stepped]]) -> Stepped:
    """The durable one is the engine's."""
    return await work()


def _waits_for_the_service(ending: Ending) -> bool:
    """Whoever only waits for another process is left to it."""
    trouble = ending.trouble
    return ending.state == "waiting" and trouble is not None and trouble.code == BEING_MADE
