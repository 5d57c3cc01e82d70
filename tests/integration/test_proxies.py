"""The mock through real proxies on loopback, which alone know its name: every connection of the browser."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from ekakushin.automation.proxies.choosing import Chooser, Ways
from ekakushin.automation.proxies.connecting import Connector
from ekakushin.automation.proxies.logins import Logins
from ekakushin.automation.proxies.opening import OpenWay, engine_of
from ekakushin.automation.proxies.pumping import pump
from ekakushin.automation.proxies.script import Question, ScriptError
from ekakushin.automation.proxies.trying import try_ways
from ekakushin.automation.proxies.unreachable import Unreachable
from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.errors import Unavailable
from ekakushin.flows.models import Identity
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Site, load_site
from tests.support.proxies import PASSWORD, USER, Manner, Proxy, SocksProxy, proxying
from tests.support.systems import posix_only

LOGIN = (USER, PASSWORD)


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory, mock_authority: Authority) -> Iterator[MockSite]:
    """A mock under a name that no name server knows."""
    folder = tmp_path_factory.mktemp("named")
    with MockSite(folder, people=1, host="mock.example", authority=mock_authority) as site:
        yield site


@pytest.fixture(scope="module")
def site(mock: MockSite) -> Site:
    return load_site(mock.site_file)


@pytest.fixture(scope="module")
def identity(mock: MockSite, mock_authority: Authority) -> Identity:
    """The client certificate of the mock's person."""
    user_id, pin = mock.people()[0].user_id, "12345678"
    _, archive = mock_authority.p12(user_id=user_id, romaji="kenpo taro", pin=pin)
    opened = load_pkcs12(archive, pin.encode())
    assert opened.cert
    key = opened.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Identity(
        certificate_pem=opened.cert.certificate.public_bytes(Encoding.PEM), key_pem=Secret(key.decode())
    )


def ways(site: Site, program: BrowserProgram, wanted: str) -> Ways:
    chooser = Chooser(wanted=wanted, environment={}, windows=lambda: None, engine=engine_of(lambda: program))
    return chooser.ways_to(site.origins)


@asynccontextmanager
async def browsing_by(site: Site, program: BrowserProgram, wanted: str) -> AsyncIterator[Browsing]:
    """A browser whose connections take this way."""
    found = await asyncio.to_thread(ways, site, program, wanted)
    way = OpenWay(ways=found, connector=Connector(Logins(given=found.logins)))
    with way.relay() as relay:
        async with Browsing.start(program, site=site, way=relay) as browsing:
            yield browsing


async def shown(browsing: Browsing, origin: str, identity: Identity | None = None) -> int:
    """The status that a page of this site has."""
    async with browsing.tab(identity=identity) as tab:
        return (await tab.open(Secret(f"{origin}/"))).status


async def test_a_context_with_a_client_certificate_goes_through_a_proxy_with_a_login(
    site: Site, identity: Identity, browser_program: BrowserProgram
) -> None:
    with proxying(login=LOGIN) as proxy:
        async with browsing_by(site, browser_program, proxy.with_login()) as browsing:
            statuses = [
                await shown(browsing, site.service, identity),
                await shown(browsing, site.issuance, identity),
            ]

    assert statuses == [404, 404]  # the mock's own word for its root, which asks for the certificate first
    assert {f"https://{each}" for each in proxy.opened} == set(site.origins)
    assert set(proxy.logins) == {f"{USER}:{PASSWORD}"}


async def test_so_does_a_context_without_one(mock: MockSite, browser_program: BrowserProgram) -> None:
    """Whose certificate the browser itself checks, with roots that do not know the mock's."""
    site = Site(issuance=mock.issuance, service=mock.service)
    with proxying(login=LOGIN) as proxy:
        async with browsing_by(site, browser_program, proxy.with_login()) as browsing:
            with pytest.raises(Unavailable) as caught:
                await shown(browsing, site.issuance)

    assert caught.value.code == "NET-002"
    assert proxy.opened


async def test_a_login_that_is_refused_is_tried_once_however_many_connections_there_are(
    site: Site, identity: Identity, browser_program: BrowserProgram
) -> None:
    with proxying(login=LOGIN) as proxy:
        async with browsing_by(site, browser_program, proxy.with_login(password="wrong")) as browsing:
            for _ in range(2):
                with pytest.raises(Unavailable) as caught:
                    await shown(browsing, site.service, identity)

    assert caught.value.code == "NET-011"
    assert proxy.logins == [f"{USER}:wrong"]


@pytest.mark.parametrize(
    ("manner", "code"), [("refusing", "NET-013"), ("ntlm", "NET-012"), ("broken", "NET-001")]
)
async def test_what_befalls_the_proxy_later_has_its_code_too(
    manner: Manner, code: str, site: Site, identity: Identity, browser_program: BrowserProgram
) -> None:
    with proxying() as proxy:
        async with browsing_by(site, browser_program, proxy.address) as browsing:
            await shown(browsing, site.service, identity)
            proxy.manner = manner
            with pytest.raises(Unavailable) as caught:
                await shown(browsing, site.service, identity)

    assert caught.value.code == code


async def test_a_proxy_that_is_spoken_to_over_tls_is_gone_through(
    site: Site,
    identity: Identity,
    browser_program: BrowserProgram,
    mock_authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(site.ca))
    tls = mock_authority.server_context(ask_for_certificate=False)
    with proxying(login=LOGIN, tls=tls) as proxy:
        address = proxy.with_login().replace("http:", "https:")
        async with browsing_by(site, browser_program, address) as browsing:
            status = await shown(browsing, site.service, identity)

    assert (status, bool(proxy.opened)) == (404, True)


async def test_a_socks_proxy_resolves_the_name_and_may_want_a_login(
    site: Site, identity: Identity, browser_program: BrowserProgram
) -> None:
    with proxying(login=LOGIN, kind=SocksProxy) as proxy:
        address = proxy.with_login().replace("http:", "socks5:")
        async with browsing_by(site, browser_program, address) as browsing:
            status = await shown(browsing, site.service, identity)

    assert status == 404
    assert f"https://{proxy.opened[0]}" == site.service


@pytest.mark.parametrize(
    ("address", "manner", "step"),
    [
        ("socks5://127.0.0.1:{port}", "open", "proxy_login"),
        ("socks5://taro:wrong@127.0.0.1:{port}", "open", "proxy_login_refused"),
        ("socks5://taro:p%40ss%3Aword-of-the-proxy@127.0.0.1:{port}", "refusing", "proxy_refuses"),
        ("socks5://127.0.0.1:9", "open", "proxy_port"),
    ],
)
def test_what_a_socks_proxy_says_has_its_code(
    address: str, manner: Manner, step: str, site: Site, browser_program: BrowserProgram
) -> None:
    with proxying(manner, LOGIN, kind=SocksProxy) as proxy:
        found = ways(site, browser_program, address.format(port=proxy.port))
        connector = Connector(Logins(given=found.logins))
        for _ in range(2):
            with pytest.raises(Unreachable) as caught:
                try_ways(found.routes.values(), connector)

    assert caught.value.step == step
    assert proxy.logins.count("taro:wrong") == (1 if "wrong" in address else 0)


async def test_whoever_says_directly_means_it(
    mock_authority: Authority,
    browser_program: BrowserProgram,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Also where the browser would find a proxy by itself."""
    with (
        MockSite(tmp_path, people=1, host="mock.example", authority=mock_authority) as mock,
        proxying() as proxy,
    ):
        monkeypatch.setenv("https_proxy", proxy.address)
        site = load_site(mock.site_file)
        async with browsing_by(site, browser_program, "direct") as browsing:
            with pytest.raises(Unavailable) as caught:
                await shown(browsing, site.issuance)

    assert "mock.example" in str(caught.value)  # which no name server knows
    assert proxy.asked == []


SCRIPT = """
function FindProxyForURL(url, host) {
  if (isPlainHostName(host) || isInNet(myIpAddress(), "203.0.113.0", "255.255.255.0")) return "DIRECT";
  if (url.length > 60 || url.indexOf("/", 8) != url.length - 1) return "PROXY told-too-much:1";
  if (shExpMatch(host, "*.example") && dnsDomainIs(host, ".example") && !isResolvable(host))
    return "PROXY 127.0.0.1:9; PROXY %s; DIRECT";
  return "DIRECT";
}
"""


async def test_a_script_names_the_proxies_and_a_dead_one_leads_to_the_next(
    site: Site, identity: Identity, browser_program: BrowserProgram, tmp_path: Path
) -> None:
    file = tmp_path / "proxy.pac"
    with proxying() as proxy:
        file.write_text(SCRIPT % f"127.0.0.1:{proxy.port}", "utf-8")
        async with browsing_by(site, browser_program, f"pac:{file}") as browsing:
            status = await shown(browsing, site.service, identity)

    assert status == 404
    assert f"https://{proxy.opened[0]}" == site.service


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("function FindProxyForURL(url, host) { for (;;); }", "Timeout"),
        ("function FindProxyForURL(url, host) { return nobody(); }", "ReferenceError"),
        ("FindProxyForURL broken", "SyntaxError"),
    ],
)
def test_a_script_that_does_not_answer_is_told(
    text: str, reason: str, browser_program: BrowserProgram
) -> None:
    with pytest.raises(ScriptError) as caught:
        engine_of(lambda: browser_program)(Question(script=text, addresses=("https://ds.example/",)))

    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("isInNet('10.1.2.3', '10.0.0.0', '255.0.0.0')", "true"),
        ("isInNet('known.example', '192.0.2.0', '255.255.255.0')", "true"),
        ("dnsResolve('known.example')", "192.0.2.7"),
        ("dnsDomainLevels('a.b.c')", "2"),
        ("localHostOrDomainIs('www', 'www.example')", "true"),
        ("shExpMatch('a.b/c', '*.b/?')", "true"),
        ("shExpMatch('axb', 'a.b')", "false"),
        ("weekdayRange('SUN', 'SAT')", "true"),
        ("weekdayRange('MON', 'SUN', 'GMT')", "true"),
        ("dateRange(1, 31)", "true"),
        ("dateRange('JAN', 'DEC')", "true"),
        ("dateRange(1999)", "false"),
        ("dateRange(1, 'JAN', 2000, 31, 'DEC', 2999)", "true"),
        ("timeRange(0, 24)", "true"),
        ("timeRange(0, 0, 0, 23, 59, 59, 'GMT')", "true"),
        ("isInNetEx('known.example', '192.0.2.0/24')", "true"),
        ("myIpAddress()", "198.51.100.1"),
        ("typeof alert('x')", "undefined"),
    ],
)
def test_scripts_have_the_functions_that_they_are_promised(
    expression: str, answer: str, answers: dict[str, str]
) -> None:
    assert answers[expression] == answer


@pytest.fixture(scope="module")
def answers(request: pytest.FixtureRequest, browser_program: BrowserProgram) -> dict[str, str]:
    """What each expression gives, asked in one go."""
    marks = test_scripts_have_the_functions_that_they_are_promised.pytestmark  # type: ignore[attr-defined]
    expressions = [expression for expression, _ in marks[0].args[1]]
    cases = "".join(f'if (host === "h{at}") return String({each});' for at, each in enumerate(expressions))
    question = Question(
        script=f"function FindProxyForURL(url, host) {{ {cases} }}",
        addresses=tuple(f"https://h{at}/" for at in range(len(expressions))),
        names={"known.example": ("192.0.2.7",)},
        mine="198.51.100.1",
    )
    found = engine_of(lambda: browser_program)(question)
    return dict(zip(expressions, found.proxies, strict=True))


def test_the_relay_leads_to_the_sites_alone_and_only_whoever_knows_its_token(
    site: Site, browser_program: BrowserProgram
) -> None:
    with proxying() as proxy:
        found = ways(site, browser_program, proxy.address)
        with OpenWay(ways=found, connector=Connector()).relay() as relay:
            assert relay
            known = f"ekakushin:{relay.token.reveal()}"
            answers = [
                curled(relay.address, known, f"{site.service}/"),
                curled(relay.address, known, "https://elsewhere.example/"),
                curled(relay.address, "ekakushin:guessed", f"{site.service}/"),
            ]

    assert answers == ["200", "403", "407"]
    assert proxy.asked == [site.service.removeprefix("https://")]


def curled(relay: str, login: str, address: str) -> str:
    """What the relay answers to a CONNECT."""
    import base64

    host, _, port = relay.removeprefix("http://").partition(":")
    target = address.removeprefix("https://").rstrip("/")
    target = target if ":" in target else f"{target}:443"
    pair = base64.b64encode(login.encode()).decode()
    with socket.create_connection((host, int(port)), 5) as connection:
        connection.sendall(f"CONNECT {target} HTTP/1.1\r\nProxy-Authorization: Basic {pair}\r\n\r\n".encode())
        return connection.recv(100).split()[1].decode()


def test_more_bytes_than_fit_anywhere_reach_the_other_side_both_ways_at_once() -> None:
    pairs = [socket.socketpair() for _ in range(2)]
    threading.Thread(target=pump, args=(pairs[0][1], pairs[1][0]), daemon=True).start()
    ends, data = (pairs[0][0], pairs[1][1]), os.urandom(3_000_000)

    def send(end: socket.socket) -> None:
        end.sendall(data)

    for end in ends:
        threading.Thread(target=send, args=(end,), daemon=True).start()
    received = [read(end, len(data)) for end in ends]
    ends[0].close()

    assert received == [data, data]
    assert ends[1].recv(1) == b""
    ends[1].close()


def read(end: socket.socket, count: int) -> bytes:
    end.settimeout(60)
    found = b""
    while len(found) < count:
        found += end.recv(65_536)
    return found


SQUID = shutil.which("squid", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_CONFIGURATION = """\
http_port 127.0.0.1:{port}
auth_param basic program {helper} {folder}/users
auth_param basic realm office
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
hosts_file {folder}/hosts
cache deny all
cache_log {folder}/cache.log
access_log none
pid_filename none
shutdown_lifetime 0 seconds
coredump_dir {folder}
"""


@contextmanager
def squid() -> Iterator[Proxy]:
    """Debian's Squid with Basic logins, in the foreground, for the length of a test."""
    helper = next(Path("/usr/lib").glob("**/basic_ncsa_auth"), None)
    if not SQUID or not helper:
        pytest.skip("Squid is not installed (Debian: squid)")
    with closing(socket.socket()) as free, tempfile.TemporaryDirectory(prefix="squid-") as name:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        folder = Path(name)
        hashed = subprocess.run(
            ["openssl", "passwd", "-apr1", PASSWORD], capture_output=True, text=True, check=True
        ).stdout
        (folder / "users").write_text(f"{USER}:{hashed}", "utf-8")
        (folder / "hosts").write_text("127.0.0.1 mock.example\n", "utf-8")
        (folder / "squid.conf").write_text(
            _CONFIGURATION.format(port=port, helper=helper, folder=folder), "utf-8"
        )
        folder.chmod(0o777)  # it runs as a user of its own
        free.close()
        process = subprocess.Popen(
            [SQUID, "-N", "-f", str(folder / "squid.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until_it_listens(port, process)
            yield Proxy(port=port)
        finally:
            process.terminate()
            process.wait(20)


def wait_until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Squid does not listen")


@posix_only("Squid")
async def test_a_squid_with_a_login_is_gone_through_and_refuses_another_one(
    site: Site, identity: Identity, browser_program: BrowserProgram
) -> None:
    with squid() as proxy:
        async with browsing_by(site, browser_program, proxy.with_login()) as browsing:
            status = await shown(browsing, site.service, identity)
        codes = []
        for address in (proxy.address, proxy.with_login(password="wrong")):
            found = ways(site, browser_program, address)
            with pytest.raises(Unreachable) as caught:
                try_ways(found.routes.values(), Connector(Logins(given=found.logins)))
            codes.append(caught.value.step)

    assert status == 404
    assert codes == ["proxy_login", "proxy_login_refused"]
