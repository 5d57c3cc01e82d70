"""The signing certificate is asked for once and waited for outside the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.errors import FlowError, Unavailable
from flows.models import SecretName
from flows.steps.signing import signing
from flows.workplace import Workplace
from tests.unit.flows.fakes import NOW, USER, Surroundings, certificate, invitation
from tests.unit.flows.guide_pages import PAGES
from tests.unit.flows.readings import page
from tests.unit.flows.staging import StagedTab, staged


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Somebody with a proven certificate whose password works."""
    around.certificates.known[USER] = [certificate(proven=True)]
    around.has(SecretName.PASSWORD, "login9012")
    return around


class Waiting:
    """A clock that moves by pauses alone."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def of(self, workplace: Workplace) -> Workplace:
        clock = lambda: NOW + timedelta(seconds=sum(self.pauses))  # noqa: E731  (it is handed in, not named)
        return replace(workplace, pause=self.pause, clock=clock)


def visit(*menus: str) -> StagedTab:
    """A login that sees the menu in these states, one after each press."""
    names = ("login", "top", "personal", *menus)
    return StagedTab(*(PAGES[name] for name in names))


@pytest.mark.parametrize("menu", ["menu, pin needed", "menu, ready"])
async def test_a_certificate_that_is_there_is_the_answer(around: Surroundings, menu: str) -> None:
    tab = visit(menu)

    found = await signing(staged(around.workplace, tab), invitation())

    assert found.serial == "0123456789"
    assert "新規発行" not in tab.pressed


async def test_it_is_asked_for_once_and_waited_for_from_outside(around: Surroundings) -> None:
    waiting = Waiting()
    tabs = visit("menu, not issued", "signing done"), visit("menu, preparing"), visit("menu, pin needed")

    found = await signing(waiting.of(staged(around.workplace, *tabs)), invitation())

    assert found.serial == "0123456789"
    assert [tab.pressed.count("新規発行") for tab in tabs] == [1, 0, 0]
    assert waiting.pauses == [120, 60]


async def test_a_menu_that_is_ready_at_once_needs_no_wait(around: Surroundings) -> None:
    waiting = Waiting()
    tab = visit("menu, not issued", "menu, pin needed")

    assert (await signing(waiting.of(staged(around.workplace, tab)), invitation())).serial
    assert waiting.pauses == []


async def test_one_under_way_is_not_asked_for_again(around: Surroundings) -> None:
    tabs = visit("menu, preparing"), visit("menu, ready")

    await signing(Waiting().of(staged(around.workplace, *tabs)), invitation())

    assert [tab.pressed.count("新規発行") for tab in tabs] == [0, 0]


async def test_waiting_ends_with_the_site_s_limit(around: Surroundings) -> None:
    waiting = Waiting()
    workplace = waiting.of(staged(around.workplace, *(visit("menu, preparing") for _ in range(70))))

    with pytest.raises(Unavailable) as raised:
        await signing(workplace, invitation())

    assert (raised.value.code, raised.value.values) == ("SGN-001", {"minutes": 60})
    assert 3600 <= sum(waiting.pauses) <= 3720


async def test_a_refusal_ends_it(around: Surroundings) -> None:
    menu = (PAGES[name] for name in ("login", "top", "personal", "menu, not issued"))
    tab = StagedTab(*menu, page("ユーザ情報に誤りがあります。"))

    with pytest.raises(FlowError) as raised:
        await signing(staged(around.workplace, tab), invitation())

    assert raised.value.code == "SGN-002"
    assert around.holds(SecretName.PASSWORD) == "login9012"
