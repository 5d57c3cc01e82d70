"""A message as Outlook keeps it, in MAPI's properties (MS-OXPROPS), made a MIME message like any other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart

from ekakushin.flows.mailbox.decoding import decode
from ekakushin.flows.mailbox.rich_text import decompress, is_markup_inside, text_of_rich

MESSAGE_CLASS, CODE_PAGE, INTERNET_CODE_PAGE = 0x001A, 0x3FFD, 0x3FDE
BODY, RICH_TEXT, HTML = 0x1000, 0x1009, 0x1013
ATTACHED_DATA, LONG_NAME, SHORT_NAME, MIME_TAG = 0x3701, 0x3707, 0x3704, 0x370E
_HEADER = re.compile(rb"\s*content-type:", re.IGNORECASE)


@dataclass(kw_only=True)
class OutlookMessage:
    """Properties by their numbers, and what is attached. Text of one byte a character is kept as bytes."""

    properties: Mapping[int, bytes | str | int]
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file, or a message where `message` is one."""

    properties: Mapping[int, bytes | str | int]
    message: OutlookMessage | None = None


def as_mail(message: OutlookMessage) -> bytes:
    """The message as MIME: its body in every form that it has, the best last, and its attachments."""
    return _mail(message).as_bytes()


def _mail(message: OutlookMessage) -> Message:
    mail = MIMEMultipart("mixed")
    mail.attach(MIMEMultipart("alternative", _subparts=_bodies(message.properties)))
    is_signed = "smime" in _text(message.properties, MESSAGE_CLASS).lower()
    for each in message.attachments:
        mail.attach(_attached(each, is_signed=is_signed))
    return mail


def _bodies(properties: Mapping[int, bytes | str | int]) -> Sequence[Message]:
    """Plain text, then what its rich text holds, then HTML."""
    bodies: list[Message] = []
    if BODY in properties:
        bodies.append(_part("text", "plain", _bytes(properties, BODY), _charset(properties, BODY)))
    packed = properties.get(RICH_TEXT)
    if isinstance(packed, bytes):
        bodies += _rich_body(packed, is_only=not {BODY, HTML} & properties.keys())
    if HTML in properties:
        bodies.append(_part("text", "html", _bytes(properties, HTML), _charset(properties, HTML)))
    return [body for body in bodies if body.get_payload()]


def _rich_body(packed: bytes, *, is_only: bool) -> Sequence[Message]:
    """Raises ValueError for a damaged one, if there is no other body."""
    try:
        rich = decompress(packed)
    except ValueError:
        if is_only:
            raise
        return []
    kind = "html" if is_markup_inside(rich) else "plain"
    return [_part("text", kind, text_of_rich(rich).encode("utf-8", "replace"), "utf-8")] if rich else []


def _attached(attachment: Attachment, *, is_signed: bool) -> Message:
    if attachment.message is not None:
        return MIMEMessage(_mail(attachment.message))
    properties = attachment.properties
    data = _bytes(properties, ATTACHED_DATA)
    if is_signed and _HEADER.match(data):  # the whole signed mail, which Outlook keeps as one attachment
        return MIMEMessage(message_from_bytes(data))
    main, _, sub = (_text(properties, MIME_TAG) or "application/octet-stream").partition("/")
    if main in ("multipart", "message"):
        main, sub = "application", "octet-stream"
    part = _part(main or "application", sub or "octet-stream", data, "")
    name = _text(properties, LONG_NAME) or _text(properties, SHORT_NAME)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return part


def _part(main: str, sub: str, data: bytes, charset: str) -> MIMEBase:
    part = MIMENonMultipart(main, sub)
    if charset:
        part.set_param("charset", charset)
    part.set_payload(data)
    encode_base64(part)
    return part


def _bytes(properties: Mapping[int, bytes | str | int], number: int) -> bytes:
    value = properties.get(number, b"")
    if isinstance(value, str):
        return value.rstrip("\0").encode("utf-8", "replace")
    return value.rstrip(b"\0") if isinstance(value, bytes) and number in (BODY, HTML) else _only_bytes(value)


def _only_bytes(value: bytes | int) -> bytes:
    return value if isinstance(value, bytes) else b""


def _charset(properties: Mapping[int, bytes | str | int], number: int) -> str:
    if isinstance(properties.get(number), str):
        return "utf-8"
    order = (CODE_PAGE, INTERNET_CODE_PAGE) if number == BODY else (INTERNET_CODE_PAGE, CODE_PAGE)
    pages = (properties.get(each) for each in order)
    page = next((each for each in pages if isinstance(each, int) and each), 0)
    return "utf-8" if page == 65001 else f"cp{page}" if page else ""


def _text(properties: Mapping[int, bytes | str | int], number: int) -> str:
    value = properties.get(number, "")
    if isinstance(value, bytes):
        return (decode(value.rstrip(b"\0"), _charset(properties, CODE_PAGE)) or "").strip()
    return value.rstrip("\0").strip() if isinstance(value, str) else ""
