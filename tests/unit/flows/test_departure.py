"""What must be kept before something leaves the browser."""

from __future__ import annotations

from typing import Any, cast

import pytest
from playwright.async_api import Page, Route

from flows.browser.departure import Departure
from flows.site import Site


class Request:
    def __init__(self, method: str, resource_type: str) -> None:
        self.method = method
        self.resource_type = resource_type


class Passage:
    """One request at the route."""

    def __init__(self, method: str = "POST", resource_type: str = "document") -> None:
        self.request = Request(method, resource_type)
        self.end = ""

    async def fallback(self) -> None:
        self.end = "left"

    async def abort(self, reason: str) -> None:
        self.end = "held back"


class WatchedPage:
    def __init__(self) -> None:
        self.routes: list[tuple[Any, Any]] = []

    async def route(self, pattern: Any, handler: Any) -> None:
        self.routes.append((pattern, handler))


class Gate:
    """A departure with its page, and what was noted so far."""

    def __init__(self) -> None:
        self.departure = Departure(Site())
        self.page = WatchedPage()
        self.noted: list[str] = []

    async def passes(self, passage: Passage) -> str:
        await self.departure.watch(cast(Page, self.page))
        await self.page.routes[0][1](cast(Route, passage))
        return passage.end

    def note(self) -> None:
        self.noted.append("note")


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.mark.parametrize(
    ("method", "kind"), [("POST", "document"), ("GET", "document"), ("GET", "xhr"), ("POST", "image")]
)
async def test_what_may_ask_for_something_is_noted_before_it_leaves(
    gate: Gate, method: str, kind: str
) -> None:
    gate.departure.await_note(gate.note)

    assert await gate.passes(Passage(method, kind)) == "left"
    assert (gate.noted, gate.departure.left) == (["note"], True)


@pytest.mark.parametrize("kind", ["stylesheet", "image", "script", "font"])
async def test_what_a_page_loads_for_its_looks_is_not(gate: Gate, kind: str) -> None:
    gate.departure.await_note(gate.note)

    assert await gate.passes(Passage("GET", kind)) == "left"
    assert (gate.noted, gate.departure.left) == ([], False)


async def test_only_the_first_is_noted(gate: Gate) -> None:
    gate.departure.await_note(gate.note)
    await gate.passes(Passage())
    await gate.passes(Passage())

    assert gate.noted == ["note"]


async def test_what_nobody_waits_for_leaves_as_it_is(gate: Gate) -> None:
    assert await gate.passes(Passage()) == "left"
    assert not gate.departure.left


async def test_what_cannot_be_noted_does_not_leave(gate: Gate) -> None:
    full = OSError("disk full")

    def fails() -> None:
        raise full

    gate.departure.await_note(fails)

    assert [await gate.passes(Passage()) for _ in range(2)] == ["held back", "held back"]
    assert (gate.departure.left, gate.departure.error) == (False, full)


async def test_a_request_that_is_not_meant_leaves_without_a_note(gate: Gate) -> None:
    meant: list[bool] = []
    gate.departure.await_note(gate.note, when=lambda: bool(meant))
    first = await gate.passes(Passage())
    before = (list(gate.noted), gate.departure.left)
    meant.append(True)

    assert (first, await gate.passes(Passage())) == ("left", "left")
    assert (before, gate.noted, gate.departure.left) == (([], False), ["note"], True)


async def test_it_is_watched_once_and_on_the_site_alone(gate: Gate) -> None:
    await gate.passes(Passage())
    await gate.passes(Passage())

    ((pattern, _),) = gate.page.routes
    assert pattern.search("https://ds.e-kakushin.com/ebunsho/SignUp.do")
    assert not pattern.search("https://ds.e-kakushin.com.evil.example/")
