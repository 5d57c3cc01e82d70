"""The signing certificate is asked for once and waited for outside the service."""

from __future__ import annotations

import pytest

from ekakushin.flows.errors import FlowError, UnderWay
from ekakushin.flows.models import SecretName
from ekakushin.flows.steps.signing import signing
from tests.support.fakes import USER, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import page
from tests.support.staging import StagedTab, staged


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Somebody with a proven certificate whose password works."""
    around.certificates.known[USER] = [certificate(proven=True)]
    around.has(SecretName.PASSWORD, "login9012")
    return around


def visit(*menus: str) -> StagedTab:
    """A login that sees the menu in these states, one after each press."""
    names = ("login", "top", "personal", *menus)
    return StagedTab(*(PAGES[name] for name in names))


@pytest.mark.parametrize("menu", ["menu, pin needed", "menu, ready"])
async def test_a_certificate_that_is_there_is_the_answer(around: Surroundings, menu: str) -> None:
    tab = visit(menu)

    found = await signing(staged(around.workplace, tab).of(invitation()))

    assert found.serial == "0123456789"
    assert "新規発行" not in tab.pressed


async def waits(around: Surroundings, tab: StagedTab) -> UnderWay:
    """What `signing` raises while the service is still at it."""
    with pytest.raises(UnderWay) as raised:
        await signing(staged(around.workplace, tab).of(invitation()))
    return raised.value


@pytest.mark.parametrize("answer", ["signing done", "menu, preparing"])
async def test_it_is_asked_for_and_then_looked_for_later(around: Surroundings, answer: str) -> None:
    tab = visit("menu, not issued", answer)

    error = await waits(around, tab)

    assert (error.code, error.wait) == ("SGN-004", 120)
    assert tab.pressed.count("新規発行") == 1


async def test_one_under_way_is_not_asked_for_again_and_looked_for_sooner(around: Surroundings) -> None:
    tab = visit("menu, preparing")

    error = await waits(around, tab)

    assert (error.code, error.wait) == ("SGN-004", 60)
    assert "新規発行" not in tab.pressed


async def test_nobody_is_logged_in_while_it_is_waited_for(around: Surroundings) -> None:
    tab = visit("menu, preparing", "top", "logged out")

    await waits(around, tab)

    assert tab.pressed[-1] == "ログアウト"


async def test_waiting_is_no_failure_and_leaves_the_last_picture_alone(around: Surroundings) -> None:
    await waits(around, visit("menu, preparing"))

    assert [path for path in around.evidence.kept if path.endswith(".jpg")] == ["10006/01-signing-last.jpg"]


async def test_a_menu_that_is_ready_at_once_needs_no_wait(around: Surroundings) -> None:
    tab = visit("menu, not issued", "menu, pin needed")

    assert (await signing(staged(around.workplace, tab).of(invitation()))).serial == "0123456789"


async def test_a_refusal_ends_it(around: Surroundings) -> None:
    menu = (PAGES[name] for name in ("login", "top", "personal", "menu, not issued"))
    tab = StagedTab(*menu, page("ユーザ情報に誤りがあります。"))

    with pytest.raises(FlowError) as raised:
        await signing(staged(around.workplace, tab).of(invitation()))

    assert raised.value.code == "SGN-002"
    assert around.holds(SecretName.PASSWORD) == "login9012"
