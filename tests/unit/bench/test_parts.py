"""To which part and step a Python stack is put down."""

from __future__ import annotations

from types import FrameType, SimpleNamespace
from typing import Any

import pytest

from bench.parts import NO_STEP, part_of, step_of


def stack(*names: str) -> FrameType:
    """A stack of `module:function`, outermost first."""
    frame: Any = None
    for name in names:
        module, _, function = name.partition(":")
        code = SimpleNamespace(co_name=function)
        frame = SimpleNamespace(f_globals={"__name__": module}, f_code=code, f_back=frame)
    return frame


MAIN = ("ekakushin.automation.main:main", "asyncio.base_events:_run_once")
STEP = (*MAIN, "ekakushin.flows.onboarding:take", "ekakushin.flows.steps.pin:pin")


@pytest.mark.parametrize(
    ("inner", "part"),
    [
        (["ekakushin.flows.browser.tab:read", "playwright._impl.frame:evaluate"], "readings"),
        (["ekakushin.flows.browser.tab:fill_secret"], "filling and pressing"),
        (["ekakushin.automation.vault.file_vault:put", "filelock._api:acquire"], "vault"),
        (["ekakushin.automation.state.evidence:keep", "importlib._bootstrap:_load"], "imports"),
    ],
)
def test_a_part_is_that_of_our_innermost_frame(inner: list[str], part: str) -> None:
    assert part_of(stack(*STEP, *inner)) == part


def test_what_runs_on_the_loop_is_not_put_down_to_who_has_started_it() -> None:
    assert part_of(stack(*MAIN, "playwright._impl.connection:dispatch")) == "Playwright's client"
    assert part_of(stack(*MAIN, "dbos._core:poll", "sqlalchemy.engine.base:execute")) == "engine (dbos)"


def test_the_step_is_the_outermost_one() -> None:
    assert step_of(stack(*STEP, "ekakushin.flows.steps.login:entered")) == "pin"
    assert step_of(stack(*MAIN)) == NO_STEP
