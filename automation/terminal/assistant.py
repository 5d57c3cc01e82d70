"""Asks the person at the terminal to take over in the open browser."""

from __future__ import annotations

from typing import TextIO

from ekakushin.automation.terminal.asking import WIDTH, PinQuestion, block, rows
from ekakushin.automation.terminal.cells import printable, wrap
from ekakushin.automation.terminal.keys import Keys
from ekakushin.flows.hands import Answer, HelpRequest, screen_name
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

_PATIENCE = 1800.0  # seconds


class TerminalAssistant:
    """Says what is wanted on `stream` and reads the answers from `keys`; secrets are never shown."""

    def __init__(
        self, stream: TextIO, keys: Keys, question: PinQuestion, *, seconds: float = _PATIENCE
    ) -> None:
        self._stream, self._keys, self._question = stream, keys, question
        self.seconds = seconds

    def asks(self, help_request: HelpRequest) -> None:
        """Say what was wanted, and what to do now."""
        self._keys.forget()
        self._say("", *help_lines(help_request, minutes=round(self.seconds / 60)))

    def answer(self) -> Answer | None:
        """`q` gives up; anything else, Enter alone too, has the page looked at again."""
        line = self._keys.line()
        if line is None:
            return None
        return Answer.GIVE_UP if line in ("q", "quit") else Answer.LOOK_AGAIN

    def sees_nothing(self) -> None:
        """Not yet."""
        self._say(say("assist.sees_nothing"))

    def goes_on(self, screen: str) -> None:
        """It goes on by itself."""
        if screen:
            self._say(*wrap(say("assist.goes_on", screen=screen_name(screen)), WIDTH, lines=3))
        else:
            self._say(say("assist.goes_on_from_file"))

    def gives_up(self) -> None:
        """It ends here."""
        self._say(say("assist.gives_up"))

    def pin(self, name: str, left: int) -> Secret | None:
        """The PIN of a file, typed without being shown."""
        return self._question.pin(name, left)

    def _say(self, *lines: str) -> None:
        print("\n".join(lines), file=self._stream, flush=True)


def help_lines(help_request: HelpRequest, *, minutes: int) -> list[str]:
    """What a person is told, in lines of a terminal."""
    step = say(f"step.{help_request.step}")
    page = f"{help_request.title} ({help_request.place})" if help_request.title else help_request.place
    expected = say("assist.or").join(dict.fromkeys(screen_name(each) for each in help_request.expected))
    done = help_request.act in ("pressed", "opened")
    facts = [
        (say("assist.shown"), page),
        (say("assist.was" if done else "assist.wanted"), _act(help_request)),
        (say("assist.to"), expected),
    ]
    hints = [say("assist.do")]
    if help_request.step == "issue":
        hints.append(say("assist.once"))
    hints.append(say("assist.password", user_id=help_request.user_id))
    return [
        *block(say("assist.head"), say("assist.unknown", user_id=help_request.user_id, step=step)),
        *rows(facts),
        *(line for hint in hints for line in wrap(printable(hint), WIDTH, lines=4)),
        say("assist.keys", minutes=minutes),
    ]


def _act(help_request: HelpRequest) -> str:
    screen = screen_name(help_request.screen or "Screen")
    if help_request.act == "opened":
        return say("assist.opened")
    if help_request.act == "filling":
        return say("assist.filling", screen=screen)
    if help_request.act == "missing":
        return (
            say("assist.missing", screen=screen, button=help_request.button)
            if help_request.button
            else say("assist.missing_nothing", screen=screen)
        )
    if not help_request.button:
        return say("assist.pressed_nothing", screen=screen)
    return say("assist.pressed", screen=screen, button=help_request.button)
