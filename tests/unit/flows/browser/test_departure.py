"""What must be kept before something leaves the browser."""

from __future__ import annotations

from typing import Any, cast

import pytest
from playwright.async_api import Page, Route

from ekakushin.flows.browser.departure import Departure
from ekakushin.flows.site import Site


class Request:
    def __init__(self, method: str, resource_type: str, url: str = "", body: bytes = b"") -> None:
        self.method = method
        self.resource_type = resource_type
        self.url = url or "https://ds.e-kakushin.com/ebunsho/Some.do"
        self.post_data_buffer = body

    def is_navigation_request(self) -> bool:
        return self.resource_type == "document"


class Passage:
    """One request at the route."""

    def __init__(self, method: str = "POST", resource_type: str = "document", **more: Any) -> None:
        self.request = Request(method, resource_type, **more)
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


OTHER = "https://ds.e-kakushin.com/ebunsho/Other.do"


async def ends(gate: Gate, *passages: Passage) -> list[str]:
    return [await gate.passes(each) for each in passages]


@pytest.mark.parametrize("kind", ["document", "xhr"])
async def test_what_is_pressed_once_is_sent_once_whatever_its_content(gate: Gate, kind: str) -> None:
    with gate.departure.once():
        found = await ends(gate, Passage("POST", kind, body=b"a"), Passage("POST", kind, body=b"b"))

    assert found == ["left", "held back"]
    assert (gate.departure.sent, gate.departure.held) == (1, 1)


async def test_the_answer_s_own_document_may_send_to_the_same_address(gate: Gate) -> None:
    with gate.departure.once():
        first = await gate.passes(Passage(body=b"a"))
        gate.departure.note_document()
        found = [first, *await ends(gate, Passage(body=b"b"), Passage(body=b"a"))]

    assert found == ["left", "left", "held back"]


async def test_a_link_is_followed_once_and_the_frames_of_its_answer_are_loaded(gate: Gate) -> None:
    with gate.departure.once():
        pressed = await ends(gate, Passage("GET"), Passage("GET"))
        gate.departure.note_document()
        frames = await ends(gate, Passage("GET", url=OTHER), Passage("GET", url=OTHER))

    assert (pressed, frames) == (["left", "held back"], ["left", "left"])


async def test_questions_of_a_script_are_asked_as_often_as_it_likes(gate: Gate) -> None:
    with gate.departure.once():
        assert await ends(gate, *(Passage("GET", "xhr") for _ in range(3))) == ["left"] * 3


async def test_another_address_is_another_matter(gate: Gate) -> None:
    with gate.departure.once():
        assert await ends(gate, Passage(), Passage(url=OTHER)) == ["left", "left"]


async def test_the_next_press_may_send_again(gate: Gate) -> None:
    for _ in range(2):
        with gate.departure.once():
            assert await gate.passes(Passage()) == "left"
    assert await ends(gate, Passage(), Passage()) == ["left", "left"]


async def test_a_person_who_has_the_page_may_send_as_they_like(gate: Gate) -> None:
    gate.departure.free = lambda: True
    with gate.departure.once():
        assert await ends(gate, Passage(), Passage()) == ["left", "left"]


async def test_behind_a_shut_door_nothing_leaves_and_what_has_left_is_certain(gate: Gate) -> None:
    with gate.departure.once():
        await gate.passes(Passage("GET", "script"))
        sent = gate.departure.shut()
        late = await gate.passes(Passage())

    assert (sent, late) == (False, "held back")


async def test_a_page_that_nobody_watches_may_have_sent_anything() -> None:
    assert Departure(Site()).shut()
