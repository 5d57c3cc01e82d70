"""How long a step is tried again: a closed site for hours, other trouble a few times, all else never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ekakushin.automation.engine.patience import Patience, pauses_within
from ekakushin.flows.errors import Explained, Refused, Unavailable, UnderWay
from ekakushin.flows.site import Limits

LONG = 4 * 3600.0
Told = list[tuple[str, float]]
Patient = Callable[[float], Patience]


@pytest.fixture
def told() -> Told:
    """Pauses that patience has told: what for, and how many seconds from now."""
    return []


@pytest.fixture
def patience(told: Told) -> Patient:
    """Patience whose pauses begin with 30 seconds and end with this limit."""

    def of(limit: float) -> Patience:
        async def pauses(error: BaseException, ends: datetime) -> None:
            assert isinstance(error, Explained)
            told.append((error.code, round((ends - datetime.now(UTC)).total_seconds())))

        return Patience(Limits(closed_first=30, closed_limit=limit), pauses)

    return of


async def tries(patience: Patience, *errors: Exception) -> int:
    """How often something is tried that ends in these errors, one after the other, and then always in the last."""
    for number in range(1, 100):
        if not await patience.has_some_left(errors[min(number, len(errors)) - 1]):
            return number
    raise AssertionError("tried without end")


@pytest.mark.parametrize(
    ("first", "limit", "pauses"),
    [
        (30, 0, 0),
        (30, 29, 0),
        (30, 30, 1),
        (30, 89, 1),
        (30, 90, 2),
        (30, 14400, 9),
        (0.01, 0.08, 3),
        (7200, 7199, 1),
    ],
)
def test_so_many_pauses_each_twice_the_last_up_to_an_hour_fit_into_the_limit(
    first: float, limit: float, pauses: int
) -> None:
    assert pauses_within(first, limit) == pauses
    assert sum(min(first * 2**number, 3600) for number in range(pauses)) <= limit


async def test_a_pause_is_told_with_the_moment_at_which_it_ends(patience: Patient, told: Told) -> None:
    await tries(patience(LONG), Unavailable("NET-005"))

    assert told == [*(("NET-005", 30 * 2**number) for number in range(7)), *[("NET-005", 3600)] * 2]


@pytest.mark.parametrize("code", ["NET-001", "NET-005"])
@pytest.mark.parametrize(("limit", "times"), [(0, 1), (29, 1), (30, 2), (LONG, 10)])
async def test_a_closed_site_is_tried_as_long_as_the_limit_allows(
    patience: Patient, code: str, limit: float, times: int
) -> None:
    assert await tries(patience(limit), Unavailable(code, detail="x")) == times
    assert patience(limit).attempts == times


@pytest.mark.parametrize(("limit", "times"), [(0, 1), (30, 2), (90, 3), (LONG, 3)])
async def test_other_trouble_with_the_net_is_tried_three_times_at_most(
    patience: Patient, limit: float, times: int
) -> None:
    assert await tries(patience(limit), Unavailable("NET-003", seconds=60)) == times


async def test_other_trouble_after_the_site_was_closed_is_not_tried_again(patience: Patient) -> None:
    closed = [Unavailable("NET-005")] * 3

    assert await tries(patience(LONG), *closed, Unavailable("NET-003", seconds=60)) == 4


@pytest.mark.parametrize(
    "error",
    [
        UnderWay("SGN-004", wait=60),
        *(Unavailable(f"NET-0{number}", detail="x") for number in ("02", 11, 12, 13)),
        Unavailable("SGN-001", minutes=60),
        Refused("ACC-001"),
        ZeroDivisionError(),
    ],
)
async def test_all_else_is_tried_once_and_no_pause_is_told(
    patience: Patient, told: Told, error: Exception
) -> None:
    assert await tries(patience(LONG), error) == 1
    assert told == []
