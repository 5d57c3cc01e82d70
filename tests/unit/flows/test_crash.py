"""The places at which a test may kill the process."""

from __future__ import annotations

import pytest

from ekakushin.flows import crash
from ekakushin.flows.crash import CRASH_POINTS, VARIABLE, crash_point
from ekakushin.flows.errors import Misconfigured


class DiedError(Exception):
    """Instead of the end of the test run."""


@pytest.fixture(autouse=True)
def _alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def die() -> None:
        raise DiedError

    monkeypatch.setattr(crash, "die", die)
    crash._reached.clear()


def test_without_the_variable_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)

    for place in CRASH_POINTS:
        crash_point(place)


def test_it_ends_at_the_named_place_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "issue.sent")
    crash_point("issue.before")

    with pytest.raises(DiedError):
        crash_point("issue.sent")


def test_a_place_may_be_passed_so_many_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "login.sent#3")
    crash_point("login.sent")
    crash_point("login.sent")

    with pytest.raises(DiedError):
        crash_point("login.sent")


@pytest.mark.parametrize("wanted", ["nowhere", "issue.sent#", "issue.sent#x", "#2"])
def test_a_place_that_there_is_not_is_told_at_the_first_use(
    monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    monkeypatch.setenv(VARIABLE, wanted)

    with pytest.raises(Misconfigured, match=r"issue\.sent") as raised:
        crash_point("issue.before")

    assert raised.value.code == "ENV-005"


def test_no_place_stands_in_the_list_twice() -> None:
    assert len(set(CRASH_POINTS)) == len(CRASH_POINTS)
