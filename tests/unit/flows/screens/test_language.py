"""Japanese / English: switched where a page stays unknown, once, and never where something could be lost."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.errors import FlowError, UnexpectedPage
from ekakushin.flows.screens import screen as screens
from ekakushin.flows.screens.issue import AuthenticationScreen, ReceiptScreen, RequestScreen
from ekakushin.flows.screens.language import way_to_japanese
from ekakushin.flows.screens.screen import arrival
from ekakushin.flows.secret import Secret
from tests.support.guide_pages import PAGES
from tests.support.readings import button, choice, link, page, password
from tests.support.staging import StagedTab

JAPANESE = link("Japanese")
STRANGE_STEP1 = page("Key in the credential", JAPANESE, password("Credential"), button("Onwards"))
STRANGE_STEP2 = page(
    "Choose", JAPANESE, choice("Engine", "A"), choice("Strength", "2048 bit"), button("Obtain")
)
STRANGE_STEP3 = page("Here it is", JAPANESE, button("Root"), button("Client"))


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "_GRACE", -1.0)
    monkeypatch.setattr(screens, "_LANGUAGE_GRACE", -1.0)


async def authenticated(tab: StagedTab) -> object:
    return await AuthenticationScreen(tab, PAGES["step1"]).submit(Secret("auth5678"))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_the_guide_is_to_be_switched(name: str) -> None:
    assert way_to_japanese(PAGES[name]) is None


@pytest.mark.parametrize("words", ["Japanese", "日本語", "[Japanese]", "JAPANESE", "日本語 / Japanese"])
def test_the_way_to_japanese_goes_by_its_words(words: str) -> None:
    assert way_to_japanese(page("Enter the credential that you were mailed", link(words)))


async def test_an_unknown_first_page_in_english_is_switched_to_japanese() -> None:
    tab = StagedTab(PAGES["step1"])
    await arrival(tab, STRANGE_STEP1, (AuthenticationScreen,), refused="ISS-001")
    assert tab.pressed == ["Japanese"]


async def test_it_is_switched_once_and_then_unknown() -> None:
    tab = StagedTab(STRANGE_STEP1, STRANGE_STEP1)
    with pytest.raises(UnexpectedPage):
        await arrival(tab, STRANGE_STEP1, (AuthenticationScreen,), refused="ISS-001")
    assert tab.pressed == ["Japanese"]


async def test_lists_behind_the_password_are_switched_to_japanese() -> None:
    tab = StagedTab(STRANGE_STEP2, PAGES["step2"])
    assert isinstance(await authenticated(tab), RequestScreen)
    assert tab.pressed == ["次へ", "Japanese"]


@pytest.mark.parametrize("shown", [STRANGE_STEP3, page("Your PIN", "abcd1234", JAPANESE)])
async def test_what_may_be_shown_only_once_is_never_switched(shown: Reading) -> None:
    tab = StagedTab(shown)
    with pytest.raises(FlowError):
        await authenticated(tab)
    assert tab.pressed == ["次へ"]


async def test_behind_the_issue_button_nothing_is_switched() -> None:
    tab = StagedTab(STRANGE_STEP2)
    with pytest.raises(FlowError):
        await RequestScreen(tab, PAGES["step2"]).issue()
    assert tab.pressed == ["発行"]


def test_natural_english_is_understood_without_switching() -> None:
    step1 = page(password("Authentication information (password):"), button("Next"), JAPANESE)
    step2 = page(choice("CSP:", "A"), choice("Key length:", "2048 bit"), button("Issue"), "CSP", "Key length")
    step3 = page(button("Install root CA certificate"), button("Install client certificate"), button("OK"))
    assert AuthenticationScreen.is_shown(step1)
    assert RequestScreen.is_shown(step2)
    assert ReceiptScreen.is_shown(step3)
