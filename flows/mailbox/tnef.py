"""Reads winmail.dat, in which Outlook and Exchange wrap whole messages (MS-OXTNEF)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ekakushin.flows.mailbox.mapi import (
    ATTACHED_DATA,
    BODY,
    CODE_PAGE,
    LONG_NAME,
    Attachment,
    OutlookMessage,
    as_mail,
)

SIGNATURE = bytes.fromhex("789f3e22")
_BODY, _PAGE, _MESSAGE = 0x2800C, 0x69007, 0x69003
_BEGINS, _DATA, _TITLE, _ATTACHED = 0x69002, 0x6800F, 0x18010, 0x69005
_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_INTEGER, _OBJECT, _BYTES, _UNICODE, _ASCII, _SEVERAL = 3, 0xD, 0x102, 0x1F, 0x1E, 0x1000
_DEEPEST = 10
_LENGTHY = {_OBJECT, _BYTES, _UNICODE, _ASCII}

Properties = dict[int, bytes | str | int]


def mail_of(data: bytes) -> bytes:
    """The mail that is wrapped in it. Raises ValueError for what is damaged or holds nothing."""
    return as_mail(_message(data, 0))


def _message(data: bytes, depth: int) -> OutlookMessage:
    if depth > _DEEPEST or not data.startswith(SIGNATURE):
        raise ValueError("no TNEF")
    properties: Properties = {}
    attached: list[Properties] = []
    for number, value in _attributes(_Cursor(data[6:])):
        if number == _BEGINS:
            attached.append({})
        elif number == _MESSAGE:
            properties |= _properties(_Cursor(value))
        elif number == _PAGE:
            properties.setdefault(CODE_PAGE, int.from_bytes(value[:4], "little"))
        elif number == _BODY:
            properties.setdefault(BODY, value)
        elif attached:
            attached[-1] |= _of_attachment(number, value)
    if not properties and not attached:
        raise ValueError("nothing in it")
    return OutlookMessage(properties=properties, attachments=[_attachment(each, depth) for each in attached])


def _of_attachment(number: int, value: bytes) -> Properties:
    if number == _ATTACHED:
        return _properties(_Cursor(value))
    places = {_DATA: ATTACHED_DATA, _TITLE: LONG_NAME}
    return {places[number]: value} if number in places else {}


def _attachment(properties: Mapping[int, bytes | str | int], depth: int) -> Attachment:
    data = properties.get(ATTACHED_DATA, b"")
    is_message = isinstance(data, bytes) and data[16:20] == SIGNATURE  # behind the interface's own number
    message = _message(data[16:], depth + 1) if is_message and isinstance(data, bytes) else None
    return Attachment(properties=properties, message=message)


class _Cursor:
    """Bytes that are read from front to back. Raises ValueError where they end too soon."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise ValueError("cut off")
        self._at += count
        return taken

    def number(self, count: int = 4) -> int:
        return int.from_bytes(self.take(count), "little")

    def padded(self, count: int) -> bytes:
        taken = self.take(count)
        self._at += -count % 4
        return taken

    @property
    def is_at_end(self) -> bool:
        return self._at >= len(self._data)


def _attributes(cursor: _Cursor) -> Iterator[tuple[int, bytes]]:
    while not cursor.is_at_end:
        if cursor.number(1) not in (1, 2):  # zeros behind the last one
            return
        number, count = cursor.number(), cursor.number()
        yield number, cursor.take(count)
        cursor.take(2)  # the checksum, which many writers get wrong


def _properties(cursor: _Cursor) -> Properties:
    properties: Properties = {}
    for _ in range(cursor.number()):
        kind, number = cursor.number(2), cursor.number(2)
        if number >= 0x8000:
            _skip_name(cursor)
        values = [_value(cursor, kind & ~_SEVERAL) for _ in range(_count(cursor, kind))]
        if len(values) == 1:
            properties[number] = values[0]
    return properties


def _skip_name(cursor: _Cursor) -> None:
    cursor.take(16)
    if cursor.number():
        cursor.padded(cursor.number())
    else:
        cursor.number()


def _count(cursor: _Cursor, kind: int) -> int:
    return cursor.number() if kind & _SEVERAL or kind in _LENGTHY else 1


def _value(cursor: _Cursor, kind: int) -> bytes | str | int:
    if kind in _LENGTHY:
        data = cursor.padded(cursor.number())
        return data.decode("utf-16-le", "replace") if kind == _UNICODE else data
    if kind not in _SIZES:
        raise ValueError("unknown type")
    data = cursor.take(_SIZES[kind])
    return int.from_bytes(data, "little") if kind == _INTEGER else data
