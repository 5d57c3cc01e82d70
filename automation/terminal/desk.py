"""Guides the person at the terminal, who issues the certificate in a browser of their own."""

from __future__ import annotations

import webbrowser
from typing import Literal, TextIO

from ekakushin.automation.terminal.asking import WIDTH, PinQuestion, block
from ekakushin.automation.terminal.cells import wrap
from ekakushin.automation.terminal.keys import Keys
from ekakushin.flows.browser.driving import has_display
from ekakushin.flows.hands import Wish
from ekakushin.flows.secret import Secret
from ekakushin.flows.text import say

_PATIENCE = 3600.0  # seconds
_WISHES = {"o": Wish.OPEN, "a": Wish.ADDRESS, "p": Wish.PASSWORD, "q": Wish.GIVE_UP, "": Wish.LOOK_AGAIN}


class TerminalDesk:
    """Tells what to do on `stream` and reads wishes from `keys`.

    Address and password are shown on a terminal alone, each after a question. The address goes to the
    person's own browser as a mail program would hand it over: as an argument of its process.
    """

    def __init__(
        self, stream: TextIO, keys: Keys, question: PinQuestion, *, seconds: float = _PATIENCE
    ) -> None:
        self._stream, self._keys, self._question = stream, keys, question
        self._in_question: Wish | None = None
        self.seconds = seconds

    def explain(self, user_id: str, place: str, *, sent: bool) -> None:
        """What to do, where the file is waited for, and which keys there are."""
        self._keys.forget()
        how = [say("by_hand.explain_sent" if sent else "by_hand.explain", user_id=user_id)]
        if not sent:
            how.append(say("by_hand.explain_internet_explorer"))
        waits = say("by_hand.waits", place=place, minutes=round(self.seconds / 60))
        keys = [say("by_hand.keys_always")] if sent else [say("by_hand.keys"), say("by_hand.keys_always")]
        self._say("", *block(say("by_hand.head"), *how, waits), *keys)

    def wish(self) -> Wish | None:
        """What was typed, unless it cannot be; what is to be shown is a wish only after a yes."""
        line = self._keys.line()
        if line is None:
            return None
        asked, self._in_question = self._in_question, None
        if asked:
            return asked if line in ("y", "yes") else None
        return self._possible(_WISHES.get(line, Wish.LOOK_AGAIN))

    def _possible(self, wish: Wish) -> Wish | None:
        if wish is Wish.OPEN and not has_display():
            self._say(say("by_hand.not_opened"))
            return None
        if wish not in (Wish.ADDRESS, Wish.PASSWORD):
            return wish
        if self._stream.isatty():
            self._in_question = wish
            print(say("by_hand.confirm"), end="", file=self._stream, flush=True)
        else:
            self._say(say("by_hand.no_screen"))
        return None

    def open(self, address: Secret) -> None:
        """Open it in the default browser."""
        opened = webbrowser.open(address.reveal())
        self._say(say("by_hand.opened") if opened else say("by_hand.not_opened"))

    def show(self, what: Literal["address", "password"], value: Secret) -> None:
        """Print it, in one piece, so that it can be copied."""
        key = "by_hand.address" if what == "address" else "by_hand.password"
        print(say(key, value=value.reveal()), file=self._stream, flush=True)

    def note_look(self, place: str) -> None:
        """Nothing yet."""
        self._say(say("by_hand.nothing_yet", place=place))

    def pin(self, name: str, left: int) -> Secret | None:
        """The PIN of a file, typed without being shown."""
        return self._question.pin(name, left)

    def _say(self, *lines: str) -> None:
        print("\n".join(line for each in lines for line in wrap(each, WIDTH, lines=9)), file=self._stream)
        self._stream.flush()
