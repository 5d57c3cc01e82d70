"""How far each person came in a run, and what that means for the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from ekakushin.automation.exit_code import ExitCode
from ekakushin.flows.errors import Explained, FlowError
from ekakushin.flows.guide import Who, entry
from ekakushin.flows.models import Invitation, Noun, StepName
from ekakushin.flows.text import say

State = Literal["done", "failed", "waiting", "running", "pending"]
WhoActs = Literal["", "nobody", "person", "society", "it", "us"]

# Codes after which nobody has to act: the person is waited for.
_WAITING = frozenset({"SGN-001"})
_OF_THE_GUIDE: dict[Who, WhoActs] = {
    "person": "person",
    "society": "society",
    "it": "it",
    "service": "nobody",
    "us": "us",
}

# Something is still to be done for whoever is in one of these.
UNFINISHED: frozenset[State] = frozenset({"waiting", "running", "pending"})


class Stretch(Noun):
    """One piece of work on one step of one person, in wall seconds. `code` is what it ended with, "" if well."""

    step: StepName
    began: datetime
    seconds: float
    code: str = ""


class Result(Noun):
    """One person after a run. `seconds` are the wall seconds of each step that was gone through.

    `step` is where the person stands (the last one begun), `who` is who must act, `failures` is
    ログイン失敗回数 where a page showed it, `until` is the moment before which nothing will be tried.
    """

    user_id: str
    name: str = ""
    company: str = ""
    state: State = "pending"
    step: StepName | Literal[""] = ""
    code: str = ""
    message: str = ""
    remedy: str = ""
    site_words: str = ""
    evidence: tuple[str, ...] = ()
    seconds: dict[str, float] = Field(default_factory=dict)
    who: WhoActs = ""
    failures: int | None = None
    timeline: tuple[Stretch, ...] = ()
    until: datetime | None = None
    worker: str = ""

    @property
    def last_picture(self) -> str:
        """The picture of where the person stands; "" if none was taken."""
        pictures = [path for path in self.evidence if path.endswith((".png", ".jpg"))]
        return pictures[-1] if pictures else ""


class Drift(Noun):
    """A caption that was found in a way that nobody has accepted: the ways are where it stood and how well it fitted.

    `before` is the way that was accepted last.
    """

    screen: str
    caption: str
    before: str
    now: str

    def __str__(self) -> str:
        return f"{self.screen} 「{self.caption}」 {self.before} → {self.now}"


class Summary(Noun):
    """The content of a report. `roster` has the roster's rows by user ID, each heading → text, in their order.

    `drift` is what was found at this site in ways that nobody has accepted yet.
    """

    site: str
    at: datetime
    results: tuple[Result, ...]
    roster: dict[str, dict[str, str]] = Field(default_factory=dict)
    drift: tuple[Drift, ...] = ()


def pending(user_id: str, name: str = "", company: str = "") -> Result:
    """Somebody for whom nothing was done yet."""
    return Result(user_id=user_id, name=name, company=company)


def fail(before: Result, error: BaseException) -> Result:
    """`before`, ended by an error."""
    code = error.code if isinstance(error, Explained) else "TOOL-002"
    explained = error if isinstance(error, Explained) else Explained(code, detail=type(error).__name__)
    return before.model_copy(
        update={
            "state": "waiting" if code in _WAITING else "failed",
            "code": code,
            "message": str(explained),
            "remedy": explained.remedy,
            "site_words": error.site_words if isinstance(error, FlowError) else "",
            "step": (error.step if isinstance(error, FlowError) else "") or before.step,
            "who": who_acts(error),
        }
    )


def waiting(before: Result, error: Explained, until: datetime | None) -> Result:
    """`before`, waiting until a moment because of an error that nobody has to act on."""
    return fail(before, error).model_copy(update={"state": "waiting", "until": until})


def who_acts(error: BaseException) -> WhoActs:
    """Who must act, as the guide says it of the code; of what has no code, we."""
    return _OF_THE_GUIDE[entry(error.code).who] if isinstance(error, Explained) else "us"


def with_evidence(before: Result, paths: Sequence[str]) -> Result:
    """`before`, with the pictures and pages that were kept for this person."""
    return before.model_copy(update={"evidence": tuple(paths)})


def finish(before: Result) -> Result:
    """`before`, at the end of what was asked for."""
    cleared = {"code": "", "remedy": "", "site_words": "", "who": "", "until": None}
    return before.model_copy(update={"state": "done", "message": say("run.done"), **cleared})


def for_invitation(invitation: Invitation) -> Result:
    """The result with which an invitation begins."""
    return pending(invitation.user_id, invitation.name, invitation.company)


def exit_code(results: Sequence[Result], *, stopped: bool = False) -> ExitCode:
    """0 everybody is done, 1 somebody is not, 3 the run was stopped before its end."""
    if stopped:
        return ExitCode.STOPPED
    return ExitCode.DONE if results and all(each.state == "done" for each in results) else ExitCode.NOT_ALL


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """What `--json` prints."""
    return {"people": [each.model_dump(mode="json") for each in results]}
