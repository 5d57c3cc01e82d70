"""Carries bytes both ways between two connections until one of them ends."""

from __future__ import annotations

import selectors
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field

_PIECE = 65_536  # bytes
_MOST = 4 * _PIECE  # bytes that wait for a side that does not take them
_LAST_WORDS = 10.0  # seconds for a side to take them
_LATER = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


def pump(one: socket.socket, other: socket.socket) -> None:
    """Carry on until one side ends or breaks, then close both; what one has said last still reaches the other.

    Only what comes from the two decides how long it goes on: whoever is in a hurry shuts one of them down.
    """
    sides = (_Side(one), _Side(other))
    with one, other, suppress(OSError, ValueError), selectors.DefaultSelector() as selector:
        one.setblocking(False)
        other.setblocking(False)
        while _carry(selector, sides):
            pass


@dataclass(eq=False)
class _Side:
    """One of the two connections, and what is to be written to it."""

    connection: socket.socket
    data: bytearray = field(default_factory=bytearray)
    events: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.data) >= _MOST

    @property
    def has_more(self) -> bool:
        """Whether something has come that the system does not tell of any more, TLS having taken it in."""
        return isinstance(self.connection, ssl.SSLSocket) and self.connection.pending() > 0

    def read_into(self, other: _Side) -> bool:
        """Whether it has not ended."""
        try:
            piece = self.connection.recv(_PIECE)
        except _LATER:
            return True
        other.data += piece
        return bool(piece)

    def write(self) -> None:
        if self.data:
            with suppress(*_LATER):
                del self.data[: self.connection.send(self.data)]

    def finish(self) -> None:
        if self.data:
            self.connection.settimeout(_LAST_WORDS)
            self.connection.sendall(self.data)

    def watch(self, selector: selectors.BaseSelector, *, reads: bool) -> None:
        """Have the selector wait for what can be done with it now; for nothing, if nothing can."""
        events = (selectors.EVENT_READ if reads else 0) | (selectors.EVENT_WRITE if self.data else 0)
        if events == self.events:
            return
        if self.events:
            selector.unregister(self.connection)
        if events:
            selector.register(self.connection, events, self)
        self.events = events


def _carry(selector: selectors.BaseSelector, sides: tuple[_Side, _Side]) -> bool:
    """One round: read what has come and write what is taken. Whether both sides are still there."""
    pairs = (sides, sides[::-1])
    for side, other in pairs:
        side.watch(selector, reads=not other.is_full)
    hidden = {side for side, other in pairs if side.has_more and not other.is_full}
    ready = {key.data for key, _ in selector.select(0 if hidden else None)} | hidden
    for side, other in pairs:
        if side in ready:
            side.write()
            if not other.is_full and not side.read_into(other):
                other.finish()
                return False
    return True
