"""One change of a screen: which screen, which thing, what it was and is, and whether a flow would fail over it."""

from __future__ import annotations

from typing import Literal

from ekakushin.flows.hands import screen_name
from ekakushin.flows.models import Noun
from ekakushin.flows.text import say

Rule = Literal[
    "title",
    "heading",
    "text",
    "field",
    "button",
    "caption",
    "type",
    "required",
    "state",
    "length",
    "name",
    "order",
    "frame",
    "form",
    "unknown",
]
RULES: tuple[Rule, ...] = (
    *("title", "heading", "text", "field", "button", "caption", "type", "required"),
    *("state", "length", "name", "order", "frame", "form", "unknown"),
)
"""What can change, by the names that `--ignore` takes."""

Kind = Literal["field", "list", "button", "link", "text", "heading", "page"]

_LONGEST = 80  # characters of the site's words in a line


class ScreenChange(Noun):
    """A change of one thing on one screen.

    `screen` is the name of the screen's class and `rule` what kind of change it is. `thing` are the words by which a
    person knows what has changed and `kind` is what it is; `before` and `now` are "" where there was or is nothing.
    `breaking` says that a flow would fail over it.
    """

    screen: str
    rule: Rule
    kind: Kind
    thing: str
    before: str = ""
    now: str = ""
    breaking: bool = False

    @property
    def sentence(self) -> str:
        """The change in a person's words, without the screen."""
        thing = say(f"changes.kind_{self.kind}", words=brief(self.thing))
        return say(
            f"changes.{self.rule}_{self._course}", thing=thing, before=brief(self.before), now=brief(self.now)
        )

    @property
    def _course(self) -> Literal["gone", "new", "changed"]:
        if self.before and self.now:
            return "changed"
        return "gone" if self.before else "new"

    @property
    def screen_words(self) -> str:
        """What the screen is called in the guide."""
        return screen_name(self.screen)

    @property
    def severity_word(self) -> str:
        """壊れる or 気づき."""
        return say("changes.breaking" if self.breaking else "changes.noticed")


def brief(words: str) -> str:
    """The words, as far as a line has room for them."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
