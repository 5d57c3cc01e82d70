"""What to type next."""

from __future__ import annotations

from typing import Any

import pytest

from ekakushin.automation.commands.next_step import next_steps
from ekakushin.automation.results import pending


def commands(*states: str, **more: Any) -> list[str]:
    people = [pending(f"1000{n}").model_copy(update={"state": state}) for n, state in enumerate(states)]
    return [each.command.removeprefix("ekakushin ") for each in next_steps(people, **more)]


@pytest.mark.parametrize(
    ("states", "first"),
    [
        ((), ["start"]),
        (("pending",), ["onboard"]),
        (("waiting", "pending"), ["onboard"]),
        (("running", "pending"), ["status --watch"]),
        (
            ("failed", "done", "done"),
            ["status", "onboard --only failed", "credentials export --to 配布.xlsx --for all"],
        ),
        (("failed", "pending"), ["status", "onboard --only failed", "onboard"]),
        (("done",), ["credentials show 10000", "cert install 10000"]),
    ],
)
def test_the_most_urgent_comes_first(states: tuple[str, ...], first: list[str]) -> None:
    assert commands(*states) == first


def test_certificates_that_expire_come_before_what_is_done() -> None:
    assert commands("done", "done", expiring=True)[0] == "status --expiring 60d"
