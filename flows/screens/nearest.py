"""Tells which screen an unknown page almost is, and which of its buttons, fields and words are missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, NamedTuple, Protocol

from ekakushin.flows.browser.reading import Caption, Control, Reading
from ekakushin.flows.hands import screen_name
from ekakushin.flows.text import say

_ENOUGH = 0.5  # share of a screen's parts that a page must have to be almost that screen
_NEW_ONES = 3
_LONGEST = 24  # characters of a name


class ScreenPart(NamedTuple):
    """Something that a screen has, by its caption; `role` is what captures call a field (docs/capture.md)."""

    kind: Literal["button", "field", "list", "words"]
    caption: Caption
    role: str = ""


class MadeOfParts(Protocol):
    """What is needed of a screen."""

    parts: ClassVar[tuple[ScreenPart, ...]]


def tell_nearest(now: Reading, kinds: Iterable[type[MadeOfParts]]) -> str:
    """A sentence that names the screen, what is missing of it and what stands there instead; "" if none is near."""
    near = [(_share(now, kind.parts), kind) for kind in kinds if kind.parts]
    near = [each for each in near if each[0] >= _ENOUGH]
    if not near:
        return ""
    _, kind = max(near, key=lambda each: each[0])
    missing = [part for part in kind.parts if find_part(now, part) is None]
    if not missing:
        return say("nearest.whole", screen=screen_name(kind.__name__))
    new = _new_ones(now, kind.parts, {part.kind for part in missing})
    told = "、".join(_name(part.kind, part.caption.words[0]) for part in missing)
    sentence = say("nearest.missing", screen=screen_name(kind.__name__), parts=told)
    return sentence + (say("nearest.instead", parts="、".join(new)) if new else "")


def _share(now: Reading, parts: tuple[ScreenPart, ...]) -> float:
    return sum(find_part(now, part) is not None for part in parts) / len(parts)


def find_part(now: Reading, part: ScreenPart) -> Control | str | None:
    """What the flows would take for this part of a screen; None where there is nothing."""
    if part.kind == "words":
        return part.caption.words[0] if now.says(*part.caption.words) else None
    ways = {"button": now.button, "field": now.field, "list": now.choice}
    return ways[part.kind](part.caption)


def _new_ones(now: Reading, parts: tuple[ScreenPart, ...], kinds: set[str]) -> list[str]:
    """The names of what is of the same kinds as what is missing, and none of what was found."""
    known = [found for part in parts if isinstance(found := find_part(now, part), Control)]
    others = [each for each in now.controls if each.kind in kinds and each not in known]
    names = (_name(each.kind, each.known_as) for each in others if each.known_as)
    return list(dict.fromkeys(names))[:_NEW_ONES]


def _name(kind: str, words: str) -> str:
    return say(f"nearest.{kind}", words=words[:_LONGEST])
