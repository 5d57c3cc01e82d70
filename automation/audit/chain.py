"""The audit log as a hash chain: writes and reads a line, and finds the first that breaks the chain."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from pydantic import Field, ValidationError

from ekakushin.automation.audit.anchor import START, Anchor
from ekakushin.flows.models import Noun
from ekakushin.flows.secret import Secret

Problem = Literal["changed", "inserted", "removed", "truncated", "unknown"]
Detail = str | int | bool

_SEAL = b',"mac":"%s"}\n'
_SEAL_BYTES = len(_SEAL % (b"0" * 64))


class AuditEntry(Noun):
    """One line of the log: what was done with whose secrets, who asked for it, and the SHA-256 of the line `before`."""

    n: int = Field(ge=1)
    at: datetime
    kind: str
    user_ids: tuple[str, ...]
    os_user: str
    pc: str
    details: dict[str, Detail] = Field(default_factory=dict)
    before: str = Field(pattern="^[0-9a-f]{64}$")


class Flaw(NamedTuple):
    """The first line that breaks the chain, counted from 1, and in which way."""

    line: int
    problem: Problem


def sealed_line(entry: AuditEntry, key: Secret) -> bytes:
    """The line of an entry: JSON, closed by an HMAC over everything before it, which includes `before`."""
    text = json.dumps(entry.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    body = text[:-1].encode()
    return body + _SEAL % _mac(body, key)


def digest(line: bytes) -> str:
    """What the next line holds of this one; anybody can work it out, without a key."""
    return hashlib.sha256(line).hexdigest()


def read(line: bytes) -> AuditEntry | None:
    """What a line says, genuine or not; None for what is no line of the log."""
    try:
        return AuditEntry.model_validate_json(line[:-_SEAL_BYTES] + b"}")
    except ValidationError:
        return None


def lines_of(log: bytes) -> list[bytes]:
    """The whole lines, each with its end."""
    return [line + b"\n" for line in log.split(b"\n")[:-1]]


def first_flaw(log: bytes, anchor: Anchor | None) -> Flaw | None:
    """The first line that is not as it was written, or None.

    Behind the lines that the anchor counts may stand the beginning of the one that it announces, and nothing else.
    """
    if anchor is None:
        return Flaw(1, "unknown") if log else None
    lines = lines_of(log)
    flaw = _flaw_among(lines, anchor)
    if flaw:
        return flaw
    return None if anchor.pending_line.startswith(behind(log, anchor)) else Flaw(anchor.count + 1, "inserted")


def behind(log: bytes, anchor: Anchor) -> bytes:
    """What stands behind the lines that the anchor counts."""
    return log[sum(map(len, lines_of(log)[: anchor.count])) :]


def _flaw_among(lines: Sequence[bytes], anchor: Anchor) -> Flaw | None:
    head = START
    for number, line in enumerate(lines[: anchor.count], 1):
        entry = _genuine(line, anchor.key)
        if entry is None:
            following = _genuine(lines[number], anchor.key) if number < len(lines) else None
            return Flaw(number, "inserted" if following and following.n == number else "changed")
        if entry.n != number:
            return Flaw(number, "removed" if entry.n > number else "inserted")
        if entry.before != head:
            return Flaw(number, "changed")
        head = digest(line)
    if len(lines) < anchor.count:
        return Flaw(len(lines) + 1, "truncated")
    return None if head == anchor.head else Flaw(anchor.count, "changed")


def _genuine(line: bytes, key: Secret) -> AuditEntry | None:
    body = line[:-_SEAL_BYTES]
    if not hmac.compare_digest(line[len(body) :], _SEAL % _mac(body, key)):
        return None
    return read(line)


def _mac(body: bytes, key: Secret) -> bytes:
    return hmac.new(bytes.fromhex(key.reveal()), body, hashlib.sha256).hexdigest().encode()
