"""The steps of the way, without a network: which one fails, and that none is waited for without end."""

from __future__ import annotations

import base64
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from ekakushin.automation.proxies import connecting
from ekakushin.automation.proxies.connecting import Connector
from ekakushin.automation.proxies.logins import Logins
from ekakushin.automation.proxies.proxy import Proxy, ProxyLogin, Route
from ekakushin.automation.proxies.unreachable import Unreachable
from ekakushin.flows.secret import Secret
from tests.support.fakes import MemoryVault

SITE = Route(host="ds.e-kakushin.com", port=443)
PROXY = Proxy(scheme="http", host="proxy.example", port=8080)
OTHER = Proxy(scheme="http", host="other.example", port=8080)
THROUGH = Route(host=SITE.host, port=SITE.port, proxies=(PROXY,))
FOUND = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 443))]
LOGIN = ProxyLogin(user="taro", password=Secret("word:of-the-proxy"))
OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"
REFUSED = b"HTTP/1.1 403 Forbidden\r\n\r\n"
ASKS = b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="a, b c=d"\r\n\r\n'


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


class Network:
    """What every new connection answers, one after the other; an error is raised."""

    def __init__(self, *answers: bytes | Exception) -> None:
        self.answers = list(answers)
        self.opened: list[FakeSocket] = []
        self.names: list[str] = []

    def look_up(self, host: str, *_: object, **__: object) -> Any:
        self.names.append(host)
        return FOUND

    def connect(self, *_: object) -> FakeSocket:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        self.opened.append(FakeSocket(answer))
        return self.opened[-1]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Network]:
    """Every name is known; connections answer as they are told."""

    def answering(*answers: bytes | Exception) -> Network:
        network = Network(*answers)
        monkeypatch.setattr(socket, "getaddrinfo", network.look_up)
        monkeypatch.setattr(socket, "create_connection", network.connect)
        return network

    return answering


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def lost(route: Route, connector: Connector | None = None) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        (connector or Connector()).connect(route)
    return caught.value


def knowing(login: ProxyLogin = LOGIN, vault: MemoryVault | None = None) -> Connector:
    return Connector(Logins(lambda: vault, {PROXY: login}))


def test_a_name_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", raising(socket.gaierror(-2, "Name or service not known")))

    assert ("名前 ds.e-kakushin.com" in lost(SITE).told, lost(SITE).code) == (True, "NET-001")
    assert ("プロキシの名前 proxy.example" in lost(THROUGH).told, lost(THROUGH).code) == (True, "NET-014")


def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "SECONDS", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(30))
    begins = time.monotonic()

    assert "時間内に" in lost(SITE).told
    assert time.monotonic() - begins < 5


@pytest.mark.parametrize("error", [ConnectionRefusedError(111, "Connection refused"), TimeoutError()])
def test_a_port_that_is_shut_is_told(error: OSError, network: Callable[..., Network]) -> None:
    network(error, error)

    assert "ポート 443" in lost(SITE).told
    assert "プロキシ proxy.example のポート 8080" in lost(THROUGH).told


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (REFUSED, "NET-013"),
        (ASKS, "NET-011"),
        (
            b"HTTP/1.1 407 ProxyLogin\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Negotiate\r\n\r\n",
            "NET-012",
        ),
        (b"HTTP/1.1 407 ProxyLogin\r\n\r\n", "NET-012"),
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", "NET-001"),
        (b"HTTP/1.1 504 Gateway Timeout\r\n\r\n", "NET-001"),
        (b"220 mail.example ESMTP\r\n\r\n", "NET-014"),
        (b"", "NET-014"),
        (b"SSH-2.0-OpenSSH\r\n", "NET-014"),
    ],
)
def test_a_proxy_that_does_not_let_through_is_told(
    answer: bytes, code: str, network: Callable[..., Network]
) -> None:
    opened = network(answer).opened

    error = lost(THROUGH)

    assert error.code == code
    assert "proxy.example:8080" in error.told
    assert all(each.closed for each in opened)


def test_what_a_proxy_shows_instead_is_kept_without_secrets(network: Callable[..., Network]) -> None:
    password = Secret("of-somebody-1")
    page = f"<title>Blocked\n by policy</title> for {password.reveal()}".encode()
    network(b"HTTP/1.1 403 Forbidden\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page))

    error = lost(THROUGH)

    assert "403 Forbidden Blocked by policy" in error.told
    assert "Blocked" in error.page
    assert password.reveal() not in error.page


def test_a_proxy_is_asked_for_the_site_without_any_password(network: Callable[..., Network]) -> None:
    opened = network(OPEN + b"\x16\x03").opened

    knowing().connect(THROUGH)

    assert opened[0].sent == b"CONNECT ds.e-kakushin.com:443 HTTP/1.1\r\nHost: ds.e-kakushin.com:443\r\n\r\n"
    assert opened[0].answer == b"\x16\x03"  # what belongs to TLS is left to it


def test_a_login_is_given_to_a_proxy_that_asks_for_it_and_at_once_when_it_has_taken_it(
    network: Callable[..., Network],
) -> None:
    opened = network(ASKS, OPEN, OPEN).opened
    connector = knowing()
    pair = base64.b64encode(b"taro:word:of-the-proxy")

    connector.connect(THROUGH)
    connector.connect(THROUGH)

    assert [pair in each.sent for each in opened] == [False, True, True]


@pytest.mark.parametrize("process", ["the same", "another"])
def test_a_login_that_was_refused_is_never_tried_again(process: str, network: Callable[..., Network]) -> None:
    vault = MemoryVault()
    opened = network(*[ASKS] * 9).opened
    connector = knowing(vault=vault)

    first = lost(THROUGH, connector)
    again = connector if process == "the same" else knowing(vault=vault)
    later = lost(THROUGH, again)

    assert (first.step, later.step) == ("proxy_login_refused", "proxy_login_refused")
    assert sum(b"Basic" in each.sent for each in opened) == 1


def test_another_login_is_tried_where_one_was_refused(network: Callable[..., Network]) -> None:
    vault = MemoryVault()
    network(ASKS, ASKS, ASKS, OPEN)
    lost(THROUGH, knowing(vault=vault))

    knowing(ProxyLogin(user="taro", password=Secret("changed")), vault).connect(THROUGH)


def test_a_proxy_that_is_dead_leads_to_the_next_and_is_tried_last_from_then_on(
    network: Callable[..., Network],
) -> None:
    seen = network(ConnectionRefusedError(111, "Connection refused"), OPEN, OPEN)
    connector, route = Connector(), Route(host="ds", port=443, proxies=(PROXY, OTHER, None))

    connector.connect(route)
    connector.connect(route)

    assert seen.names == ["proxy.example", "other.example", "other.example"]


def test_what_a_proxy_has_said_of_the_site_is_final(network: Callable[..., Network]) -> None:
    seen = network(REFUSED, OPEN)

    assert lost(Route(host="ds", port=443, proxies=(PROXY, OTHER))).code == "NET-013"
    assert seen.names == ["proxy.example"]


def test_where_no_proxy_answers_the_first_is_named(network: Callable[..., Network]) -> None:
    network(*[ConnectionRefusedError(111, "Connection refused")] * 3)

    assert "proxy.example" in lost(Route(host="ds", port=443, proxies=(PROXY, OTHER, None))).told
