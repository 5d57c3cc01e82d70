"""Which mails of a folder may be one of the two mails: asked of the server, and looked for in subjects and senders.

What a server's search finds depends on the server, and none says so: some do not decode a body in Base64 or
ISO-2022-JP, Exchange refuses Japanese words (BADCHARSET), and hardly one looks into attachments. Therefore a small
folder is not searched: all of it is read. In a larger one a mail is found by what the server finds for the words that
both mails have (G), in Japanese and in the addresses, or by its subject or sender. Neither finds one with another
subject whose body the server cannot search, such as one in a zip; a later `since` makes the folder small again.
"""

from __future__ import annotations

import imaplib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from typing import TYPE_CHECKING, Any

from ekakushin.flows.mailbox import decode

if TYPE_CHECKING:
    from imapclient import IMAPClient

READ_WHOLE, WHOLE_BYTES = 500, 50 << 20  # mails, and bytes together: what is read without a search
LARGEST = 25 << 20  # bytes of one mail
_BATCH = 500  # mails whose headers are asked for at a time
_WORDS = ("認証情報", "サインアップ", "ユーザー登録のご連絡", "パスワードのご連絡")  # G
_PATHS = (
    "Entrance.jsp",
    "SignUp.do",
    "UrLogin.do",
)  # G: in the addresses, also as most gateways rewrite them
_SUBJECT = re.compile(r"ユーザー?登録のご?連絡|パスワードのご?連絡|電子申請システム|あんしんエコ文書")  # G
_SENDER = re.compile(r"secom|セコム", re.IGNORECASE)
_HEADERS = "BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)]"
_NO_LITERAL = "waiting for continuation"  # how IMAPClient says that a server has refused a word


@dataclass(frozen=True, kw_only=True)
class Found:
    """The mails to read, their bytes by UID, of how many; `too_large` are left out for their size.

    `searched` unless all are read; `in_japanese` unless the server refuses to search for Japanese words.
    """

    sizes: Mapping[int, int]
    of: int
    too_large: tuple[int, ...] = ()
    searched: bool = False
    in_japanese: bool = True


def find_mails(client: IMAPClient, since: date | None, *, tell: Callable[[int, int], None]) -> Found:
    """The mails of the selected folder that came on or after `since` and may be ours; `tell` hears of the progress."""
    everything = client.search(_criteria(since))
    if len(everything) <= READ_WHOLE:
        sizes = _sizes(client, everything)
        fitting = [size for size in sizes.values() if size <= LARGEST]
        if sum(fitting) <= WHOLE_BYTES:
            return _found(sizes, of=len(everything))
    tell(0, len(everything))
    uids, in_japanese = suspects(client, everything, since, tell=tell)
    return _found(_sizes(client, uids), of=len(everything), searched=True, in_japanese=in_japanese)


def suspects(
    client: IMAPClient, everything: Sequence[int], since: date | None, *, tell: Callable[[int, int], None]
) -> tuple[list[int], bool]:
    """Of `everything` what the server finds or a header gives away, and whether it searches in Japanese."""
    found = set(client.search(_criteria(since, _PATHS)))
    in_japanese = True
    try:
        found |= set(client.search(_criteria(since, _WORDS), "UTF-8"))
    except imaplib.IMAP4.error as error:
        if isinstance(error, imaplib.IMAP4.abort) and _NO_LITERAL not in str(error):
            raise
        in_japanese = False
    found |= set(_told_by_headers(client, everything, tell))
    return sorted(found.intersection(everything)), in_japanese


def is_announced(data: bytes) -> bool:
    """Whether subject or sender say that a mail is one of the two, also when it was forwarded."""
    header = message_from_bytes(data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    subject = re.sub(r"\s+", "", unicodedata.normalize("NFKC", header_text(header, "subject")))
    return bool(_SUBJECT.search(subject) or _SENDER.search(header_text(header, "from")))


def header_text(message: Message, name: str) -> str:
    """A header in clear, also where it is in bytes that no rule allows."""
    try:
        pieces = decode_header(message.get(name, ""))
    except (ValueError, MessageError):
        return str(message.get(name, ""))
    return "".join(_piece(text, charset) for text, charset in pieces)


def _piece(text: str | bytes, charset: str | None) -> str:
    if isinstance(text, str):
        raw = text.encode("utf-8", "surrogateescape")
        return decode(raw) or text
    return decode(text, "" if charset == "unknown-8bit" else charset or "") or text.decode("latin-1")


def _criteria(since: date | None, words: Sequence[str] = ()) -> list[Any]:
    criteria: list[Any] = ["UNDELETED"]
    criteria += ["SINCE", since] if since else []
    for place, word in enumerate(words, 1):
        criteria += ["OR"] * (place < len(words)) + ["TEXT", word]
    return criteria


def _sizes(client: IMAPClient, uids: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in _batches(uids):
        answers = client.fetch(some, ["RFC822.SIZE"])
        found |= {uid: int(told[b"RFC822.SIZE"]) for uid, told in answers.items() if b"RFC822.SIZE" in told}
    return dict(sorted(found.items()))


def _found(sizes: dict[int, int], **more: Any) -> Found:
    fitting = {uid: size for uid, size in sizes.items() if size <= LARGEST}
    return Found(sizes=fitting, too_large=tuple(uid for uid in sizes if uid not in fitting), **more)


def _told_by_headers(
    client: IMAPClient, uids: Sequence[int], tell: Callable[[int, int], None]
) -> Iterator[int]:
    done = 0
    for some in _batches(uids):
        for uid, told in client.fetch(some, [_HEADERS]).items():
            headers = next((bytes(value) for key, value in told.items() if key.startswith(b"BODY[")), b"")
            if is_announced(headers):
                yield uid
        done += len(some)
        tell(done, len(uids))


def _batches(uids: Iterable[int]) -> Iterator[list[int]]:
    rest = list(uids)
    for start in range(0, len(rest), _BATCH):
        yield rest[start : start + _BATCH]
