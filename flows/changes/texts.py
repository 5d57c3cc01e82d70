"""Compares the visible lines of two descriptions, leaving out what is told already of fields and buttons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ekakushin.flows.changes.change import Kind, Rule, ScreenChange
from ekakushin.flows.changes.controls import ControlPairs, caption_changed, field_name
from ekakushin.flows.changes.pairing import moved, pair_alike
from ekakushin.flows.changes.volatile import agrees, is_struck, key
from ekakushin.flows.screens.description import ScreenDescription

_JOINT = " / "


class TextComparison:
    """The lines of one screen, before and now."""

    def __init__(self, before: ScreenDescription, now: ScreenDescription, pairs: ControlPairs) -> None:
        self._before, self._now = before, now
        self._pairs = pairs
        self._lines_before = [line for line in before.texts if key(line)]
        self._lines_now = [line for line in now.texts if key(line)]

    def changes(self, screen: str, *, ordered: bool) -> Iterator[ScreenChange]:
        """What has changed of the lines; where they stand too, unless controls have moved (`ordered`)."""
        gone = self._unexplained(_left_over(self._lines_before, self._lines_now), gone=True)
        new = self._unexplained(_left_over(self._lines_now, self._lines_before), gone=False)
        gone, new = self._without_told(*self._without_struck(gone, new))
        found = pair_alike(gone, new)
        for was, is_now in found.pairs:
            yield self._change(screen, was, is_now)
        for was, is_now in self._by_place(found.gone, found.new):
            yield self._change(screen, was, is_now)
        if ordered and not gone and not new:
            yield from self._order(screen)

    def _by_place(self, gone: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
        """What stands behind the same line as what is gone has taken its place."""
        lost = dict(_blocks(gone, self._lines_before))
        found = dict(_blocks(new, self._lines_now))
        for behind, block in lost.items():
            yield block, found.pop(behind, "")
        for block in found.values():
            yield "", block

    def new_lines(self) -> list[str]:
        """The lines that were not there before, whatever explains them."""
        return _left_over(self._lines_now, self._lines_before)

    def _change(self, screen: str, was: str, is_now: str) -> ScreenChange:
        headings = {key(each) for each in (*self._before.headings, *self._now.headings)}
        sentence = any(each.endswith("。") for each in (was, is_now))
        rule: Rule = "heading" if {key(was), key(is_now)} & headings - {""} and not sentence else "text"
        kind: Kind = "heading" if rule == "heading" else "text"
        return ScreenChange(screen=screen, rule=rule, kind=kind, thing=was or is_now, before=was, now=is_now)

    def _unexplained(self, lines: list[str], *, gone: bool) -> list[str]:
        """The lines but for those that are nothing else than the caption or name of something that is told."""
        told = {key(words) for words in self._told(gone=gone)}
        return [line for line in lines if key(line) not in told]

    def _told(self, *, gone: bool) -> Iterator[str]:
        fields, buttons = self._pairs
        for field in fields.gone if gone else fields.new:
            yield from field.captions
        for button in buttons.gone if gone else buttons.new:
            yield button.words
        for before, now in self._renamed():
            yield before if gone else now
        for (
            one,
            other,
        ) in buttons.pairs:  # the words of a link are a line of the page, those of a button are not
            if (one.kind, one.type) != (other.kind, other.type):
                yield one.words if gone else other.words

    def _renamed(self) -> Iterator[tuple[str, str]]:
        for before, now in self._pairs.fields.pairs:
            if caption_changed(before, now):
                yield field_name(before), field_name(now)
                yield from zip(before.captions[1:], now.captions[1:], strict=False)
        for one, other in self._pairs.buttons.pairs:
            if key(one.words) != key(other.words):
                yield one.words, other.words

    def _without_struck(self, gone: list[str], new: list[str]) -> tuple[list[str], list[str]]:
        """Without lines of which a capture has struck out a part, and what stands there now."""
        left, right = list(gone), list(new)
        for was in filter(is_struck, gone):
            match = next((line for line in right if agrees(was, line)), None)
            if match is not None:
                left.remove(was)
                right.remove(match)
        return left, self._without_struck_lines(right)

    def _without_struck_lines(self, new: list[str]) -> list[str]:
        """Without what stands behind the same line as lines that were struck out whole."""
        room = _rooms(self._before.texts)
        left, here = Counter(new), ""
        for line in self._lines_now:
            if left[line] and room[here]:
                left[line] -= 1
                room[here] -= 1
            elif not left[line]:
                here = next((each for each in room if room[each] and agrees(each, line)), "")
        return list(self._take(new, left))

    @staticmethod
    def _take(lines: Iterable[str], left: Counter[str]) -> Iterator[str]:
        for line in lines:
            if left[line]:
                left[line] -= 1
                yield line

    def _without_told(self, gone: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
        """Without lines that differ in what is told already: a caption or a link inside a longer line."""
        left, right = list(gone), list(new)
        for was in gone:
            forms = {key(was.replace(before, now)) for before, now in self._renamed() if before in was}
            forms |= {_less(was, words) for words in self._told(gone=True)}
            match = next((line for line in right if key(line) in forms), None)
            if match is None:
                match = next((line for line in right if self._adds_told(line, was)), None)
            if match is not None:
                left.remove(was)
                right.remove(match)
        return left, right

    def _adds_told(self, line: str, was: str) -> bool:
        return any(_less(line, words) == key(was) for words in self._told(gone=False))

    def _order(self, screen: str) -> Iterator[ScreenChange]:
        before, now = ([key(line) for line in lines] for lines in (self._lines_before, self._lines_now))
        once = [each for each in before if before.count(each) == 1 == now.count(each)]
        away = {once[at] for at in moved([now.index(each) for each in once])}
        names = [line for line in self._lines_before if key(line) in away]
        if names:
            thing = _JOINT.join(names)
            yield ScreenChange(screen=screen, rule="order", kind="text", thing=thing, before=thing, now=thing)


def _rooms(lines: Iterable[str]) -> Counter[str]:
    """How many lines were struck out whole behind each line."""
    room: Counter[str] = Counter()
    behind = ""
    for line in lines:
        if key(line):
            behind = line
        elif is_struck(line):
            room[behind] += 1
    return room


def _less(line: str, words: str) -> str:
    """The line without the words, as it is compared; "" where they are not in it."""
    return key(line.replace(words, "", 1)) if words and words in line else ""


def _left_over(lines: Iterable[str], others: Iterable[str]) -> list[str]:
    """The lines that are not among the others, each as often as it is too many."""
    known = Counter(key(line) for line in others)
    found = []
    for line in lines:
        if known[key(line)]:
            known[key(line)] -= 1
        else:
            found.append(line)
    return found


def _blocks(lines: list[str], page: list[str]) -> Iterator[tuple[str, str]]:
    """What stands together on the page is one thing; each with the line that it stands behind."""
    left, block, behind = Counter(lines), list[str](), ""
    for line in page:
        if left[line]:
            left[line] -= 1
            block.append(line)
            continue
        if block:
            yield behind, _JOINT.join(block)
        block, behind = [], key(line)
    if block:
        yield behind, _JOINT.join(block)
