"""Which way leads to a site."""

from __future__ import annotations

import pytest

from ekakushin.automation.doctor.connecting import Proxy, Route

SITE = "https://ds.e-kakushin.com"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_proxy_one_goes_there_directly() -> None:
    assert Route.to(SITE) == Route(host="ds.e-kakushin.com", port=443)
    assert str(Route.to("https://[::1]:8443")) == "[::1]:8443"


@pytest.mark.parametrize(
    ("address", "proxy"),
    [
        ("http://proxy.example:8080", Proxy(scheme="http", host="proxy.example", port=8080)),
        ("proxy.example:3128", Proxy(scheme="http", host="proxy.example", port=3128)),
        ("http://proxy.example", Proxy(scheme="http", host="proxy.example", port=80)),
        ("socks5://proxy.example", Proxy(scheme="socks5", host="proxy.example", port=1080)),
    ],
)
def test_a_proxy_of_the_environment_is_taken(
    address: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)

    assert Route.to(SITE).proxy == proxy


def test_name_and_password_of_a_proxy_are_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://taro:hidden@proxy.example:8080")

    route = Route.to(SITE)

    assert "hidden" not in repr(route)
    assert str(route.proxy) == "proxy.example:8080"


@pytest.mark.parametrize("exception", ["ds.e-kakushin.com", ".e-kakushin.com", "*"])
def test_a_site_that_is_excepted_is_reached_directly(exception: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:8080")
    monkeypatch.setenv("no_proxy", exception)

    assert Route.to(SITE).proxy is None
