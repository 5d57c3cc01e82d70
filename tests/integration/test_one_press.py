"""One press, one request, one key, however slow or odd PC and page are."""

from __future__ import annotations

import time

import pytest

from tests.integration.conftest import Order
from tests.support.hardship import (
    ACTS,
    asking_twice,
    browsers,
    busy,
    keys_of,
    limited,
    once_each,
    sending_again,
    sending_ahead,
    slow_keys,
    stop,
)

ONCE = dict.fromkeys(ACTS, 1)


def test_pages_that_keep_the_browser_busy_at_each_press_are_pressed_once(order: Order) -> None:
    site, flows = order(html_filter=busy(5.0))
    (result,) = flows.onboard()
    assert (result.state, result.code) == ("done", "")
    assert once_each(site) == ONCE
    assert len(keys_of(flows.office.home, result.user_id)) == 1


def test_a_key_that_takes_long_is_made_once(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    made = slow_keys(monkeypatch, lambda: time.sleep(6.0))
    site, flows = order()
    (result,) = flows.onboard(steps=("issue",))
    assert result.state == "done"
    assert (len(made), once_each(site)) == (1, {"authenticate": 1, "issue": 1})


def test_a_page_that_asks_for_two_keys_gets_one(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    made = slow_keys(monkeypatch, lambda: None)
    site, flows = order(html_filter=asking_twice)
    (result,) = flows.onboard(steps=("issue",))
    assert result.state == "done"
    assert (len(made), once_each(site)) == (1, {"authenticate": 1, "issue": 1})


def test_a_form_that_is_sent_again_leaves_once_and_the_next_run_goes_on(order: Order) -> None:
    site, flows = order(html_filter=sending_again(300), issuing_delay=1.5)
    (result,) = flows.onboard(steps=("issue",))
    assert (result.state, result.code) == ("failed", "ISS-004")
    assert once_each(site) == {"authenticate": 1, "issue": 1}
    (result,) = flows.onboard(steps=("issue",))
    assert result.state == "done"
    assert once_each(site)["issue"] == 1


def test_a_sign_up_that_is_sent_again_is_held_back_and_told(order: Order) -> None:
    again, twice = sending_ahead(), list[str]()
    site, flows = order(html_filter=lambda html, path: again(html, path) if twice else html)
    flows.onboard(steps=("issue", "verify"))
    twice.append("from now on")
    (result,) = flows.onboard(steps=("signup",))
    assert (result.state, result.code) == ("failed", "TOOL-006")
    assert once_each(site) == {"authenticate": 1, "issue": 1, "signup": 1}
    twice.clear()
    (result,) = flows.onboard(steps=("signup",))
    assert (result.state, once_each(site)["signup"]) == ("done", 1)


def test_a_renderer_that_stops_and_goes_on_is_waited_for(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_keys(monkeypatch, lambda: stop("renderer", seconds=6.0))
    site, flows = order()
    (result,) = flows.onboard(steps=("issue",))
    assert result.state == "done"
    assert once_each(site) == {"authenticate": 1, "issue": 1}


@pytest.mark.parametrize("kind", ["renderer", "driver"])
def test_a_browser_that_never_answers_again_is_given_up(
    order: Order, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    stops = [True]
    made = slow_keys(monkeypatch, lambda: stop(kind) if stops and stops.pop() else None)
    site, flows = order()
    limited(site, browser=4.0)
    (result,) = flows.onboard(steps=("issue",))
    assert (result.state, result.code) == ("failed", "ENV-014")
    assert browsers("renderer") + browsers("driver") == []
    (result,) = flows.onboard(steps=("issue",))
    assert result.state == "done"
    assert (len(made), once_each(site)) == (1, {"authenticate": 2, "issue": 1})
