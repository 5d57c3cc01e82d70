"""How far each person came in a run, and what that means for the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, Literal

from pydantic import Field

from flows.errors import Explained, FlowError
from flows.models import STEPS, Invitation, Noun, StepName
from flows.text import say

State = Literal["done", "failed", "waiting", "pending"]

# Codes after which nobody has to act: the person is waited for.
_WAITING = frozenset({"SGN-001"})


class ExitCode(IntEnum):
    """What the command tells a script."""

    DONE = 0
    NOT_ALL = 1
    WRONG_USAGE = 2
    STOPPED = 3


class Result(Noun):
    """One person after a run. `seconds` are the wall seconds of each step that was gone through."""

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

    @property
    def last_picture(self) -> str:
        """The picture of where the person stands; "" if none was taken."""
        pictures = [path for path in self.evidence if path.endswith(".png")]
        return pictures[-1] if pictures else ""


def pending(user_id: str, name: str = "", company: str = "") -> Result:
    """Somebody for whom nothing was done yet."""
    return Result(user_id=user_id, name=name, company=company)


def failed(before: Result, error: BaseException) -> Result:
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
        }
    )


def with_evidence(before: Result, paths: Sequence[str]) -> Result:
    """`before`, with the pictures and pages that were kept for this person."""
    return before.model_copy(update={"evidence": tuple(paths)})


def finished(before: Result) -> Result:
    """`before`, at the end of what was asked for."""
    return before.model_copy(update={"state": "done", "message": say("run.done")})


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


def reached(result: Result) -> int:
    """How many steps lie behind the person."""
    return len([step for step in STEPS if step in result.seconds])
