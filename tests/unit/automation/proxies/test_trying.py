"""The ways are tried before anybody is begun with: what counts as the proxy's fault, and when somebody is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from ekakushin.automation.proxies.proxy import Proxy, Route
from ekakushin.automation.proxies.trying import try_ways, try_with_login
from ekakushin.automation.proxies.unreachable import Unreachable

PROXY = Proxy(scheme="http", host="proxy.example", port=8080)
ONE = Route(host="one.example", port=443, proxies=(PROXY,))
TWO = Route(host="two.example", port=443, proxies=(PROXY,))
DIRECTLY = Route(host="three.example", port=443)


class Opened:
    """A connection."""

    def close(self) -> None:
        pass


@dataclass
class FakeConnector:
    """Fails by host with these steps, each used up by one try."""

    steps: Mapping[str, list[str]]
    tried: list[str] = field(default_factory=list)

    def connect(self, route: Route) -> Opened:
        self.tried.append(route.host)
        steps = self.steps.get(route.host, [])
        if steps:
            raise failure(steps.pop(0))
        return Opened()


def failure(step: str) -> Unreachable:
    values = {"host": "h", "port": 1, "reason": "r", "site": "s", "schemes": "x", "source": "s"}
    return Unreachable(step, proxy=PROXY, **values)


def tried(*routes: Route, **steps: list[str]) -> str:
    """The code that comes of it, "" for none."""
    connector: Any = FakeConnector({f"{name}.example": each for name, each in steps.items()})
    try:
        try_ways(routes, connector)
    except Unreachable as error:
        return error.code
    return ""


def test_ways_without_a_proxy_are_not_tried() -> None:
    assert tried(DIRECTLY, three=["port"]) == ""


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("proxy_login", "NET-011"),
        ("proxy_login_refused", "NET-011"),
        ("proxy_schemes", "NET-012"),
        ("proxy_refuses", "NET-013"),
        ("proxy_name", "NET-014"),
        ("proxy_port", "NET-014"),
        ("proxy_strange", "NET-014"),
        ("proxy_silent", "NET-014"),
    ],
)
def test_what_the_proxy_is_to_blame_for_is_told(step: str, code: str) -> None:
    assert tried(ONE, one=[step]) == code


@pytest.mark.parametrize("step", ["proxy_site", "name", "port"])
def test_a_site_that_is_down_is_left_to_be_waited_for(step: str) -> None:
    assert tried(ONE, TWO, one=[step], two=[step]) == ""


def test_a_proxy_that_is_silent_about_one_site_and_not_the_other_is_not_to_blame() -> None:
    assert tried(ONE, TWO, one=["proxy_silent"]) == ""
    assert tried(ONE, TWO, one=["proxy_silent"], two=["proxy_silent"]) == "NET-014"
    assert tried(ONE, TWO, one=["proxy_refuses"]) == "NET-013"


def test_a_script_that_was_not_read_counts_where_nothing_is_reached_without_it() -> None:
    unread = Route(host="one.example", port=443, source="PAC", unread="HTTP 404")

    assert tried(unread) == ""
    assert tried(unread, one=["port"]) == "NET-014"


@pytest.mark.parametrize(("steps", "asked"), [(["proxy_login"], [False]), (["proxy_login_refused"], [True])])
def test_a_login_is_asked_for_once_and_tried_once(steps: list[str], asked: list[bool]) -> None:
    connector: Any = FakeConnector({"one.example": steps})
    questions: list[tuple[Proxy, bool]] = []

    try_with_login([ONE], connector, lambda proxy, refused: not questions.append((proxy, refused)))

    assert questions == [(PROXY, each) for each in asked]
    assert connector.tried == ["one.example"] * 2


def test_one_that_is_refused_is_not_asked_for_again() -> None:
    connector: Any = FakeConnector({"one.example": ["proxy_login", "proxy_login_refused"]})
    questions: list[bool] = []

    with pytest.raises(Unreachable) as caught:
        try_with_login([ONE], connector, lambda proxy, refused: not questions.append(refused))

    assert (caught.value.step, len(questions)) == ("proxy_login_refused", 1)


def test_where_nobody_answers_the_question_that_is_told() -> None:
    connector: Any = FakeConnector({"one.example": ["proxy_login"]})

    with pytest.raises(Unreachable) as caught:
        try_with_login([ONE], connector, lambda proxy, refused: False)

    assert (caught.value.code, connector.tried) == ("NET-011", ["one.example"])
