"""The names by which orders go in the queue, and the home that they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekakushin.automation.engine.orders import Order, home_id, place_of, prefix, user_of
from ekakushin.flows.errors import Misconfigured

HOME = "0123456789ab"


def order(user_id: str = "10006", **other: int) -> Order:
    return Order.model_validate({"user_id": user_id, "steps": ("issue",), **other})


@pytest.mark.parametrize("user_id", ["10006", "a/b", "健保 太郎", "50%", "a%2Fb", "../x", "-", "A_b.c@d"])
def test_a_name_in_the_queue_says_whose_it_is_and_where_in_the_order_of_things(user_id: str) -> None:
    name = order(user_id, attempt=12, part=3).identifier(HOME)

    assert (user_of(name), place_of(name)) == (user_id, (12, 3))


def test_the_same_part_has_the_same_name_whatever_its_steps_are() -> None:
    other = order(mails=4).model_copy(update={"steps": ("login", "pin")})

    assert other.identifier(HOME) == order().identifier(HOME)


@pytest.mark.parametrize("later", [{"attempt": 2}, {"part": 2}])
def test_another_attempt_or_part_is_another_order(later: dict[str, int]) -> None:
    assert order(**later).identifier(HOME) != order().identifier(HOME)


def test_nobody_s_orders_begin_like_another_s() -> None:
    assert not order("100061").identifier(HOME).startswith(prefix(HOME, "10006"))
    assert not order("10006/1").identifier(HOME).startswith(prefix(HOME, "10006"))
    assert order("10006").identifier(HOME).startswith(prefix(HOME, "10006"))


def test_everybody_s_orders_begin_like_their_home_s() -> None:
    assert order().identifier(HOME).startswith(prefix(HOME))
    assert not order().identifier("another-home").startswith(prefix(HOME))


def test_a_home_keeps_its_name(tmp_path: Path) -> None:
    assert home_id(tmp_path) == home_id(tmp_path)


def test_two_homes_have_different_names(tmp_path: Path) -> None:
    homes = tmp_path / "one", tmp_path / "two"
    for home in homes:
        home.mkdir()

    assert home_id(homes[0]) != home_id(homes[1])


def test_a_home_s_name_can_stand_in_a_worker_s(tmp_path: Path) -> None:
    assert home_id(tmp_path).isalnum()


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as raised:
        home_id(tmp_path / "gone")

    assert raised.value.code == "ENV-004"
