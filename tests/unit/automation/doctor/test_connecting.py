"""The steps of the way, without a network: which one fails, and that none is waited for without end."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from ekakushin.automation.doctor import connecting
from ekakushin.automation.doctor.connecting import Proxy, Route, Unreachable, connect
from ekakushin.automation.doctor.handshake import certificates_in
from tests.support.signing import signed

SITE = Route(host="ds.e-kakushin.com", port=443)
PROXY = Proxy(scheme="http", host="proxy.example", port=8080)
THROUGH = Route(host=SITE.host, port=SITE.port, proxy=PROXY)
FOUND = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 443))]


class FakeSocket:
    """A connection to a proxy that answers with these bytes."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.sent = b""
        self.closed = False

    def settimeout(self, seconds: float) -> None:
        pass

    def sendall(self, data: bytes) -> None:
        self.sent += data

    def recv(self, count: int) -> bytes:
        piece, self.answer = self.answer[:count], self.answer[count:]
        return piece

    def close(self) -> None:
        self.closed = True


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def lost(route: Route) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        connect(route)
    return caught.value


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is known."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: FOUND)


def test_a_name_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", raising(socket.gaierror(-2, "Name or service not known")))

    assert "名前 ds.e-kakushin.com" in lost(SITE).told
    assert "プロキシの名前 proxy.example" in lost(THROUGH).told


def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "SECONDS", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(30))
    begins = time.monotonic()

    assert "時間内に" in lost(SITE).told
    assert time.monotonic() - begins < 5


@pytest.mark.usefixtures("resolved")
@pytest.mark.parametrize("error", [ConnectionRefusedError(111, "Connection refused"), TimeoutError()])
def test_a_port_that_is_shut_is_told(error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", raising(error))

    assert "ポート 443" in lost(SITE).told
    assert "プロキシ proxy.example のポート 8080" in lost(THROUGH).told


@pytest.mark.usefixtures("resolved")
@pytest.mark.parametrize(
    ("answer", "sure"),
    [
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", True),
        (b"", True),
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", False),
    ],
)
def test_a_proxy_that_does_not_let_through_is_told(
    answer: bytes, sure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = FakeSocket(answer)
    monkeypatch.setattr(socket, "create_connection", lambda *_: opened)

    error = lost(THROUGH)

    assert error.sure is sure
    assert "proxy.example:8080" in error.told
    assert opened.closed


@pytest.mark.usefixtures("resolved")
def test_a_proxy_is_asked_for_the_site_without_any_password(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = FakeSocket(b"HTTP/1.1 200 Connection established\r\n\r\n\x16\x03")
    monkeypatch.setattr(socket, "create_connection", lambda *_: opened)

    connect(THROUGH)

    assert opened.sent == b"CONNECT ds.e-kakushin.com:443 HTTP/1.1\r\nHost: ds.e-kakushin.com:443\r\n\r\n"
    assert opened.answer == b"\x16\x03"  # what belongs to TLS is left to it


def test_another_kind_of_proxy_is_not_judged() -> None:
    socks = Proxy(scheme="socks5", host="proxy.example", port=1080)

    assert not lost(Route(host=SITE.host, port=443, proxy=socks)).sure


@pytest.mark.parametrize("tls13", [True, False])
def test_the_certificates_of_a_handshake_are_read_whole_and_a_broken_one_is_left_out(tls13: bool) -> None:
    chain = [signed("one").certificate, signed("two").certificate]
    pieces = [each.public_bytes(Encoding.DER) for each in chain]
    entries = [len(each).to_bytes(3) + each + (b"\0\0" if tls13 else b"") for each in (*pieces, b"broken")]
    body = b"".join(entries)
    message = b"\x0b\0\0\0" + (b"\0" if tls13 else b"") + len(body).to_bytes(3) + body

    assert list(certificates_in(message, tls13=tls13)) == chain
