"""Compares the fields and buttons of two descriptions: which are gone or new, and what of them has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ekakushin.flows.changes.change import Kind, Rule, ScreenChange
from ekakushin.flows.changes.pairing import Pairing, moved, pair, pair_by_group
from ekakushin.flows.changes.volatile import agrees, is_struck, key, name_key
from ekakushin.flows.screens.description import ButtonDescription, ControlDescription, ScreenDescription
from ekakushin.flows.text import say

Fields = Pairing[ControlDescription]
Buttons = Pairing[ButtonDescription]


class ControlPairs(NamedTuple):
    """What has become of the fields and of the buttons."""

    fields: Fields
    buttons: Buttons


def pair_controls(before: ScreenDescription, now: ScreenDescription) -> ControlPairs:
    """Find again the fields and buttons of an earlier description."""
    fields = pair(
        before.controls,
        now.controls,
        lambda field: field_key(field) and (field_key(field), field.sent_as, field.type),
        lambda field: field_key(field) and (field_key(field), field.type),
        field_key,
        lambda field: field.sent_as,
        lambda field: key(field.captions[-1]) if field.captions else "",
    )
    buttons = pair(
        before.buttons,
        now.buttons,
        lambda button: (key(button.words), button.kind, button.form),
        lambda button: (key(button.words), button.kind),
        lambda button: key(button.words),
        lambda button: button.sent_as,
    )
    return ControlPairs(
        pair_by_group(fields, lambda field: (field.kind, field.type)),
        pair_by_group(buttons, lambda button: button.kind),
    )


def field_key(field: ControlDescription) -> str:
    """The words by which a person knows the field, as they are compared."""
    return key(field.caption) if field.captions else ""


def field_name(field: ControlDescription) -> str:
    """What a change calls the field."""
    return field.caption or say("changes.nameless")


def compare_controls(screen: str, pairs: ControlPairs) -> Iterator[ScreenChange]:
    """Everything that has changed of fields and buttons, but for their captions' place in the text."""
    for field in pairs.fields.gone:
        yield _one(screen, "field", field.kind, before=field_name(field))
    for field in pairs.fields.new:
        rule: Rule = "required" if field.required else "field"
        yield _one(screen, rule, field.kind, now=field_name(field))
    for before, now in pairs.fields.pairs:
        yield from _compare_fields(screen, before, now)
    for button in pairs.buttons.gone:
        yield _one(screen, "button", button.kind, before=button.words)
    for button in pairs.buttons.new:
        yield _one(screen, "button", button.kind, now=button.words)
    for one, other in pairs.buttons.pairs:
        yield from _compare_buttons(screen, one, other)
    yield from _compare_order(screen, pairs)


def _one(screen: str, rule: Rule, kind: Kind, *, before: str = "", now: str = "") -> ScreenChange:
    return ScreenChange(screen=screen, rule=rule, kind=kind, thing=before or now, before=before, now=now)


def _compare_fields(
    screen: str, before: ControlDescription, now: ControlDescription
) -> Iterator[ScreenChange]:
    def changed(rule: Rule, was: str, is_now: str) -> ScreenChange:
        thing = field_name(before)
        return ScreenChange(screen=screen, rule=rule, kind=before.kind, thing=thing, before=was, now=is_now)

    if caption_changed(before, now):
        yield changed("caption", field_name(before), field_name(now))
    if (before.kind, before.type) != (now.kind, now.type):
        yield changed("type", before.type or before.kind, now.type or now.kind)
    if before.required != now.required:
        yield changed("required", _yes(before.required), _yes(now.required))
    if before.writable != now.writable:
        yield changed("state", say(f"changes.{_writable(before)}"), say(f"changes.{_writable(now)}"))
    if before.most != now.most:
        yield changed("length", _length(before.most), _length(now.most))
    if name_key(before.sent_as) != name_key(now.sent_as) and not is_struck(before.sent_as):
        yield changed("name", before.sent_as or "-", now.sent_as or "-")


def caption_changed(before: ControlDescription, now: ControlDescription) -> bool:
    """Whether a person would know the field by other words; that more stands around it is no change of it."""
    known = {key(each) for each in now.captions}
    if is_struck(before.caption) and any(agrees(before.caption, each) for each in now.captions or ("",)):
        return False
    return bool(field_key(before) or field_key(now)) and field_key(before) not in known


def _compare_buttons(
    screen: str, before: ButtonDescription, now: ButtonDescription
) -> Iterator[ScreenChange]:
    def changed(rule: Rule, was: str, is_now: str) -> ScreenChange:
        return ScreenChange(
            screen=screen, rule=rule, kind=before.kind, thing=before.words, before=was, now=is_now
        )

    if not agrees(before.words, now.words):
        yield changed("button", before.words, now.words)
    if before.kind != now.kind:
        yield changed("type", say(f"changes.word_{before.kind}"), say(f"changes.word_{now.kind}"))
    elif before.type != now.type and before.type and now.type:
        yield changed("type", before.type, now.type)
    if before.enabled != now.enabled:
        yield changed("state", say(f"changes.{_enabled(before)}"), say(f"changes.{_enabled(now)}"))


def _compare_order(screen: str, pairs: ControlPairs) -> Iterator[ScreenChange]:
    """One line for all that stands elsewhere among the controls that were there and are there still."""
    found = [(was.place, now.place, field_name(was)) for was, now in pairs.fields.pairs]
    found += [(was.place, now.place, was.words) for was, now in pairs.buttons.pairs]
    if any(min(was, now) < 0 for was, now, _ in found):
        return
    found.sort()
    names = [found[at][2] for at in moved([now for _, now, _ in found])]
    if names:
        was = " → ".join(name for _, _, name in _around(found, names, at=0))
        is_now = " → ".join(name for _, _, name in _around(found, names, at=1))
        yield ScreenChange(
            screen=screen, rule="order", kind="page", thing="、".join(names), before=was, now=is_now
        )


def _around(found: list[tuple[int, int, str]], names: list[str], *, at: int) -> list[tuple[int, int, str]]:
    """Those that have moved with their neighbours of before and now."""
    by_before = sorted(found)
    by_now = sorted(found, key=lambda each: each[1])
    near = {
        each
        for line in (by_before, by_now)
        for place, one in enumerate(line)
        if one[2] in names
        for each in line[max(place - 1, 0) : place + 2]
    }
    return [each for each in (by_now if at else by_before) if each in near]


def _yes(required: bool) -> str:
    return say("changes.required" if required else "changes.optional")


def _writable(field: ControlDescription) -> str:
    return "writable" if field.writable else "closed"


def _enabled(button: ButtonDescription) -> str:
    return "enabled" if button.enabled else "disabled"


def _length(most: int | None) -> str:
    return str(most) if most else say("changes.no_limit")
