"""One part of one person's order: the steps one after the other, each remembered, and how it ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from ekakushin.automation.engine.failing import explained
from ekakushin.automation.engine.orders import Ending, Order, Stepped
from ekakushin.automation.engine.values import last_of, trouble_of
from ekakushin.automation.engine.watchdog import within_the_limit
from ekakushin.automation.results import Stretch
from ekakushin.automation.state.album import Album
from ekakushin.automation.state.alone import alone_with
from ekakushin.flows.errors import Explained, FlowError, Unavailable, UnderWay
from ekakushin.flows.models import Invitation, Login, StepName
from ekakushin.flows.onboarding import onboard
from ekakushin.flows.site import Limits
from ekakushin.flows.workplace import Workplace

T = TypeVar("T")

BEING_MADE = "SGN-004"  # the code under which the service says that it is still at it


class Remembering(Protocol):
    """Runs a step unless it was run before; answers what it then found out."""

    async def __call__(self, step: StepName, work: Callable[[], Awaitable[Stepped]]) -> Stepped: ...


@dataclass
class Part:
    """Works on one part of an order. `began` and `went` are called as each step begins and ends."""

    order: Order
    home: Path
    workplace: Workplace
    remembering: Remembering
    worker: str
    began: Callable[[StepName], None]
    went: Callable[[Stretch], None]
    _stretches: list[Stretch] = field(default_factory=list)
    _failures: int | None = None
    _step: StepName = "issue"
    _start: datetime | None = None

    def __post_init__(self) -> None:
        self._album = Album(self.workplace.evidence)
        # A picture costs as much as opening a page; one of where the person stands in the end is enough.
        pictured = frozenset(self.order.steps[-1:])
        self.workplace = replace(self.workplace, evidence=self._album, pictured=pictured)
        self._step = self.order.steps[0] if self.order.steps else self._step

    async def work(self, invitation: Callable[[str], Invitation]) -> Ending:
        """Take the person through the steps; whatever happens becomes an ending."""
        user_id = self.order.user_id
        try:
            with alone_with(user_id, self.home):
                await onboard(self.workplace, invitation(user_id), once=self._once, steps=self.order.steps)
        except UnderWay as error:
            return self._waiting(error)
        except Exception as error:
            return self._failure(error)
        return self._ending("done")

    async def _once(self, step: StepName, work: Callable[[], Awaitable[T]]) -> T:
        self._step = step
        stepped = await self.remembering(step, partial(self._time, step, work))
        if isinstance(stepped.fact, Login):
            self._failures = stepped.fact.failures
        self._stretches.append(stepped.stretch)
        self.went(stepped.stretch)
        return stepped.fact  # type: ignore[return-value]  # the fact that `work` found out, maybe long ago

    async def _time(self, step: StepName, work: Callable[[], Awaitable[T]]) -> Stepped:
        self.began(step)
        self._start = self.workplace.clock()
        fact = await within_the_limit(self.workplace, self.order.user_id, step, work)
        stretch = self._stretch(step)
        return Stepped.model_validate({"fact": fact, "stretch": stretch})

    def _stretch(self, step: StepName, code: str = "") -> Stretch:
        now = self.workplace.clock()
        began = self._start or now
        return Stretch(step=step, began=began, seconds=round((now - began).total_seconds(), 3), code=code)

    def _waiting(self, error: UnderWay) -> Ending:
        """The service works alone: come again later, unless that has gone on for too long."""
        now, limits = self.workplace.clock(), self.workplace.site.limits
        since = self.order.waiting_since or now
        passed = (now - since).total_seconds()
        if error.code == BEING_MADE and has_waited_long_enough(limits, passed=passed, looks=self.order.part):
            return self._failure(Unavailable("SGN-001", minutes=round(limits.signing_limit / 60)))
        self._stretches.append(self._stretch(self._step, error.code))
        return self._ending("waiting", error, until=now + timedelta(seconds=error.wait))

    def _failure(self, error: Exception) -> Ending:
        error = explained(last_of(error))  # type: ignore[assignment]  # of an Exception
        if not isinstance(error, Explained):
            self._album.keep_trace(self.order.user_id, self._step, error)
        step = (error.step if isinstance(error, FlowError) else "") or self._step
        self._stretches.append(self._stretch(step, trouble_of(error).code))  # type: ignore[arg-type]  # a step's name
        return self._ending("failed", error)

    def _ending(
        self, state: str, error: BaseException | None = None, until: datetime | None = None
    ) -> Ending:
        return Ending.model_validate(
            {
                "order": self.order,
                "state": state,
                "stretches": tuple(self._stretches),
                "trouble": trouble_of(error) if error else None,
                "evidence": self._album.of(self.order.user_id),
                "failures": self._failures,
                "until": until,
                "worker": self.worker,
            }
        )


def has_waited_long_enough(limits: Limits, *, passed: float, looks: int) -> bool:
    """Whether the signing certificate was waited for long enough: by the clock, and by how often it was looked for.

    A clock may jump, or be put right: hours that passed without a look prove nothing, nor do looks without hours.
    """
    enough = limits.signing_limit / limits.signing_every
    return (passed > limits.signing_limit and looks >= enough / 4) or looks > 4 * enough + 4


def next_part(ending: Ending) -> Order:
    """What is left to do for somebody who waits."""
    order = ending.order
    done = {stretch.step for stretch in ending.stretches if not stretch.code}
    left = tuple(step for step in order.steps if step not in done)
    # Waiting for another process is not held against the service.
    made_since = (stretch.began for stretch in ending.stretches if stretch.code == BEING_MADE)
    since = order.waiting_since or next(made_since, None)
    return order.model_copy(update={"steps": left, "part": order.part + 1, "waiting_since": since})
