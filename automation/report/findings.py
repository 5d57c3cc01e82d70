"""The figures of a report: where everybody stands, how many of each, and the problems that several share."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ekakushin.automation.results import Result, State, Stretch, Summary, WhoActs, pending
from ekakushin.flows.guide import codes, danger, entry
from ekakushin.flows.models import STEPS, Noun

STUCK: tuple[State, ...] = ("failed", "waiting")

# Headings of a roster that say who somebody is, in small letters.
_HEADINGS = {
    "user_id": ("ユーザid", "ユーザーid", "利用者id", "user id", "user_id", "userid"),
    "name": ("氏名", "名前", "name"),
    "company": ("会社名", "会社", "company"),
}


class Numbers(Noun):
    """How many people there are, how many stand where, and how many of the stuck ones wait for whom."""

    all: int
    done: int
    failed: int
    waiting: int
    running: int
    pending: int
    who: dict[str, int]


class CommonProblem(Noun):
    """People who are stuck for the same reason: five with one code are one problem."""

    state: State
    code: str
    results: tuple[Result, ...]

    @property
    def whos(self) -> tuple[WhoActs, ...]:
        """Who must act, each once."""
        return tuple(dict.fromkeys(each.who for each in self.results if each.who))

    @property
    def what(self) -> str:
        """What happened, of all of them: their message, or the guide's title where each message names somebody else."""
        if not self.differs("message"):
            return self.results[0].message
        return entry(self.code).wording.title if self.code in codes() else self.results[0].message

    def common(self, field: str) -> str:
        """What all of them have in this field; "" where it differs from one to the next."""
        values = {getattr(each, field) for each in self.results}
        return str(values.pop()) if len(values) == 1 else ""

    def differs(self, field: str) -> bool:
        """They do not all have the same in this field."""
        return len({getattr(each, field) for each in self.results}) > 1


class Crowd(NamedTuple):
    """The people at one step: how many are past it, and how many stand at it in which state."""

    step: str
    passed: int
    here: Mapping[State, int]


def everybody(summary: Summary) -> tuple[Result, ...]:
    """Everybody of the roster in its order, those without a result too, then everybody else."""
    known = {each.user_id: each for each in summary.results}
    of_roster = [known.get(user_id) or _of_row(user_id, row) for user_id, row in summary.roster.items()]
    return (*of_roster, *(each for each in summary.results if each.user_id not in summary.roster))


def _of_row(user_id: str, row: Mapping[str, str]) -> Result:
    known = {field_of(heading): text for heading, text in row.items()}
    return pending(user_id, known.get("name", ""), known.get("company", ""))


def field_of(heading: str) -> str:
    """The field of a Result that a column of the roster holds: user_id, name, company, or "" for any other."""
    plain = unicodedata.normalize("NFKC", heading).strip().lower()
    return next((field for field, headings in _HEADINGS.items() if plain in headings), "")


def standing(result: Result) -> State:
    """The state to show: who was stopped halfway is under way, not waiting to be begun."""
    begun = result.step or result.seconds or result.timeline
    return "running" if result.state == "pending" and begun else result.state


def count(results: Sequence[Result]) -> Numbers:
    """The numbers at the top of every report; who must act on the most dangerous comes first."""
    states = Counter(standing(each) for each in results)
    stuck = [each for each in results if each.state in STUCK and each.who]
    who = Counter(each.who for each in stuck)
    urgency = {each: min(danger(other.code) for other in stuck if other.who == each) for each in who}
    return Numbers(
        all=len(results),
        done=states["done"],
        failed=states["failed"],
        waiting=states["waiting"],
        running=states["running"],
        pending=states["pending"],
        who=dict(sorted(who.items(), key=lambda item: (urgency[item[0]], -item[1]))),
    )


def problems(results: Iterable[Result]) -> tuple[CommonProblem, ...]:
    """One problem a code: failures before waiting, the most dangerous first, then what concerns most people."""
    groups: dict[tuple[State, str], list[Result]] = {}
    for each in results:
        if each.state in STUCK:
            groups.setdefault((each.state, each.code), []).append(each)
    found = [
        CommonProblem(state=state, code=code, results=tuple(group)) for (state, code), group in groups.items()
    ]
    return tuple(sorted(found, key=_weight))


def _weight(problem: CommonProblem) -> tuple[int, int, int, str]:
    return STUCK.index(problem.state), danger(problem.code), -len(problem.results), problem.code


def steps_behind(result: Result) -> int:
    """How many of the steps lie behind somebody, whether in this run or before it."""
    gone = [number for number, step in enumerate(STEPS, 1) if step in result.seconds]
    if result.state == "done":
        return max([*gone, STEPS.index(result.step) + 1 if result.step else 0]) or len(STEPS)
    if result.state == "pending" and gone:
        return max(gone)
    return STEPS.index(result.step) if result.step else max(gone, default=0)


def is_before_start(result: Result) -> bool:
    """Nothing was begun for this person, in any step."""
    return result.state != "done" and not result.step and not steps_behind(result)


def crowds(results: Sequence[Result]) -> tuple[Crowd, ...]:
    """The people at each step; those of whom nothing was begun stand in a crowd of their own, step ""."""
    begun = [each for each in results if not is_before_start(each)]
    outside = Crowd("", len(begun), Counter(standing(each) for each in results if is_before_start(each)))
    inside = [
        Crowd(
            step,
            sum(steps_behind(each) > number for each in begun),
            Counter(
                standing(each) for each in begun if each.state != "done" and steps_behind(each) == number
            ),
        )
        for number, step in enumerate(STEPS)
    ]
    return (outside, *inside) if outside.here else tuple(inside)


def began(result: Result) -> datetime | None:
    """When the first work on this person began; None where no work is recorded."""
    return min((local(each.began) for each in result.timeline), default=None)


def end_of_work(result: Result) -> datetime | None:
    """When the last work on this person ended; None where no work is recorded."""
    return max((end(each) for each in result.timeline), default=None)


def end(stretch: Stretch) -> datetime:
    """When a piece of work ended."""
    return local(stretch.began) + timedelta(seconds=max(stretch.seconds, 0))


def local(moment: datetime) -> datetime:
    """The moment on this PC's clock; one without a zone is taken to be on it already."""
    return moment.astimezone()
