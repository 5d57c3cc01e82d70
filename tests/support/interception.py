"""What stands between a PC and a site: a proxy or an antivirus that opens TLS, and a server with a clock of its own."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

Answer = Callable[[bytes], bytes]


@dataclass
class Listener:
    """A TLS server on loopback that answers one request a connection; `heard` is what it could read.

    With `proxy` it first lets itself be asked for a tunnel, as a proxy does, and opens TLS itself instead.
    """

    tls: ssl.SSLContext | None
    answer: Answer
    proxy: bool = False
    refusal: bytes = b""
    port: int = 0
    asked_for: list[str] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Where a browser would find it."""
        return f"https://127.0.0.1:{self.port}"

    def serve(self, raw: socket.socket) -> None:
        """One connection from its begin to its end."""
        raw.settimeout(5)
        if self.proxy:
            self.asked_for.append(_head(raw).split(b" ")[1].decode())
            raw.sendall(self.refusal or b"HTTP/1.1 200 Connection established\r\n\r\n")
        if self.tls is None or self.refusal:
            return
        with self.tls.wrap_socket(raw, server_side=True) as opened:
            request = _head(opened)
            self.heard.append(request)
            opened.sendall(self.answer(request))


@contextmanager
def listening(tls: ssl.SSLContext | None, **more: object) -> Iterator[Listener]:
    """Such a server, for the length of a test."""
    listener = Listener(tls, **{"answer": dated(timedelta()), **more})  # type: ignore[arg-type]

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):  # who does not trust it hangs up
                listener.serve(self.request)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        listener.port = server.server_address[1]
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield listener
        finally:
            server.shutdown()
            thread.join()


def dated(ahead: timedelta) -> Answer:
    """An answer whose Date is so far ahead of this PC's clock."""
    return lambda _: (
        f"HTTP/1.1 200 OK\r\nDate: {format_datetime(datetime.now(UTC) + ahead, usegmt=True)}\r\n\r\n".encode()
    )


def undated(_request: bytes) -> bytes:
    """An answer that does not say what time it is."""
    return b"HTTP/1.1 200 OK\r\n\r\n"


def forwarded(port: int) -> Answer:
    """What the site behind answers, asked without any certificate, as such programs do."""

    def answer(request: bytes) -> bytes:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", port), 5) as raw, context.wrap_socket(raw) as behind:
            behind.sendall(request)
            return behind.recv(65_536)

    return answer


def _head(connection: socket.socket) -> bytes:
    request = b""
    while not request.endswith(b"\r\n\r\n"):
        piece = connection.recv(4096)
        if not piece:
            break
        request += piece
    return request
