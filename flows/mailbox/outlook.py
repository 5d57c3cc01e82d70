"""Reads Outlook's .msg and .oft files: compound files (MS-CFB) with a message's properties in them (MS-OXMSG)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from ekakushin.flows.mailbox.mapi import ATTACHED_DATA, Attachment, OutlookMessage, as_mail

if TYPE_CHECKING:
    from olefile import OleFileIO

Place = tuple[str, ...]

COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_STREAM, _FIXED = "__substg1.0_", "__properties_version1.0"
_DEEPEST = 10
_MANY = 500
_UNICODE, _INTEGER = 0x001F, 0x0003
# In front of the fixed properties: of the message itself, of one inside another, of an attachment.
_TOP, _INNER, _ATTACHMENT = 32, 24, 8


class NoMessage(ValueError):
    """A compound file that holds no message: an old workbook or document."""


def mail_of(data: bytes) -> bytes:
    """The mail in a .msg or .oft file. Raises NoMessage, and ValueError or OSError for what is damaged."""
    import olefile

    with olefile.OleFileIO(BytesIO(data)) as file:
        if not file.exists(_FIXED):
            raise NoMessage("no message")
        if sum(map(file.get_size, file.listdir())) > len(
            data
        ):  # several streams in one place: made to fill a PC
            raise ValueError("larger than the file")
        return as_mail(_message(file, (), _TOP, 0))


def _message(file: OleFileIO, place: Place, header: int, depth: int) -> OutlookMessage:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    names = sorted(
        {
            entry[len(place)]
            for entry in file.listdir(streams=False, storages=True)
            if tuple(entry[: len(place)]) == place and len(entry) == len(place) + 1
        }
    )
    attached = [name for name in names if name.startswith("__attach_version1.0_")][:_MANY]
    return OutlookMessage(
        properties=_properties(file, place, header),
        attachments=[_attachment(file, (*place, name), depth) for name in attached],
    )


def _attachment(file: OleFileIO, place: Place, depth: int) -> Attachment:
    inner = (*place, f"{_STREAM}{ATTACHED_DATA:04X}000D")
    is_message = file.exists("/".join((*inner, _FIXED)))
    return Attachment(
        properties=_properties(file, place, _ATTACHMENT),
        message=_message(file, inner, _INNER, depth + 1) if is_message else None,
    )


def _properties(file: OleFileIO, place: Place, header: int) -> dict[int, bytes | str | int]:
    """Numbers stand in one stream, everything longer in a stream of its own, whose name is number and type."""
    properties = _fixed(file, place, header)
    for entry in file.listdir():
        name = entry[-1]
        if tuple(entry[:-1]) == place and name.startswith(_STREAM) and len(name) == len(_STREAM) + 8:
            number, kind = int(name[-8:-4], 16), int(name[-4:], 16)
            data = file.openstream(entry).read()
            properties[number] = data.decode("utf-16-le", "replace") if kind == _UNICODE else data
    return properties


def _fixed(file: OleFileIO, place: Place, header: int) -> dict[int, bytes | str | int]:
    where = "/".join((*place, _FIXED))
    data = file.openstream(where).read()[header:] if file.exists(where) else b""
    entries = (data[at : at + 16] for at in range(0, len(data) - 15, 16))
    return {
        int.from_bytes(entry[2:4], "little"): int.from_bytes(entry[8:12], "little")
        for entry in entries
        if int.from_bytes(entry[:2], "little") == _INTEGER
    }
