"""One screen as it looks at one moment, in a form that can be kept, read again and compared with another day's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

from playwright.async_api import Page
from pydantic import ValidationError

from ekakushin.flows.browser.in_page import READ, in_page_script
from ekakushin.flows.browser.places import place_of
from ekakushin.flows.browser.reading import Control, FrameReading, Reading
from ekakushin.flows.models import Noun
from ekakushin.flows.screens.recognition import recognise

READ_FRAME = f"() => {{ {in_page_script()}\n return ({READ})([0, 0, []]) }}"
"""A script that gives the reading of the frame it is run in, as JSON; for pages that no Tab has opened."""

_LONGEST_CAPTION = 60  # characters


class ControlDescription(Noun):
    """A field, list or box: `captions` are the words around it, the nearest first; `sent_as` is its HTML name.

    `order` counts the fields of the whole page from 0, `place` fields and buttons together, `frame` and `form` say
    where it stands (-1: in no form). Nothing of what stands in it is kept.
    """

    kind: Literal["field", "list"]
    type: str = ""
    sent_as: str = ""
    required: bool = False
    writable: bool = True
    most: int | None = None
    order: int = 0
    place: int = -1
    frame: int = 0
    form: int = -1
    captions: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """The words by which a person knows it; its HTML name where it has none."""
        return next(iter(self.captions), self.sent_as)


class ButtonDescription(Noun):
    """A button or link with its words; `order` counts those of the whole page from 0, `place` the fields too."""

    kind: Literal["button", "link"]
    type: str = ""
    sent_as: str = ""
    words: str = ""
    enabled: bool = True
    order: int = 0
    place: int = -1
    frame: int = 0
    form: int = -1


class FrameDescription(Noun):
    """One frame of a page: its title, the path of its document, and (method, path) of each form in it."""

    title: str = ""
    path: str = ""
    forms: tuple[tuple[str, str], ...] = ()


class ScreenDescription(Noun):
    """One screen: which it is, and what a person or a script finds on it.

    `screen` is the name of the class in `flows.screens` that recognises the page, "" if none does; `path` is that of
    the address, without query. The first of `frames` is the page itself. `texts` are all visible lines.
    """

    screen: str = ""
    title: str = ""
    path: str = ""
    headings: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    controls: tuple[ControlDescription, ...] = ()
    buttons: tuple[ButtonDescription, ...] = ()
    frames: tuple[FrameDescription, ...] = ()

    def to_json(self) -> str:
        """The description as JSON with line breaks, the same for the same screen."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> ScreenDescription:
        """The description that `to_json` wrote. Raises ValueError for anything else; the text is not in it."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise ValueError(f"no description of a screen: {error.error_count()} errors") from None


def describe(reading: Reading, *, screen: str | None = None) -> ScreenDescription:
    """What was read, as a description; `screen` is its name where it is known, otherwise it is recognised."""
    kind = recognise(reading) if screen is None else None
    placed = list(enumerate(reading.controls))
    fields = ((place, each) for place, each in placed if each.kind in ("field", "list"))
    pressed = ((place, each) for place, each in placed if each.kind in ("button", "link"))
    own = next(iter(reading.frames), None)
    return ScreenDescription(
        screen=screen if screen is not None else kind.__name__ if kind else "",
        title=next((frame.title for frame in reading.frames if frame.title), ""),
        path=own.path if own else "",
        headings=tuple(line for frame in reading.frames for line in frame.headings),
        texts=reading.lines,
        controls=tuple(_describe_field(each, order, place) for order, (place, each) in enumerate(fields)),
        buttons=tuple(_describe_button(each, order, place) for order, (place, each) in enumerate(pressed)),
        frames=tuple(FrameDescription(title=f.title, path=f.path, forms=f.forms) for f in reading.frames),
    )


async def describe_page(page: Page, origins: Iterable[str]) -> ScreenDescription:
    """A live page of any Playwright browser, with those frames that are documents of `origins` or have none."""
    return describe(await read_page(page, origins))


async def read_page(page: Page, origins: Iterable[str]) -> Reading:
    """The reading of a live page that no Tab has opened; raises Playwright's Error if it goes away meanwhile."""
    own = tuple(origins)
    frames = [each for each in page.frames if each.url.startswith((*own, "about:"))]
    return reading_of(page.url, [await frame.evaluate(READ_FRAME) for frame in frames])


def reading_of(address: str, frames: Iterable[str]) -> Reading:
    """A reading of what READ_FRAME gave in each frame of the page, its own first: for pages of a sync Playwright."""
    read = [FrameReading.model_validate_json(each) for each in frames]
    numbered = [_number(frame, at) for at, frame in enumerate(read)]
    return Reading(address=place_of(address), frames=tuple(numbered))


def _number(frame: FrameReading, at: int) -> FrameReading:
    controls = tuple(each.model_copy(update={"frame": at}) for each in frame.controls)
    return frame.model_copy(update={"controls": controls})


def _describe_field(control: Control, order: int, place: int) -> ControlDescription:
    nearest = (words for _, rank, words in control.captions if rank == 0 and len(words) <= _LONGEST_CAPTION)
    return ControlDescription(
        kind="list" if control.kind == "list" else "field",
        type=control.type,
        sent_as=control.sent_as,
        required=control.required,
        writable=control.writable,
        most=control.most,
        order=order,
        place=place,
        frame=control.frame,
        form=control.form,
        captions=tuple(dict.fromkeys(nearest)),
    )


def _describe_button(control: Control, order: int, place: int) -> ButtonDescription:
    return ButtonDescription(
        kind="link" if control.kind == "link" else "button",
        type=control.type,
        sent_as=control.sent_as,
        words=control.name,
        enabled=control.enabled,
        order=order,
        place=place,
        frame=control.frame,
        form=control.form,
    )
