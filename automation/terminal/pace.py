"""How many people of a run are done, how fast it goes now, and how long it may still take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from ekakushin.automation.results import Result
from ekakushin.flows.models import STEPS, Noun, StepName

_WINDOW = 300.0  # seconds of work that the speed is taken from
_FEW_SECONDS = 20.0  # a speed over less than this says nothing
_FEW_PIECES = 3

Standing = Literal["working", "waiting", "done", "stuck", "later"]


class PaceNumbers(Noun):
    """A run's progress at one moment. `speed` is people a minute, `left` and `elapsed` are seconds; None: not known.

    `stuck` people failed; `waiting` people will be gone on with, the next one at `next_at`.
    """

    at: datetime
    people: int
    done: int
    stuck: int
    waiting: int
    next_at: datetime | None
    steps_done: int
    steps_all: int
    speed: float | None
    left: float | None
    elapsed: float


@dataclass(frozen=True)
class _Person:
    """One person in the run: `steps` are those of this run that lie behind; `until` is when the waiting ends."""

    standing: Standing
    steps: frozenset[str]
    until: datetime | None = None

    @property
    def ended(self) -> bool:
        return self.standing in ("done", "stuck", "later")


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Course:
    """The steps that each person of a run goes through, and by user ID those that earlier runs have taken.

    `done` people were that before the run, and `refused` ones cannot be begun with: both are in its table at the end.
    """

    steps: Sequence[StepName] = STEPS
    before: Mapping[str, Collection[str]] = field(default_factory=dict)
    done: int = 0
    refused: int = 0


_WHOLE_COURSE = Course()


class Pace:
    """Listens to a run and computes its progress numbers.

    Work is measured in people: a step is its part of one, and who fails takes the missing steps along. What
    was done before this run began to listen counts as done, not as speed. Time in which nobody is worked on
    (everybody waits, the site is closed) is no time for the speed. `total` is 0 where it is not known.
    """

    def __init__(
        self,
        total: int = 0,
        *,
        course: Course = _WHOLE_COURSE,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._total, self._steps, self._before = total, frozenset(course.steps), course.before
        self._done, self._refused = course.done, course.refused
        self._clock, self._now = clock, now
        self._people: dict[str, _Person] = {}
        self._begin = self._last = clock()
        self._worked = 0.0
        self._work: deque[tuple[float, float]] = deque()

    def began(self, result: Result, step: StepName) -> None:
        """A step of somebody has begun."""
        self._note(result, "working")

    def went(self, result: Result, step: StepName) -> None:
        """A step of somebody has ended well."""
        self._note(result, "working", step)

    def waits(self, result: Result) -> None:
        """Somebody waits until `result.until` and will be gone on with."""
        self._note(result, "waiting")

    def ended(self, result: Result) -> None:
        """Somebody is done, failed, or left for a later run."""
        standing: dict[str, Standing] = {"done": "done", "waiting": "later"}
        self._note(result, standing.get(result.state, "stuck"))

    def numbers(self) -> PaceNumbers:
        """Where the run stands at this moment."""
        self._let_time_pass()
        people = list(self._people.values())
        count = [person.standing for person in people].count
        waiting = [person.until for person in people if person.standing == "waiting" and person.until]
        total = max(self._total, len(people))
        everybody, speed = total + self._done + self._refused, self._speed()
        behind = sum(self._steps_behind(person) for person in [*people, *self._to_come()])
        return PaceNumbers(
            at=self._now(),
            people=everybody,
            done=count("done") + self._done,
            stuck=count("stuck") + self._refused,
            waiting=count("waiting"),
            next_at=min(waiting, key=self._seconds_until, default=None),
            steps_done=behind + self._done * len(self._steps),
            steps_all=everybody * len(self._steps),
            speed=speed,
            left=self._remaining(speed, [self._seconds_until(until) for until in waiting]),
            elapsed=self._last - self._begin,
        )

    def _note(self, result: Result, standing: Standing, *steps: str) -> None:
        self._let_time_pass()
        before = self._people.get(result.user_id)
        behind = self.steps_of(result.user_id) | self._steps & {*result.seconds, *steps}
        person = _Person(standing, behind, result.until if standing == "waiting" else None)
        self._people[result.user_id] = person
        if before and self._share(person) != self._share(before):
            self._work.append((self._worked, self._share(person) - self._share(before)))

    def steps_of(self, user_id: str) -> frozenset[str]:
        """The steps of this run that lie behind somebody, those of earlier runs too."""
        known = self._people.get(user_id)
        return known.steps if known else self._steps & {*self._before.get(user_id, ())}

    def _to_come(self) -> list[_Person]:
        """Those whom nobody has begun with in this run, though in an earlier one; as many as the run may have."""
        waiting = [user_id for user_id in self._before if user_id not in self._people]
        room = max(self._total - len(self._people), 0)
        return [_Person("working", self.steps_of(user_id)) for user_id in waiting[:room]]

    def _steps_behind(self, person: _Person) -> int:
        return len(self._steps if person.standing == "done" else person.steps)

    def _let_time_pass(self) -> None:
        now = self._clock()
        if self._somebody_works():
            self._worked += now - self._last
        self._last = now

    def _somebody_works(self) -> bool:
        return any(person.standing == "working" for person in self._people.values())

    def _share(self, person: _Person) -> float:
        return 1.0 if person.ended else len(person.steps) / len(self._steps)

    def _speed(self) -> float | None:
        while self._work and self._work[0][0] < self._worked - _WINDOW:
            self._work.popleft()
        span = min(self._worked, _WINDOW)
        if span < _FEW_SECONDS or len(self._work) < _FEW_PIECES:
            return None
        return max(sum(work for _, work in self._work), 0.0) / span * 60

    def _remaining(self, speed: float | None, waits: Sequence[float]) -> float | None:
        people = [*self._people.values(), *self._to_come()]
        missing = self._total - sum(self._share(person) for person in people)
        if not speed or missing < 0.001:
            return None
        idle = 0.0 if self._somebody_works() else min(waits, default=0.0)
        return max([idle + missing / speed * 60, *waits])

    def _seconds_until(self, until: datetime) -> float:
        # A moment without a zone is meant on this PC's clock.
        return max((until.astimezone() - self._now().astimezone()).total_seconds(), 0.0)
