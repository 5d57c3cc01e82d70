"""The 暗証コード is kept before it is sent, and registered once."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Control, Reading
from ekakushin.flows.errors import FlowError, Unavailable
from ekakushin.flows.models import SecretName
from ekakushin.flows.steps.pin import pin
from tests.support.fakes import USER, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import page
from tests.support.staging import StagedTab, staged

NEW = "made-pin-0"


class FallingTab(StagedTab):
    """A tab in which the process ends when the PIN is registered."""

    async def press(self, control: Control) -> None:
        if self.filled and self.filled[-1][0].startswith("新しい暗証コード"):
            raise KeyboardInterrupt
        await super().press(control)


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Somebody with a proven certificate whose password works."""
    around.certificates.known[USER] = [certificate(proven=True)]
    around.has(SecretName.PASSWORD, "login9012")
    return around


def pages(menu: str, *more: Reading) -> tuple[Reading, ...]:
    """The way to the menu in this state, and what follows."""
    return (PAGES["login"], PAGES["top"], PAGES["personal"], PAGES[menu], *more)


async def test_who_has_a_pin_keeps_it(around: Surroundings) -> None:
    tab = StagedTab(*pages("menu, ready"))

    around.has(SecretName.PIN, NEW)

    fact = await pin(staged(around.workplace, tab).of(invitation()))

    assert (fact.already, fact.elsewhere, around.holds(SecretName.PIN)) == (True, False, NEW)


async def test_a_pin_that_nobody_here_knows_was_set_elsewhere(around: Surroundings) -> None:
    tab = StagedTab(*pages("menu, ready"))

    fact = await pin(staged(around.workplace, tab).of(invitation()))

    assert (fact.elsewhere, around.holds(SecretName.PIN)) == (True, None)


async def test_a_pin_that_somebody_else_sets_in_the_meantime_is_not_taken_for_ours(
    around: Surroundings,
) -> None:
    tab = registering(page("暗証コードは既に登録されています。処理できません。"))

    fact = await pin(staged(around.workplace, tab, StagedTab(*pages("menu, ready"))).of(invitation()))

    assert (fact.elsewhere, around.holds(SecretName.PIN)) == (True, None)


@pytest.mark.parametrize("menu", ["menu, preparing", "menu, not issued"])
async def test_without_a_signing_certificate_there_is_nothing_to_protect(
    around: Surroundings, menu: str
) -> None:
    with pytest.raises(Unavailable) as raised:
        await pin(staged(around.workplace, StagedTab(*pages(menu))).of(invitation()))

    assert raised.value.code == "SGN-001"


AGAIN = (PAGES["personal"], PAGES["menu, ready"])  # the menu, looked at once more in the same window


def registering(*answer: Reading) -> StagedTab:
    """A tab in which the PIN is registered, with this answer."""
    return StagedTab(*pages("menu, pin needed", PAGES["pin"], *answer))


@pytest.mark.parametrize("answer", ["pin done", "menu, ready"])
async def test_the_pin_is_typed_twice_kept_and_found_registered(around: Surroundings, answer: str) -> None:
    tab = registering(PAGES[answer], *AGAIN)

    fact = await pin(staged(around.workplace, tab).of(invitation()))

    assert not fact.already
    assert tab.filled[-2:] == [("新しい暗証コード", NEW), ("新しい暗証コードの確認入力", NEW)]
    assert around.holds(SecretName.PIN) == NEW


async def test_it_is_kept_before_it_is_sent(around: Surroundings) -> None:
    tab = FallingTab(*pages("menu, pin needed", PAGES["pin"]))

    with pytest.raises(KeyboardInterrupt):
        await pin(staged(around.workplace, tab).of(invitation()))

    assert around.holds(SecretName.PIN) == NEW


async def test_a_pin_of_an_interrupted_run_is_sent_again(around: Surroundings) -> None:
    around.has(SecretName.PIN, "kept-1234")
    tab = registering(PAGES["pin done"], *AGAIN)

    await pin(staged(around.workplace, tab).of(invitation()))

    assert tab.filled[-1][1] == "kept-1234"


async def test_a_pin_that_is_said_to_be_registered_and_is_not_is_not_kept(around: Surroundings) -> None:
    tab = registering(PAGES["pin done"], PAGES["personal"], PAGES["menu, pin needed"])

    with pytest.raises(FlowError) as raised:
        await pin(staged(around.workplace, tab).of(invitation()))

    assert raised.value.code == "SGN-005"
    assert around.holds(SecretName.PIN) is None


NO = page("この暗証コードは使用できません。")


@pytest.mark.parametrize(("answer", "code"), [((NO,), "SGN-003"), ((), "NET-003")])
async def test_a_pin_that_the_menu_does_not_know_is_not_kept(
    around: Surroundings, answer: tuple[Reading, ...], code: str
) -> None:
    look = StagedTab(*pages("menu, pin needed"))

    with pytest.raises(FlowError) as raised:
        await pin(staged(around.workplace, registering(*answer), look).of(invitation()))

    assert raised.value.code == code
    assert around.holds(SecretName.PIN) is None


@pytest.mark.parametrize("answer", [(NO,), (), (page("アンケート"),)])
async def test_a_pin_that_the_menu_knows_is_kept_whatever_the_answer_was(
    around: Surroundings, answer: tuple[Reading, ...]
) -> None:
    look = StagedTab(*pages("menu, ready"))

    await pin(staged(around.workplace, registering(*answer), look).of(invitation()))

    assert around.holds(SecretName.PIN) == NEW


async def test_while_nobody_can_look_the_pin_stays_kept(around: Surroundings) -> None:
    with pytest.raises(FlowError):
        await pin(staged(around.workplace, registering(NO), StagedTab()).of(invitation()))

    assert around.holds(SecretName.PIN) == NEW
