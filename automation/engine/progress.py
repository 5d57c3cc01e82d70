"""Listeners to the progress of a run: their interface, and one that also writes the log."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Protocol

from ekakushin.automation.results import Result
from ekakushin.flows.journal import Journal
from ekakushin.flows.models import StepName


class Progress(Protocol):
    """A listener to the progress of a run."""

    def began(self, result: Result, step: StepName) -> None:
        """A step of somebody has begun."""

    def went(self, result: Result, step: StepName, seconds: float) -> None:
        """A step of somebody has ended well."""

    def waits(self, result: Result) -> None:
        """Somebody waits until `result.until`: for the service's work, or because the site is closed."""

    def ended(self, result: Result) -> None:
        """Somebody is done, or failed."""


@dataclass(frozen=True)
class Noted:
    """A listener that writes each event to the log and passes it on."""

    progress: Progress

    def began(self, result: Result, step: StepName) -> None:
        """A step of somebody has begun."""
        Journal(result.user_id, step).note("began")
        self.progress.began(result, step)

    def went(self, result: Result, step: StepName, seconds: float) -> None:
        """A step of somebody has ended well."""
        Journal(result.user_id, step).note("went", seconds=seconds)
        self.progress.went(result, step, seconds)

    def waits(self, result: Result) -> None:
        """Somebody waits."""
        until = result.until.astimezone().isoformat(timespec="seconds") if result.until else ""
        Journal(result.user_id, result.step).note("waits", code=result.code, until=until)
        self.progress.waits(result)

    def ended(self, result: Result) -> None:
        """Somebody is done, or failed."""
        level = logging.INFO if result.state == "done" else logging.ERROR
        said = {"message": result.message, "site": result.site_words} if result.code else {}
        Journal(result.user_id, result.step).note(
            "ended", level=level, code=result.code, state=result.state, **said
        )
        self.progress.ended(result)
