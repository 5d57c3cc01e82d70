"""People who lend a hand, without a terminal: what they say is prepared, what they are told is noted."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ekakushin.flows.hands import Answer, Arrival, HelpRequest, Wish
from ekakushin.flows.secret import Secret


class FakeAssistant:
    """Says these things one after the other, and nothing from then on."""

    def __init__(self, *says: Answer | None, pins: tuple[str, ...] = (), seconds: float = 5.0) -> None:
        self.seconds = seconds
        self.help_requests: list[HelpRequest] = []
        self.told: list[str] = []
        self._says = list(says)
        self._pins = list(pins)

    def asks(self, help_request: HelpRequest) -> None:
        self.help_requests.append(help_request)

    def answer(self) -> Answer | None:
        return self._says.pop(0) if self._says else None

    def sees_nothing(self) -> None:
        self.told.append("sees nothing")

    def goes_on(self, screen: str) -> None:
        self.told.append(f"goes on: {screen}")

    def gives_up(self) -> None:
        self.told.append("gives up")

    def pin(self, name: str, left: int) -> Secret | None:
        return Secret(self._pins.pop(0)) if self._pins else None


class FakeDesk:
    """A person who wishes these things one after the other; `told` are the things that happened to them.

    `before` is called before anything is handed out, to see what was kept by then.
    """

    def __init__(self, *wishes: Wish | None, pins: tuple[str, ...] = (), seconds: float = 5.0) -> None:
        self.seconds = seconds
        self.told: list[str] = []
        self.noted: list[datetime | None] = []
        self.requested: dict[str, datetime] = {}
        self._wishes = list(wishes)
        self._pins = list(pins)

    def explain(self, user_id: str, place: str, *, sent: bool) -> None:
        self.told.append(f"explained, sent: {sent}")

    def wish(self) -> Wish | None:
        return self._wishes.pop(0) if self._wishes else None

    def open(self, address: Secret) -> None:
        self._handed(f"opened {address.reveal()}")

    def show(self, what: Literal["address", "password"], value: Secret) -> None:
        self._handed(f"shown {what} {value.reveal()}")

    def _handed(self, what: str) -> None:
        self.told.append(what)
        self.noted.append(next(iter(self.requested.values()), None))

    def note_look(self, place: str) -> None:
        self.told.append("nothing yet")

    def pin(self, name: str, left: int) -> Secret | None:
        self.told.append(f"asked for the PIN of {name}, {left} left")
        return Secret(self._pins.pop(0)) if self._pins else None


class FakeLetterbox:
    """A place where these files arrive, one at each look; None: nothing yet."""

    def __init__(self, *files: bytes | None) -> None:
        self.since: list[datetime | None] = []
        self._files = list(files)

    @property
    def place(self) -> str:
        return "Downloads"

    def next_arrival(self, since: datetime | None) -> Arrival | None:
        self.since.append(since)
        data = self._files.pop(0) if self._files else None
        return Arrival("10006.p12", data) if data else None
