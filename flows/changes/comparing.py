"""Compares a screen as it was with a screen as it is now, and judges over which changes a flow would fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ekakushin.flows.browser.reading import plain
from ekakushin.flows.changes.change import ScreenChange
from ekakushin.flows.changes.controls import ControlPairs, compare_controls, pair_controls
from ekakushin.flows.changes.sight import ScreenSight, parts_of
from ekakushin.flows.changes.texts import TextComparison
from ekakushin.flows.changes.volatile import agrees, key
from ekakushin.flows.screens.description import ScreenDescription
from ekakushin.flows.screens.nearest import ScreenPart
from ekakushin.flows.text import say

_ENOUGH_PARTS = 0.5  # share of what the flows need from which on a strange page is that screen, changed
_ENOUGH_THINGS = 0.75  # the same, of everything that was on it


def compare(before: ScreenSight, now: ScreenSight) -> tuple[ScreenChange, ...]:
    """What has changed on a screen since it was seen so; () where nothing has.

    What differs from run to run (tokens, dates, numbers, generated names) and what belongs to a person is no change.
    """
    if not now.recognised and not _is_it_changed(before, now):
        return (_strange_page(before.name, now.description),)
    changes = list(_changes(before.name, before.description, now.description))
    return tuple(_judge(changes, before, now))


def judge_alone(now: ScreenSight) -> tuple[ScreenChange, ...]:
    """What the flows miss on a page of which nothing is known from before; () where they know the screen."""
    if now.recognised:
        return ()
    near = max(now.expected, key=lambda screen: _share(screen, now), default="")
    if not near or _share(near, now) < _ENOUGH_PARTS:
        return (_strange_page(next(iter(now.expected), ""), now.description),)
    by_words = {part.caption.words[0]: part for part in parts_of(near)}
    return tuple(
        _missing_part(near, by_words[words], now.description)
        for words in now.missing.get(near, ())
        if words in by_words
    ) or (_strange_page(near, now.description),)


def _missing_part(screen: str, part: ScreenPart, page: ScreenDescription) -> ScreenChange:
    """What is gone; of a button what stands in its place, where the page has but one."""
    words = part.caption.words[0]
    if part.kind == "button":
        others = [each.words for each in page.buttons if each.kind == "button"]
        now = others[0] if len(others) == 1 else ""
        return ScreenChange(
            screen=screen, rule="button", kind="button", thing=words, before=words, now=now, breaking=True
        )
    if part.kind == "words":
        return ScreenChange(screen=screen, rule="text", kind="text", thing=words, before=words, breaking=True)
    return ScreenChange(screen=screen, rule="field", kind=part.kind, thing=words, before=words, breaking=True)


def nearest_of(known: Mapping[str, ScreenSight], now: ScreenSight) -> str | None:
    """Under which of the `known` sights, by their keys, a page is to be told that no screen was recognised on."""
    wanted = [key for screen in now.expected for key, sight in known.items() if sight.name == screen]
    alike = [key for key in wanted if _is_it_changed(known[key], now)]
    likest = max(alike, key=lambda key: _share_of_things(known[key], now), default=None)
    return likest or next(iter(wanted), None)


def _share(screen: str, now: ScreenSight) -> float:
    parts = parts_of(screen)
    return 1 - len(now.missing.get(screen, ())) / len(parts) if parts else 0.0


def _is_it_changed(before: ScreenSight, now: ScreenSight) -> bool:
    """Whether a page that nobody knows is this screen, and not another one that stands in its way."""
    return _share(before.name, now) >= _ENOUGH_PARTS or _share_of_things(before, now) >= _ENOUGH_THINGS


def _share_of_things(before: ScreenSight, now: ScreenSight) -> float:
    things, there = Counter(_things(before.description)), Counter(_things(now.description))
    return (things & there).total() / max(things.total(), 1)


def _things(description: ScreenDescription) -> Iterator[str]:
    yield from (key(line) for line in description.texts)
    yield from (f"button {key(button.words)}" for button in description.buttons)
    yield from (f"field {key(field.caption)}" for field in description.controls)


def _strange_page(screen: str, page: ScreenDescription) -> ScreenChange:
    """Another page stands in the way of the screen."""
    names = [*page.headings, page.title, *page.texts]
    thing = next((name for name in names if key(name)), say("changes.nameless"))
    pressed = "、".join(button.words for button in page.buttons[:3])
    now = say("changes.page_with", thing=thing, buttons=pressed) if pressed else thing
    return ScreenChange(screen=screen, rule="unknown", kind="page", thing=thing, now=now, breaking=True)


def _changes(screen: str, before: ScreenDescription, now: ScreenDescription) -> Iterator[ScreenChange]:
    pairs = pair_controls(before, now)
    lines = TextComparison(before, now, pairs)
    controls = list(compare_controls(screen, _without_banners(pairs, lines)))
    if not agrees(before.title, now.title) and not _title_is_inside(before, now):
        yield _page_change(screen, "title", before.title, now.title)
    yield from controls
    ordered = not any(change.rule == "order" for change in controls)
    yield from lines.changes(screen, ordered=ordered)
    if len(before.frames) != len(now.frames):
        yield _page_change(screen, "frame", str(len(before.frames)), str(len(now.frames)))
    yield from _compare_forms(screen, before, now)


def _without_banners(pairs: ControlPairs, lines: TextComparison) -> ControlPairs:
    """A new link inside a new line is a part of that line, and told with it."""
    added = lines.new_lines()
    new = [
        each
        for each in pairs.buttons.new
        if not any(each.words in line and key(each.words) != key(line) for line in added)
    ]
    return pairs._replace(buttons=pairs.buttons._replace(new=new))


def _title_is_inside(before: ScreenDescription, now: ScreenDescription) -> bool:
    """Whether the page has moved into a frame, title and all."""
    known = {key(frame.title) for frame in now.frames}
    return len(before.frames) != len(now.frames) and key(before.title) in known


def _page_change(screen: str, rule: str, before: str, now: str) -> ScreenChange:
    return ScreenChange.model_validate(
        {
            **{"screen": screen, "rule": rule, "kind": "page", "thing": before or now},
            **{"before": before or "-", "now": now or "-"},
        }
    )


def _compare_forms(screen: str, before: ScreenDescription, now: ScreenDescription) -> Iterator[ScreenChange]:
    """Where the forms of the page are sent; a form that is gone or new is told by its fields and buttons."""
    was, is_now = (Counter(form for frame in each.frames for form in frame.forms) for each in (before, now))
    gone, new = list((was - is_now).elements()), list((is_now - was).elements())
    if len(gone) == len(new):
        for one, other in zip(gone, new, strict=True):
            if one[0] != other[0] or not agrees(one[1], other[1]):
                yield _page_change(screen, "form", f"{one[0]} {one[1]}", f"{other[0]} {other[1]}")


def _judge(changes: list[ScreenChange], before: ScreenSight, now: ScreenSight) -> Iterator[ScreenChange]:
    """The same, with what a flow would fail over marked; on a page that is recognised no more at least something is."""
    missing = set(now.missing.get(before.name, ())) - set(before.missing.get(before.name, ()))
    missed = [part for part in parts_of(before.name, now.variant) if part.caption.words[0] in missing]
    found = [change.model_copy(update={"breaking": _breaks(change, missed)}) for change in changes]
    lost = before.recognised and now.screen != before.screen
    if lost and not any(change.breaking for change in found):
        found = [change.model_copy(update={"breaking": True}) for change in found]
    if lost and not found:
        found = [_strange_page(before.name, now.description)]
    yield from found


def _breaks(change: ScreenChange, missed: list[ScreenPart]) -> bool:
    if change.rule == "required":
        return change.now != "" and (change.before == "" or _is_now_required(change))
    return any(
        part.caption.rank(words) is not None for part in missed for words in (change.thing,) if plain(words)
    )


def _is_now_required(change: ScreenChange) -> bool:
    """A field that must be filled now; those that the flows fill anyway are no trouble."""
    return change.now == say("changes.required") and not any(
        part.caption.rank(change.thing) is not None
        for part in parts_of(change.screen)
        if part.kind != "words"
    )
