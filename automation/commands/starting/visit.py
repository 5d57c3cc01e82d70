"""One guided run: the settings as far as they are known, who asks, and where mails may lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ekakushin.automation.commands.starting.finding import likely_places
from ekakushin.automation.office import Office
from ekakushin.automation.settings import Settings
from ekakushin.automation.sources import read_sources
from ekakushin.automation.terminal.asking import block, paragraph
from ekakushin.automation.terminal.questions import Questions
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.text import say


@dataclass
class Visit:
    """One guided run. `given` are the flags of the command line; mails are looked for in `places`."""

    settings: Settings
    given: Mapping[str, Any] = field(default_factory=dict)
    questions: Questions = field(default_factory=Questions)
    places: Iterable[Path] = field(default_factory=likely_places)

    @property
    def home(self) -> Path:
        """The state folder."""
        return self.settings.home.expanduser().absolute()

    @property
    def has_decided_vault(self) -> bool:
        """Whether flags, environment or settings file say where secrets are kept."""
        return "vault" in {**read_sources(), **self.given}

    def looking_office(self) -> Office:
        """The state folder as it is: nothing is made in it."""
        return Office(self.settings, only_looks=True)


def tell_wrapped(text: str, *, mark: str = "") -> None:
    """A sentence in lines that fit, with a mark before the first."""
    for line in paragraph(text, mark=mark):
        tell(line)


def head(name: str) -> None:
    """A heading of the guided run."""
    for line in ("", *block(say(f"start.head_{name}"))):
        tell(line)
