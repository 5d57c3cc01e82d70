"""Controls and forms of a page, as plain values: what can be filled, chosen or pressed."""

from __future__ import annotations

from typing import Literal

from ekakushin.flows.browser.words import Caption
from ekakushin.flows.models import Noun


class Control(Noun):
    """One thing on the page that can be filled, chosen or pressed.

    `captions` are the texts around a field as (source, order, words), order 0 being the nearest of its
    source, and 10 or more if they rather belong to another field; `most` is its maxlength in characters;
    `form` tells the forms of a frame apart (-1: none); `shows` is what stands in a field that cannot be typed
    into; `sent_as` is the name under which its value is sent. `reading`, `frame` and `index` find the node again.
    """

    reading: int = 0
    frame: int = 0
    form: int = -1
    index: int
    kind: Literal["field", "list", "button", "link"]
    type: str = ""
    name: str = ""
    captions: tuple[tuple[str, int, str], ...] = ()
    row: str = ""
    address: str = ""
    enabled: bool = True
    writable: bool = False
    options: tuple[str, ...] = ()
    chosen: str = ""
    most: int | None = None
    shows: str = ""
    sent_as: str = ""
    required: bool = False

    @property
    def known_as(self) -> str:
        """The words by which a person knows it, never what stands in it."""
        return next((words for _, _, words in self.captions), self.name)


class Form(Noun):
    """A button and the fields that belong to it, in the order in which they were asked for.

    `wanted` are the captions by which they were found, the button's first.
    """

    button: Control
    fields: tuple[Control, ...]
    wanted: tuple[Caption, ...] = ()
