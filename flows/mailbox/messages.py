"""The parts of a MIME message that can hold text, and in which order they count."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from pathlib import PurePath
from typing import TypeVar

from ekakushin.flows.mailbox.archives import Unpacking
from ekakushin.flows.mailbox.decoding import decode
from ekakushin.flows.mailbox.kinds import Source, tell_apart
from ekakushin.flows.mailbox.lines import unflow
from ekakushin.flows.mailbox.markup import is_markup, text_of
from ekakushin.flows.mailbox.mending import transfer_encoding
from ekakushin.flows.mailbox.people import IgnoredMail
from ekakushin.flows.mailbox.smime import content_of
from ekakushin.flows.text import say

_Each = TypeVar("_Each")
_DEEPEST = 20
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_WRAPPINGS = {
    "application/ms-tnef": "winmail.dat",
    "application/vnd.ms-tnef": "winmail.dat",
    "application/vnd.ms-outlook": "mail.msg",
    "application/zip": "mails.zip",
    "application/x-zip-compressed": "mails.zip",
}
_WRAPPED = (".zip", ".msg", ".oft", ".emlx", ".mbox", ".7z", ".rar", ".lzh")
_TEXT_NAMES = (".txt", ".text", ".html", ".htm")  # gateways and Outlook call them application/octet-stream
_LEFT_ON_SERVER = (
    "X-Apple-Content-Length"  # of an attachment that Apple Mail has not fetched, or keeps elsewhere
)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """How deep inside a message something lies, and how zips in it are opened."""

    unpacking: Unpacking
    depth: int = 0

    def below(self) -> _Place:
        """One deeper."""
        return replace(self, depth=self.depth + 1)


@dataclass(frozen=True, kw_only=True)
class MailText:
    """One mail's text in its renditions, the best first; `problem` says what could not be read.

    A text that is only the cover of attached mails may say nothing.
    """

    label: str
    renditions: tuple[str, ...] = ()
    problem: str = ""
    is_cover: bool = False


@dataclass(frozen=True, kw_only=True)
class _Contents:
    """What a part of a message holds: text in its renditions, messages attached to it, and what cannot be read."""

    renditions: tuple[str, ...] = ()
    attached: tuple[Message | str, ...] = ()
    problems: tuple[str, ...] = ()


def texts_of_message(label: str, data: bytes, unpacking: Unpacking) -> list[MailText]:
    """The texts of a message and of everything attached to it, which is numbered after the message."""
    return _texts(label, message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n")), _Place(unpacking=unpacking))


def text_of_bytes(label: str, data: bytes) -> MailText:
    """The text of a file that is no message, plain or HTML."""
    text = _readable(data, "", markup=False)
    if text is None:
        return MailText(label=label, problem=say("mail.undecodable"))
    return MailText(label=label, renditions=(text,))


def _texts(label: str, message: Message, place: _Place) -> list[MailText]:
    contents = _contents(message, place)
    own = MailText(
        label=label,
        renditions=contents.renditions,
        problem=contents.problems[0] if contents.problems else "",
        is_cover=bool(contents.attached),
    )
    texts = [own]
    for number, attached in enumerate(contents.attached, 1):
        inner = f"{label}#{number}"
        if isinstance(attached, str):
            texts.append(MailText(label=inner, renditions=(attached,), is_cover=True))
        else:
            texts += _texts(inner, attached, place.below())
    return texts


def _contents(part: Message, place: _Place) -> _Contents:
    kind = part.get_content_type()
    if place.depth > _DEEPEST:
        return _Contents(problems=(say("mail.damaged"),))
    if kind.startswith("message/"):
        return _attachments(part)
    if kind == "multipart/encrypted":
        return _Contents(problems=(say("mail.encrypted"),))
    if part.is_multipart():
        inside = [child for child in part.get_payload() if isinstance(child, Message)]
        children = [_contents(child, place.below()) for child in inside]
        return _best_of(children) if kind == "multipart/alternative" else _together(children)
    return _leaf(part, kind, place)


def _attachments(part: Message) -> _Contents:
    payload = part.get_payload()
    if not isinstance(payload, list) or part.get_content_type() not in ("message/rfc822", "message/global"):
        return _Contents()
    inner = [each for each in payload if isinstance(each, Message)]
    if transfer_encoding(str(part.get("content-transfer-encoding", ""))) == "base64":  # forbidden, yet done
        inner = [_from_base64(each) for each in inner]
    return _Contents(attached=tuple(inner))


def _from_base64(inner: Message) -> Message:
    try:
        return message_from_bytes(base64.b64decode(str(inner.get_payload())))
    except (binascii.Error, ValueError):
        return inner


def _best_of(children: list[_Contents]) -> _Contents:
    """RFC 2046: the last alternative is the best. What cannot be read matters if nothing else can."""
    renditions = tuple(text for child in reversed(children) for text in child.renditions)
    return _Contents(
        renditions=renditions,
        attached=_all(child.attached for child in children),
        problems=() if renditions else tuple(_all(child.problems for child in children)),
    )


def _together(children: list[_Contents]) -> _Contents:
    """One text after the other; where a part has renditions, so has the whole."""
    texts = [child.renditions for child in children if child.renditions]
    count = max(map(len, texts), default=0)
    return _Contents(
        renditions=tuple("\n\n".join(text[min(at, len(text) - 1)] for text in texts) for at in range(count)),
        attached=_all(child.attached for child in children),
        problems=_all(child.problems for child in children),
    )


def _all(groups: Iterable[tuple[_Each, ...]]) -> tuple[_Each, ...]:
    return tuple(each for group in groups for each in group)


def _leaf(part: Message, kind: str, place: _Place) -> _Contents:
    name = (part.get_filename() or "").lower()
    if kind in _SMIME or name.endswith(".p7m"):
        return _smime_leaf(part, place)
    if name.endswith(".rpmsg"):
        return _Contents(problems=(say("mail.encrypted"),))
    if _LEFT_ON_SERVER in part and not _bytes(part).strip():
        return _Contents(problems=(say("mail.partial"),)) if _may_be_mail(kind, name) else _Contents()
    if kind in _WRAPPINGS or name == "winmail.dat" or name.endswith(_WRAPPED):
        return _wrapped(part, name or _WRAPPINGS[kind], place)
    if name.endswith(".eml"):
        return _Contents(attached=(message_from_bytes(_bytes(part)),))
    is_text = kind.startswith("text/") or (kind.startswith("application/") and name.endswith(_TEXT_NAMES))
    return _text_leaf(part, kind) if is_text else _Contents()


def _may_be_mail(kind: str, name: str) -> bool:
    return kind.startswith("text/") or name.endswith((".eml", ".txt", *_WRAPPED))


def _wrapped(part: Message, name: str, place: _Place) -> _Contents:
    """What is in an attached zip, .msg or winmail.dat; that a zip holds other files too is nobody's trouble."""
    label = part.get_filename() or name
    found = list(tell_apart(label, _bytes(part), PurePath(name).suffix, place.unpacking))
    if name.endswith("winmail.dat"):  # not attached, but the mail itself
        return _of_winmail(found[0], place)
    problems = [each.reason for each in found if isinstance(each, IgnoredMail)]
    return _Contents(
        attached=tuple(_opened(each) for each in found if isinstance(each, Source)),
        problems=tuple(reason for reason in problems if reason != say("mail.other_kind")),
    )


def _of_winmail(found: Source | IgnoredMail, place: _Place) -> _Contents:
    if isinstance(found, Source) and found.kind == "message":
        return _contents(message_from_bytes(found.data), place.below())
    return _Contents(problems=(say("mail.winmail"),))


def _opened(source: Source) -> Message | str:
    if source.kind == "message":
        return message_from_bytes(source.data)
    return _readable(source.data, "", markup=False) or ""


def _smime_leaf(part: Message, place: _Place) -> _Contents:
    content = content_of(_bytes(part))
    if content is None:
        return _Contents(problems=(say("mail.encrypted"),))
    return _contents(message_from_bytes(content), place.below())


def _text_leaf(part: Message, kind: str) -> _Contents:
    data = _bytes(part)
    if not data.strip():
        return _Contents()
    text = _readable(data, part.get_content_charset("") or "", markup=kind == "text/html")
    if text is None:
        return _Contents(problems=(say("mail.undecodable"),))
    if str(part.get_param("delsp", "")).lower() == "yes":
        text = unflow(text)
    if part.get_content_disposition() == "attachment":
        return _Contents(attached=(text,))
    return _Contents(renditions=(text,))


def _readable(data: bytes, label: str, *, markup: bool) -> str | None:
    text = decode(data, label)
    if text is None:
        return None
    return text_of(text) if markup or is_markup(text) else text


def _bytes(part: Message) -> bytes:
    coded = transfer_encoding(str(part.get("content-transfer-encoding", "")))
    if coded:
        part.replace_header("content-transfer-encoding", coded)  # without quotes, tabs and comments
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
