"""What a check has found: changes of screens and of the site, and which screens it did not look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.state.sites import SiteFacts
from ekakushin.flows.changes import ScreenChange
from ekakushin.flows.changes.change import RULES
from ekakushin.flows.hands import screen_name
from ekakushin.flows.models import Noun
from ekakushin.flows.text import say

FailOn = Literal["breaking", "noticed", "any"]
RULES_TO_IGNORE = (*RULES, "certificate", "tls", "site-name", "drift")
"""The kinds of change by the names that `--ignore` takes: those of screens, and those of the site."""


class Finding(Noun):
    """One change. `place` is the screen in a person's words or the site's part, `screen` the name of its class.

    `seen` says whether this check saw it or an earlier run did; `at` is when. `key` is the screen with its state.
    """

    place: str
    screen: str
    key: str = ""
    rule: str
    kind: str = "site"
    thing: str
    before: str = ""
    now: str = ""
    breaking: bool
    sentence: str
    seen: Literal["now", "run"] = "now"
    at: datetime

    @property
    def line(self) -> str:
        """The change as one line."""
        severity = say("changes.breaking" if self.breaking else "changes.noticed")
        since = say("check.by_run", at=f"{self.at.astimezone():%Y-%m-%d %H:%M}") if self.seen == "run" else ""
        return say("check.line", severity=severity, place=self.place, sentence=self.sentence) + since


class Unseen(Noun):
    """A screen that was not looked at, why, and when it was seen last (None: never)."""

    screen: str
    reason: str
    at: datetime | None = None

    @property
    def line(self) -> str:
        """The screen, the reason and the date as one line."""
        last = (
            say("check.last_seen", at=f"{self.at.astimezone():%Y-%m-%d}") if self.at else say("check.never")
        )
        return f"{screen_name(self.screen)}: {self.reason} ({last})"


class CheckOutcome(Noun):
    """Everything that a check has to tell. `looked` are the keys of the screens that it saw, `new` those that it saw
    for the first time, which are the accepted ones now. `troubles` are (code, message) of what it could not see.
    """

    site: str
    at: datetime
    against: str = ""
    findings: tuple[Finding, ...] = ()
    ignored: int = 0
    looked: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    troubles: tuple[tuple[str, str], ...] = ()
    sites: tuple[SiteFacts, ...] = ()
    accepted: bool = False

    def failing(self, fail_on: FailOn) -> tuple[Finding, ...]:
        """The changes for which the exit code is to be 1."""
        wanted = {"breaking": (True,), "noticed": (False,), "any": (True, False)}[fail_on]
        return tuple(each for each in self.findings if each.breaking in wanted)

    def exit_code(self, fail_on: FailOn) -> ExitCode:
        """0 the same, 1 changed, 3 where something could not be looked at and nothing has changed as far as known."""
        if self.accepted:
            return ExitCode.STOPPED if self.troubles else ExitCode.DONE
        if self.failing(fail_on):
            return ExitCode.NOT_ALL
        return ExitCode.STOPPED if self.troubles or not self.looked else ExitCode.DONE

    def as_json(self, fail_on: FailOn) -> dict[str, Any]:
        """What `--json` prints."""
        return {
            "site": self.site,
            "at": self.at.isoformat(timespec="seconds"),
            "against": self.against,
            "exit_code": int(self.exit_code(fail_on)),
            "accepted": self.accepted,
            "changes": [
                {
                    **each.model_dump(mode="json", exclude={"breaking", "key"}),
                    "severity": "breaking" if each.breaking else "noticed",
                }
                for each in self.findings
            ],
            "ignored": self.ignored,
            "looked": list(self.looked),
            "new": list(self.new),
            "not_looked": [each.model_dump(mode="json") for each in self.unseen],
            "troubles": [{"code": code, "message": message} for code, message in self.troubles],
            "sites": [each.model_dump(mode="json") for each in self.sites],
        }


def finding_of(
    change: ScreenChange, key: str, *, at: datetime, seen: Literal["now", "run"] = "now"
) -> Finding:
    """A change of a screen, as a finding."""
    told = change.model_dump(exclude={"screen"})
    variant = key.partition("/")[2]
    return Finding(
        **told,
        screen=change.screen,
        key=key,
        place=change.screen_words + (f" [{variant}]" if variant and not variant.startswith("/") else ""),
        sentence=change.sentence,
        seen=seen,
        at=at,
    )


def without_ignored(findings: Iterable[Finding], ignored: Sequence[str]) -> tuple[tuple[Finding, ...], int]:
    """What is left once RULE and RULE@SCREEN are ignored, and how many those were."""
    every = tuple(findings)
    left = tuple(
        each for each in every if each.rule not in ignored and f"{each.rule}@{each.screen}" not in ignored
    )
    return left, len(every) - len(left)
