"""Finds the control that a caption means: rates what speaks against each candidate, and tells how it was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from ekakushin.flows.browser.controls import Control, Form
from ekakushin.flows.browser.words import Caption, is_part, plain
from ekakushin.flows.models import Noun

# Where a field's caption may stand, the most certain first; `captions.js` names them.
SOURCES = ("label", "row", "left", "right", "inside", "before", "above", "below", "placeholder", "title")

_UNLIKE = 15  # dots where none are expected, or the other way round
_CLOSED = 10  # cannot be typed into as it is
_SENTENCE = 30  # the words are one of many in a sentence
_ELSEWHERE = 40  # in another form than the button
_BEFORE = 6  # a button above the fields
_PART = 5  # a button with other words around the ones that were asked for
_TOO_MUCH = 105  # speaks against it: a person would look for another field


class Match(Noun):
    """How a screen found a control, for the evidence of a run.

    `source` is where the caption stood (for buttons `exact` or `part`), `rank` how well the words fit, 0
    being the very words; `found` are the words on the page, empty where they might be personal.
    """

    screen: str
    caption: str
    source: str
    rank: int
    found: str = ""

    @property
    def doubt(self) -> int:
        """How uncertain this way is: 0 is the surest."""
        ways = ("exact", "part", *SOURCES)
        return (ways.index(self.source) if self.source in ways else len(ways)) * 10 + self.rank


def match_of(screen: str, wanted: Caption, control: Control) -> Match:
    """How this control answers to the caption; `alone` where nothing but its being the only one speaks for it."""
    if control.kind in ("button", "link"):
        exact = plain(control.name) in {plain(word) for word in wanted.words}
        return _match(screen, wanted, "exact" if exact else "part", 0 if exact else 2, control.name)
    costs = [(cost, each) for each in control.captions if (cost := _cost(wanted, *each)) is not None]
    if not costs:
        return _match(screen, wanted, "alone", 3, "")
    _, (source, _, words) = min(costs, key=lambda each: each[0])
    return _match(screen, wanted, source, wanted.rank(words) or 0, words)


def _match(screen: str, wanted: Caption, source: str, rank: int, found: str) -> Match:
    told = found if len(found) <= 60 and not re.search(r"\d", found) else ""
    return Match(screen=screen, caption=wanted.words[0], source=source, rank=rank, found=told)


def buttons(wanted: Caption, controls: Iterable[Control]) -> list[Control]:
    """Everything of exactly these words, or of which they are a part, the likeliest first."""
    pressable = [control for control in controls if control.kind in ("button", "link")]
    words = {plain(word) for word in wanted.words}
    found = [each for each in pressable if plain(each.name) in words or is_part(words, each.name)]

    def doubt(each: Control) -> tuple[bool, ...]:
        return plain(each.name) not in words, not each.enabled, each.kind != "button", each.form < 0

    return sorted(found, key=doubt)


def form_of(
    pressed: Control, button: Caption, wanted: tuple[Caption, ...], controls: tuple[Control, ...]
) -> tuple[float, Form] | None:
    """The fields that this button would send, and what speaks against it."""
    partly = 0 if button.rank(pressed.name) == 0 else _PART
    near = [each for each in controls if (each.frame, each.form) == (pressed.frame, pressed.form)]
    best: tuple[float, Form] | None = None
    for among, farther in ((near, 0), (controls, _ELSEWHERE)):
        fit = best_fit(wanted, among, "field")
        if fit and farther and _is_no_button_of(pressed, fit[1], controls):
            fit = None
        cost = fit[0] + farther + partly + _distance(pressed, fit[1], controls) if fit else 0.0
        if fit and (best is None or cost < best[0]):
            best = (cost, Form(button=pressed, fields=fit[1]))
    return best


def _is_no_button_of(pressed: Control, fields: tuple[Control, ...], controls: tuple[Control, ...]) -> bool:
    """Whether the fields stand in a form with a button of its own, and this is a link or dead elsewhere."""
    forms = {(each.frame, each.form) for each in fields}
    own = any(each.kind == "button" and (each.frame, each.form) in forms for each in controls)
    elsewhere = (pressed.frame, pressed.form) not in forms
    return own and elsewhere and (pressed.kind == "link" or not pressed.enabled)


def _distance(pressed: Control, fields: tuple[Control, ...], controls: tuple[Control, ...]) -> float:
    """A button stands behind its fields, and nothing that could be its double between them."""
    places = [controls.index(each) for each in fields]
    behind = controls.index(pressed) - max(places)
    return behind / 10 if behind > 0 else _BEFORE - behind / 10


def best_fit(
    wanted: tuple[Caption, ...], controls: Iterable[Control], kind: str
) -> tuple[float, tuple[Control, ...]] | None:
    """A control of its own for each caption, so that all together fit best, and what speaks against it."""
    known = tuple(controls)
    offers = [_offers(each, known, kind) for each in wanted]
    choices = [choice for choice in product(*offers) if len({id(one[1]) for one in choice}) == len(wanted)]
    if not choices:
        return None
    best = min(choices, key=lambda choice: sum(cost for cost, _ in choice))
    return sum(cost for cost, _ in best), tuple(control for _, control in best)


def _offers(wanted: Caption, controls: Iterable[Control], kind: str) -> list[tuple[float, Control]]:
    """The controls that could be meant, each with what speaks against it."""
    offers = []
    for position, control in enumerate(controls):
        if control.kind != kind or not control.enabled or control.type in ("radio", "checkbox"):
            continue
        costs = [_cost(wanted, *each) for each in control.captions]
        known = [cost for cost in costs if cost is not None]
        cost = min(known, default=_TOO_MUCH) + _against(wanted, control)
        if cost < _TOO_MUCH:
            offers.append((cost + position / 1000, control))
    return sorted(offers, key=lambda offer: offer[0])[:8]


def _against(wanted: Caption, control: Control) -> float:
    unlike = wanted.masked is not None and wanted.masked != (control.type == "password")
    closed = control.kind == "field" and not control.writable
    return (_UNLIKE if unlike else 0) + (_CLOSED if closed else 0)


def _cost(wanted: Caption, source: str, order: int, words: str) -> float | None:
    rank = wanted.rank(words)
    if rank is None:
        return None
    sentence = len(plain(words)) > 3 * max(len(plain(word)) for word in wanted.words) + 12
    return SOURCES.index(source) * 10 + order * 4 + rank * 2 + (_SENTENCE if sentence else 0)
