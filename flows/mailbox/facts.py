"""Reads the parts of a mail's text, one for each person: captions, values and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ekakushin.flows.mailbox.addresses import MARKED, with_marked_addresses
from ekakushin.flows.mailbox.captions import (
    ADDRESSES,
    PASSWORDS,
    CaptionedText,
    captions_in,
    user_id_of,
    value_of,
)
from ekakushin.flows.mailbox.lines import MailLine, lines_of
from ekakushin.flows.mailbox.names import Addressee, find_name, is_boundary
from ekakushin.flows.mailbox.shapes import field_of, is_whole
from ekakushin.flows.secret import Secret

_SEVERAL = "several"  # captions without values, one after the other: whose the next value is, nobody knows
_BEGINS = re.compile(r"\W{0,12}<https?://")


@dataclass(kw_only=True)
class MailPart:
    """What a text says about one person, in the text's order. Values are secrets, also the addresses."""

    user_id: str
    named: Addressee | None = None
    said: dict[str, list[Secret]] = field(default_factory=dict)
    by_shape: dict[str, list[Secret]] = field(default_factory=dict)

    def values(self, name: str) -> list[Secret]:
        """Captions decide; an address's shape counts where no caption stood over one of that shape."""
        said = self.said.get(name, [])
        if name in PASSWORDS or any(field_of(value.reveal()) == name for value in said):
            return said
        return said + self.by_shape.get(name, [])


def parts_of(text: str) -> list[MailPart]:
    """The parts of a text, one for each time a user ID is given.

    What stands before the only user ID of a text is about that person too. Nothing is told of a part whose
    user ID cannot be read.
    """
    reader = _Reader()
    for line in with_marked_addresses(lines_of(text)):
        reader.read(line)
    first, *others = reader.parts
    known = {part.user_id for part in others}
    if len(known) == 1 and "" not in known:
        first.user_id = known.pop()
    return [part for part in reader.parts if part.user_id]


class _Reader:
    """Reads line by line; remembers which caption still waits for its value."""

    def __init__(self) -> None:
        self.parts = [MailPart(user_id="")]
        self.waiting = ""
        self.gap = False
        self.name: tuple[int, Addressee] | None = None
        self.before: list[str] = []
        self.above_gap = ""

    def read(self, line: MailLine) -> None:
        """Take in one line."""
        captions = captions_in(line.text)
        if captions:
            for each in captions:
                self._caption(each, line.depth)
        elif line.text:
            self._other(line)
        self.gap = not line.text
        self.above_gap = self.before[-1] if self.gap and self.before else "" if self.gap else self.above_gap
        self.before = [*self.before[-1:], line.written] if line.text else []

    def _caption(self, caption: CaptionedText, depth: int) -> None:
        if not caption.rest:
            if caption.field == "user_id":
                self._begin("", depth)
            self.waiting = _SEVERAL if self.waiting else caption.field
        elif caption.field == "user_id":
            self._user_id(caption, depth)
        elif caption.field in ADDRESSES:
            self._addresses(caption.rest, caption.field)
        else:
            self._value(caption.field, caption.rest)

    def _user_id(self, caption: CaptionedText, depth: int) -> None:
        value = user_id_of(caption.rest)
        if value or caption.with_colon:
            self._begin(value or "", depth)
            self.waiting = ""

    def _begin(self, user_id: str, depth: int) -> None:
        at_same_depth = self.name is not None and self.name[0] == depth
        self.parts.append(
            MailPart(user_id=user_id, named=self.name[1] if self.name and at_same_depth else None)
        )
        self.name = None

    def _value(self, name: str, text: str) -> None:
        self.waiting = ""
        value = value_of(text)
        if value:
            self.parts[-1].said.setdefault(name, []).append(Secret(value))

    def _addresses(self, text: str, waiting: str) -> None:
        """The first address after a caption is the caption's, unless its shape says that it is another's."""
        self.waiting = ""
        for at, address in enumerate(_whole_addresses(text)):
            shape = field_of(address)
            captioned = at == 0 and waiting in ADDRESSES and shape in (None, waiting)
            said = self.parts[-1].said if captioned else self.parts[-1].by_shape
            name = waiting if captioned else shape
            if name:
                said.setdefault(name, []).append(Secret(address))

    def _other(self, line: MailLine) -> None:
        if MARKED.search(line.text):
            self._addresses(line.text, self.waiting if _BEGINS.match(line.text) else "")
        elif self.waiting and value_of(line.text):
            self._take_awaited(line.text, line.depth)
        else:
            self.waiting = ""
            self._name_or_boundary(line)

    def _take_awaited(self, text: str, depth: int) -> None:
        """The value on the line after its caption; after a gap a mere word could be anything."""
        value, waiting = value_of(text) or "", self.waiting
        if waiting == _SEVERAL or (self.gap and not any(character.isdigit() for character in value)):
            return
        self.waiting = ""
        if waiting == "user_id":
            self.parts[-1].user_id = user_id_of(text) or ""
        elif waiting not in ADDRESSES:
            self._value(waiting, text)

    def _name_or_boundary(self, line: MailLine) -> None:
        if is_boundary(line.text):
            self.name = None
        elif person := find_name(line.written, self.before, self.above_gap if self.gap else ""):
            self.name = (line.depth, person)


def _whole_addresses(text: str) -> Iterator[str]:
    for match in MARKED.finditer(text):
        if is_whole(match.group(1)):
            yield match.group(1)
