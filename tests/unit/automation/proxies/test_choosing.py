"""Which proxy serves a site, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ekakushin.automation.proxies.choosing import Chooser, Ways
from ekakushin.automation.proxies.proxy import Proxy, ProxyLogin, Route
from ekakushin.automation.proxies.script import Answers, Question, ScriptError
from ekakushin.automation.proxies.windows import InternetSettings, WinHttpError
from ekakushin.flows.errors import Misconfigured
from ekakushin.flows.secret import Secret

SITE, ISSUANCE = "https://ds.e-kakushin.com", "https://webra2.secomtrust.net"
PROXY = Proxy(scheme="http", host="proxy.example", port=8080)
ADDRESS = "http://proxy.example:8080"


def no_engine(question: Question) -> Answers:
    raise ScriptError("no engine")


def choose(
    wanted: str = "",
    *,
    environment: Mapping[str, str] | None = None,
    windows: InternetSettings | None = None,
    **more: Any,
) -> Ways:
    chooser = Chooser(
        wanted=wanted,
        environment=environment or {},
        windows=lambda: windows,
        **{"engine": no_engine, "winhttp": None, **more},
    )
    return chooser.ways_to([SITE, ISSUANCE])


def route(*arguments: Any, **more: Any) -> Route:
    return choose(*arguments, **more).routes[SITE]


class FakeWinHttp:
    """Answers for each address what it was told, or raises Windows' number."""

    def __init__(self, answer: str | int) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    def servers_for(self, address: str, *, script: str = "") -> str:
        self.asked.append((address, script))
        if isinstance(self.answer, int):
            raise WinHttpError(self.answer)
        return self.answer


def test_without_a_proxy_one_goes_there_directly() -> None:
    assert route() == Route(host="ds.e-kakushin.com", port=443)
    assert choose().are_direct
    assert str(Route.directly_to("https://[::1]:8443")) == "[::1]:8443"


@pytest.mark.parametrize(
    ("address", "proxy"),
    [
        (ADDRESS, PROXY),
        ("proxy.example:3128", Proxy(scheme="http", host="proxy.example", port=3128)),
        ("http://proxy.example", Proxy(scheme="http", host="proxy.example", port=80)),
        ("https://proxy.example", Proxy(scheme="https", host="proxy.example", port=443)),
        ("socks5://proxy.example", Proxy(scheme="socks5", host="proxy.example", port=1080)),
        ("http://[2001:db8::1]:8080/", Proxy(scheme="http", host="2001:db8::1", port=8080)),
    ],
)
def test_a_proxy_of_the_environment_is_taken(address: str, proxy: Proxy) -> None:
    assert route(environment={"HTTPS_PROXY": address}).proxy == proxy


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_it_says_by_which_name_it_was_found(name: str) -> None:
    assert name.upper() in route(environment={name: ADDRESS}).source


def test_name_and_password_of_a_proxy_are_a_login_and_nowhere_else() -> None:
    ways = choose(environment={"https_proxy": "http://taro:hid%40den@proxy.example:8080"})

    assert ways.logins == {PROXY: ProxyLogin(user="taro", password=Secret("hid@den"))}
    assert "hid" not in repr(ways)
    assert str(ways.routes[SITE].proxy) == "proxy.example:8080"


@pytest.mark.parametrize("wanted", ["ftp://proxy.example", "http://", "http://proxy:port", "http://a b:80"])
def test_a_setting_that_is_no_proxy_is_named_without_its_value(wanted: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        choose(wanted)

    assert caught.value.code == "ENV-005"
    assert wanted not in str(caught.value)


@pytest.mark.parametrize(
    "exception", ["ds.e-kakushin.com", ".e-kakushin.com", "e-kakushin.com", "*.e-kakushin.com", "*"]
)
def test_a_site_that_is_excepted_is_reached_directly(exception: str) -> None:
    environment = {"https_proxy": ADDRESS, "no_proxy": f"localhost, {exception}"}

    assert route(environment=environment).is_direct
    assert choose(environment=environment).routes[ISSUANCE].is_direct is (exception == "*")


@pytest.mark.parametrize("here", ["https://127.0.0.1:8443", "https://localhost:8443", "https://[::1]:8443"])
def test_this_pc_itself_is_reached_directly(here: str) -> None:
    chooser = Chooser(wanted=ADDRESS, engine=no_engine, environment={"HTTPS_PROXY": ADDRESS})

    assert chooser.ways_to([here]).are_direct


def test_who_says_directly_has_said_something() -> None:
    assert (choose().are_open, choose("direct").are_open) == (True, False)
    assert choose("direct").are_direct


def test_the_setting_comes_before_the_environment_and_that_before_windows() -> None:
    environment = {"HTTPS_PROXY": "http://environment:1", "NO_PROXY": "*"}
    windows = InternetSettings(servers="windows:1")

    assert route("http://setting:1", environment=environment, windows=windows).proxy.host == "setting"
    assert route("direct", environment=environment, windows=windows).is_direct
    assert route(environment=environment, windows=windows).is_direct
    assert route(windows=windows).proxy.host == "windows"


@pytest.mark.parametrize(
    ("servers", "proxies"),
    [
        ("proxy.example:8080", ["http proxy.example:8080"]),
        ("http=a:1;https=proxy.example:8080;ftp=c:3", ["http proxy.example:8080"]),
        ("http=a:1", []),
        ("socks=c:1080", ["socks4 c:1080"]),
        ("http=a:1;https=http://b:2", ["http b:2"]),
    ],
)
def test_what_windows_writes_is_read(servers: str, proxies: list[str]) -> None:
    found = route(windows=InternetSettings(servers=servers))

    assert [f"{each.scheme} {each}" for each in found.proxies if each] == proxies
    assert "Windows" in found.source


def test_what_windows_excepts_is_reached_directly() -> None:
    windows = InternetSettings(servers="proxy:8080", exceptions="*.secomtrust.net;10.*;<local>")

    ways = choose(windows=windows)

    assert (ways.routes[ISSUANCE].is_direct, ways.routes[SITE].is_direct) == (True, False)


def test_on_windows_a_script_is_asked_by_winhttp() -> None:
    winhttp = FakeWinHttp("proxy.example:8080;other.example:80")

    found = route(windows=InternetSettings(script="http://wpad/proxy.pac?k=1"), winhttp=winhttp)

    assert [str(each) for each in found.proxies] == ["proxy.example:8080", "other.example:80"]
    assert set(winhttp.asked) == {(f"{origin}/", "http://wpad/proxy.pac?k=1") for origin in (SITE, ISSUANCE)}
    assert "http://wpad/proxy.pac" in found.source
    assert "k=1" not in found.source


def test_a_network_without_a_script_leaves_it_to_the_next_setting() -> None:
    windows = InternetSettings(detects=True, servers="proxy.example:8080")

    assert route(windows=windows, winhttp=FakeWinHttp(12180)).proxy == PROXY
    assert "WPAD" in route(windows=windows, winhttp=FakeWinHttp("found:1")).source


def test_a_script_in_a_file_is_asked_for_each_site(tmp_path: Path) -> None:
    file = tmp_path / "proxy.pac"
    file.write_text("function FindProxyForURL(url, host) {}", "utf-8")
    questions: list[Question] = []

    def engine(question: Question) -> Answers:
        questions.append(question)
        return Answers(proxies=("PROXY a:1; SOCKS5 b:2; DIRECT", "DIRECT"))

    ways = choose(f"pac:{file}", engine=engine)

    assert [str(each) for each in ways.routes[SITE].proxies] == ["a:1", "b:2", "None"]
    assert ways.routes[ISSUANCE].is_direct
    assert questions[0].addresses == (f"{SITE}/", f"{ISSUANCE}/")  # no more of an address than its origin
    assert str(file) in ways.routes[SITE].source


def test_a_script_that_cannot_be_had_is_told_and_one_goes_there_directly(tmp_path: Path) -> None:
    found = route(f"pac:{tmp_path / 'nothing.pac'}")

    assert found.is_direct
    assert found.unread


def test_an_empty_variable_says_nothing() -> None:
    assert route(environment={"HTTPS_PROXY": "", "ALL_PROXY": ADDRESS}).proxy == PROXY
