"""The inputs and outputs of the engine's workflow, without secrets, and the names of workflow, queue and parts."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote

from pydantic import Field

from ekakushin.automation.results import Stretch
from ekakushin.automation.state.files import create_durably, read_patiently, usable
from ekakushin.automation.state.names import StateFile
from ekakushin.flows.models import ClientCertificate, Fact, Login, Noun, SigningCertificate, StepName

WORKFLOW = "onboard"
# The story as the database remembers it. It stays, whatever else changes: a new one would strand all that
# is under way. A change of the steps' order goes behind `DBOS.patch`.
VERSION = "1"
FIRST_COME, GONE_ON_WITH = 2, 1  # priorities: who has waited for the service before who has not begun
# How often work may die with the program before it is left alone, so that the rest of the queue goes on.
RECOVERIES = 5

PAUSE, BEGUN = "pause", "begun"  # the attributes under which the queue shows a pause, and work that was left


class Order(Noun):
    """The steps to take one person through.

    `attempt` counts the orders for one person, `part` the pieces of one attempt between which the service
    works alone. `mails` is the version of the person's mails. `waiting_since` is when such waiting began.
    """

    user_id: str
    steps: tuple[StepName, ...]
    attempt: int = 1
    part: int = 1
    mails: int = 0
    waiting_since: datetime | None = None

    def identifier(self, home_id: str) -> str:
        """The name of this part in the queue, which makes enqueuing it a second time harmless."""
        return f"{prefix(home_id, self.user_id)}{self.attempt}/{self.part}"


class Trouble(Noun):
    """What ended a step: a code of the guide with its values, the class that says who must act, the site's words."""

    code: str
    kind: str
    values: dict[str, str] = Field(default_factory=dict)
    site_words: str = ""


class Stepped(Noun):
    """The stored result of a step that succeeded: what it found out, and when."""

    fact: ClientCertificate | SigningCertificate | Login | Fact
    stretch: Stretch


class Ending(Noun):
    """How one part of an order ended. `until` is when the next part begins, for one that waits."""

    order: Order
    state: Literal["done", "failed", "waiting"]
    stretches: tuple[Stretch, ...] = ()
    trouble: Trouble | None = None
    evidence: tuple[str, ...] = ()
    failures: int | None = None
    until: datetime | None = None
    worker: str = ""


class Pause(Noun):
    """Why a running part pauses before the next try, and until when."""

    trouble: Trouble
    until: datetime


def prefix(home_id: str, user_id: str = "") -> str:
    """What the names of all parts of a person begin with; of everybody, if none is named."""
    return f"{home_id}/{quote(user_id, safe='')}/" if user_id else f"{home_id}/"


def user_of(identifier: str) -> str:
    """Whose order a name in the queue is."""
    return unquote(identifier.split("/")[1])


def place_of(identifier: str) -> tuple[int, int]:
    """Attempt and part of a name in the queue."""
    _, _, attempt, part = identifier.split("/")
    return int(attempt), int(part)


def home_id(home: Path) -> str:
    """What tells this state folder's orders from others' in a shared database; made once."""
    file = home / StateFile.ENGINE_ID
    with usable(file):
        if not file.exists():
            create_durably(file, secrets.token_hex(6).encode())
        return read_patiently(file).decode("ascii").strip()


def queue_name(home: Path) -> str:
    """The queue of one state folder; several may share a database."""
    return f"people-{home_id(home)}"
