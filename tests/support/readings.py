"""Readings made by hand: what a browser would have read of a page, from lines, rows and controls."""

from __future__ import annotations

from typing import Any

from ekakushin.flows.browser.reading import Control, FrameReading, Reading

Part = str | tuple[str, ...] | Control


def field(row: str = "", *, type: str = "text", **where: str) -> Control:
    """A field to type in, with the words in the cell before it and whatever else stands around it."""
    words = {"row": row, **where} if row else where
    captions = tuple((source, 0, text) for source, text in words.items())
    return Control(index=0, kind="field", type=type, captions=captions, writable=True)


def password(row: str = "", **where: str) -> Control:
    """A field whose value is not shown."""
    return field(row, type="password", **where)


def choice(row: str, *options: str) -> Control:
    """A list to choose from, the first option chosen."""
    return Control(
        index=0,
        kind="list",
        captions=(("row", 0, row),),
        options=options,
        chosen=options[0] if options else "",
    )


def button(name: str, **more: Any) -> Control:
    """A button; its words are its `value`, which no line repeats."""
    return Control(index=0, kind="button", name=name, **more)


def link(name: str, **more: Any) -> Control:
    """A link; its words stand in a line as well."""
    return Control(index=0, kind="link", name=name, **more)


def page(*parts: Part, status: int = 200) -> Reading:
    """A page of one frame: texts are lines, tuples are table rows, the rest are controls."""
    return Reading(status=status, frames=(frame(*parts),))


def frame(*parts: Part, born: float = 1.0) -> FrameReading:
    """One frame; parts as for `page`."""
    controls = [part for part in parts if isinstance(part, Control)]
    return FrameReading(
        born=born,
        ready="complete",
        lines=tuple(line for line in map(_line, parts) if line),
        rows=tuple(part for part in parts if isinstance(part, tuple)),
        controls=tuple(each.model_copy(update={"index": at}) for at, each in enumerate(controls)),
    )


def _line(part: Part) -> str:
    if isinstance(part, Control):
        return part.name if part.kind == "link" else ""
    return part if isinstance(part, str) else " ".join(filter(None, part))
