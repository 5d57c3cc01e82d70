"""A real proxy on loopback: it takes the mock's name for this PC, may want a login, refuse, hang or be no proxy."""

from __future__ import annotations

import base64
import re
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

from ekakushin.automation.proxies.pumping import pump

Manner = Literal["open", "refusing", "hanging", "strange", "ntlm", "broken"]

USER, PASSWORD = "taro", "p@ss:word-of-the-proxy"
REFUSAL_PAGE = "<html><head><title>Blocked by policy</title></head><body>no</body></html>"


@dataclass
class Proxy:
    """A proxy for CONNECT. `login` is what it wants for Basic, None for nothing; `asked` are the tunnels that were
    asked for, `logins` the logins that were tried, in their order."""

    login: tuple[str, str] | None = None
    manner: Manner = "open"
    port: int = 0
    asked: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """For HTTPS_PROXY."""
        return f"http://127.0.0.1:{self.port}"

    def with_login(self, user: str = USER, password: str = "p%40ss%3Aword-of-the-proxy") -> str:
        """For HTTPS_PROXY, with a login in it."""
        return f"http://{user}:{password}@127.0.0.1:{self.port}"

    def serve(self, client: socket.socket) -> None:
        """One connection from its begin to its end."""
        client.settimeout(20)
        head = _head(client)
        found = re.match(r"CONNECT (\S+):(\d+) HTTP/1.1\r\n", head)
        if found:
            self.asked.append(f"{found[1]}:{found[2]}")
        if self.manner == "hanging":
            time.sleep(60)
        elif self.manner == "strange":
            client.sendall(b"220 mail.example ESMTP\r\n\r\n")
        elif self.manner == "ntlm":
            client.sendall(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n"
                b"Proxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n"
            )
        elif not self._knows(head):
            client.sendall(
                b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="of the test, x"\r\n'
                b"Content-Length: 0\r\nConnection: close\r\n\r\n"
            )
        elif self.manner == "refusing":
            page = REFUSAL_PAGE.encode()
            client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page))
        elif self.manner == "broken":
            client.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
        elif found:
            self._open(client, found[1], int(found[2]))

    def _open(self, client: socket.socket, host: str, port: int) -> None:
        there = socket.create_connection(("127.0.0.1", port), 10)
        self.opened.append(f"{host}:{port}")
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        pump(client, there)

    def _knows(self, head: str) -> bool:
        found = re.search(r"^Proxy-Authorization: Basic (\S+)\r$", head, re.MULTILINE)
        if found:
            self.logins.append(base64.b64decode(found[1]).decode())
        return self.login is None or (bool(found) and self.logins[-1] == ":".join(self.login))


@dataclass
class SocksProxy(Proxy):
    """A proxy for SOCKS 5 (RFC 1928), with a user name and a password (RFC 1929) where it wants a login."""

    @property
    def address(self) -> str:
        """For ALL_PROXY."""
        return f"socks5://127.0.0.1:{self.port}"

    def serve(self, client: socket.socket) -> None:
        """One connection from its begin to its end."""
        client.settimeout(20)
        _, count = client.recv(2)
        offered = client.recv(count)
        if self.login and 2 not in offered:
            client.sendall(b"\x05\xff")
            return
        client.sendall(b"\x05\x02" if self.login else b"\x05\x00")
        if self.login and not self._takes_login(client):
            return
        _, command, _, kind = client.recv(4)
        assert (command, kind) == (1, 3), "a name to connect to"
        host = client.recv(client.recv(1)[0]).decode()
        port = int.from_bytes(client.recv(2))
        self.asked.append(f"{host}:{port}")
        refusal = 2 if self.manner == "refusing" else 0
        client.sendall(bytes((5, refusal, 0, 1)) + bytes(6))
        if not refusal:
            self.opened.append(f"{host}:{port}")
            pump(client, socket.create_connection(("127.0.0.1", port), 10))

    def _takes_login(self, client: socket.socket) -> bool:
        client.recv(1)
        user, password = (client.recv(client.recv(1)[0]).decode() for _ in range(2))
        self.logins.append(f"{user}:{password}")
        is_right = (user, password) == self.login
        client.sendall(b"\x01\x00" if is_right else b"\x01\x01")
        return is_right


@contextmanager
def proxying(
    manner: Manner = "open",
    login: tuple[str, str] | None = None,
    *,
    kind: type[Proxy] = Proxy,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Proxy]:
    """Such a proxy, for the length of a test; with `tls` it is itself spoken to over TLS."""
    proxy = kind(login, manner)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                if tls is None:
                    proxy.serve(self.request)
                    return
                with tls.wrap_socket(self.request, server_side=True) as opened:
                    proxy.serve(opened)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, block_on_close, request_queue_size = True, False, 64

    with Server(("127.0.0.1", 0), Handler) as server:
        proxy.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()


def _head(client: socket.socket) -> str:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = client.recv(1)
        if not piece:
            break
        head += piece
    return head.decode("latin-1")
