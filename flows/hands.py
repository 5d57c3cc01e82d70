"""Interfaces to a person at the keyboard, who takes over an unknown page or issues the certificate by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Literal, NamedTuple, Protocol

from ekakushin.flows.models import Noun
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import is_text, say

TRIES = 3  # for the PIN of a file
KEPT = "…"  # stands for the name of a file that is in our own store


class HelpRequest(Noun):
    """What a person is told who is asked to take over on a page that the tool does not know; without secrets.

    `screen` is the screen it came from and `expected` are those it wanted to see, by the names of their
    classes ("" and (): none). `act` says whether `button` was pressed already, was not to be found, or
    an address was opened. `title` and `place` tell the page that is there; its words may hold a PIN.
    """

    user_id: str
    step: str
    screen: str
    act: Literal["pressed", "missing", "opened", "filling"]
    button: str
    expected: tuple[str, ...]
    title: str
    place: str


class Answer(Enum):
    """What a person says while the tool watches the page."""

    LOOK_AGAIN = "look again"
    GIVE_UP = "give up"


class PinDesk(Protocol):
    """Somebody who can be asked for the PIN of a .p12 file."""

    def pin(self, name: str, left: int) -> Secret | None:
        """The PIN of the file `name` (`KEPT`: one in our store), with `left` tries; None if it is not the file."""


class Assistant(PinDesk, Protocol):
    """A person who can act in the open browser, and be talked to beside it.

    `seconds` is how long they are waited for.
    """

    seconds: float

    def asks(self, help_request: HelpRequest) -> None:
        """Say what was wanted, and that the page is theirs now."""

    def answer(self) -> Answer | None:
        """What they have said since they were asked the last time; never waits."""

    def sees_nothing(self) -> None:
        """They wanted it to look again, and it still knows no screen to go on from."""

    def goes_on(self, screen: str) -> None:
        """A screen is shown from which the tool goes on: the page is the tool's again."""

    def gives_up(self) -> None:
        """Nobody will move the page on: the step ends as it does without a person."""


@dataclass(frozen=True, kw_only=True)
class Assistance:
    """Who may take over in one tab, in whose step; on a screen of `further` they went past what was expected."""

    assistant: Assistant
    user_id: str
    step: str
    further: tuple[type[Any], ...] = ()


class ExpectedScreensPassed(Exception):
    """A person has gone past the screens that were expected: the step begins again, by looking where they stand."""


class Wish(Enum):
    """What a person who issues by hand asks for."""

    OPEN = "open"
    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105  (what is asked for, not one)
    LOOK_AGAIN = "look again"
    GIVE_UP = "give up"


class Arrival(NamedTuple):
    """A file that has arrived whole."""

    name: str
    data: bytes


class Letterbox(Protocol):
    """The folder in which the .p12 file of somebody who issues by hand arrives."""

    @property
    def place(self) -> str:
        """Its path."""

    def next_arrival(self, since: datetime | None) -> Arrival | None:
        """The newest .p12 or .pfx file that has come since that moment, or since this was made; each once."""


class Desk(PinDesk, Protocol):
    """A person who issues in a browser of their own; `seconds` is how long they are waited for."""

    seconds: float

    def explain(self, user_id: str, place: str, *, sent: bool) -> None:
        """Say what to do. `sent`: 発行 may have been pressed before, so that nothing is handed out again."""

    def wish(self) -> Wish | None:
        """What they have asked for since the last time, and can be given here; never waits."""

    def open(self, address: Secret) -> None:
        """Open it in their own browser."""

    def show(self, what: Literal["address", "password"], value: Secret) -> None:
        """Show it to them and nobody else."""

    def note_look(self, place: str) -> None:
        """Tell them that `place` was looked at, and that nothing has arrived there yet."""


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """What issuing in the person's own browser needs: the person to talk to, and the folder for their file."""

    desk: Desk
    letterbox: Letterbox


def names_of(kinds: Sequence[type[Any]]) -> tuple[str, ...]:
    """The names by which screens are told, each once."""
    return tuple(dict.fromkeys(kind.__name__ for kind in kinds))


def screen_name(kind: str) -> str:
    """What a screen is called in the guide, by the name of its class."""
    name = kind.lstrip("_")
    return say(f"screen.{name}") if is_text(f"screen.{name}") else say("screen.Screen")
