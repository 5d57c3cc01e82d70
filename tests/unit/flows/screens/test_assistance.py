"""A person takes over on an unknown page: what they are asked, what ends it, and what stays as it was."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.errors import Refused, UnexpectedPage
from ekakushin.flows.hands import Answer, Assistance, ExpectedScreensPassed
from ekakushin.flows.models import Fact
from ekakushin.flows.onboarding import take
from ekakushin.flows.screens import assistance as assisting
from ekakushin.flows.screens import screen as screens
from ekakushin.flows.screens.home import HomeScreen, LoggedOutScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.personal import PersonalScreen
from ekakushin.flows.screens.screen import arrival
from ekakushin.flows.screens.signup import SignedUpScreen, SignupScreen
from ekakushin.flows.secret import Secret
from ekakushin.flows.workplace import _FURTHER
from tests.support.fakes import USER, Surroundings, invitation
from tests.support.guide_pages import PAGES
from tests.support.lent_hands import FakeAssistant
from tests.support.readings import page
from tests.support.staging import StagedTab

SURVEY = page("アンケートのお願い")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown page is unknown at once, a screen counts as soon as it is shown, and nobody waits."""
    monkeypatch.setattr(screens, "_GRACE", -1.0)
    monkeypatch.setattr(assisting, "_SETTLED", 0.0)
    monkeypatch.setattr(assisting, "_LOOK", 0.0)


def tab_with(assistant: FakeAssistant, *pages: Reading, step: str = "login") -> StagedTab:
    tab = StagedTab(*pages)
    tab.assistance = Assistance(assistant=assistant, user_id=USER, step=step, further=_FURTHER)
    return tab


async def logged_in(tab: StagedTab) -> HomeScreen:
    return await LoginScreen(tab, PAGES["login"]).submit(USER, Secret("login9012"))


async def test_the_flow_goes_on_from_the_screen_that_the_person_reached() -> None:
    assistant = FakeAssistant()
    tab = tab_with(assistant, SURVEY, SURVEY, page("もう一枚"), PAGES["top"])

    assert isinstance(await logged_in(tab), HomeScreen)
    assert assistant.told == ["goes on: HomeScreen"]
    assert tab.pressed == ["ログイン"]  # and nothing again, and nothing else


async def test_what_was_wanted_is_said_without_a_secret() -> None:
    assistant = FakeAssistant()

    await logged_in(tab_with(assistant, SURVEY, SURVEY, PAGES["top"]))

    (request,) = assistant.help_requests
    assert (request.user_id, request.step, request.screen) == (USER, "login", "LoginScreen")
    assert (request.act, request.button, request.expected) == (
        "pressed",
        "ログイン",
        ("HomeScreen",),
    )
    assert "login9012" not in request.model_dump_json()


async def test_giving_up_raises_what_would_have_been_raised() -> None:
    assistant = FakeAssistant(None, Answer.GIVE_UP)

    with pytest.raises(UnexpectedPage) as raised:
        await logged_in(tab_with(assistant, SURVEY))

    assert (raised.value.code, assistant.told) == ("TOOL-001", ["gives up"])


async def test_a_person_who_is_not_there_is_not_waited_for_forever() -> None:
    assistant = FakeAssistant(seconds=0.01)

    with pytest.raises(UnexpectedPage):
        await logged_in(tab_with(assistant, SURVEY))

    assert assistant.told == ["gives up"]


async def test_looking_again_at_a_page_that_is_still_unknown_says_so() -> None:
    assistant = FakeAssistant(Answer.LOOK_AGAIN, Answer.GIVE_UP)

    with pytest.raises(UnexpectedPage):
        await logged_in(tab_with(assistant, SURVEY))

    assert assistant.told == ["sees nothing", "gives up"]


async def test_a_refusal_is_no_matter_for_a_person() -> None:
    assistant = FakeAssistant()

    with pytest.raises(Refused):
        await logged_in(tab_with(assistant, page("パスワードが正しくありません。")))

    assert assistant.help_requests == []


async def test_a_button_that_is_missing_is_the_person_s_to_find() -> None:
    assistant = FakeAssistant()
    tab = tab_with(assistant, SURVEY, PAGES["personal"])

    found = await HomeScreen(tab, page("何もない")).personal()

    assert isinstance(found, PersonalScreen)
    assert (assistant.help_requests[0].act, assistant.help_requests[0].button) == ("missing", "本人情報")
    assert tab.pressed == []


async def test_an_address_that_leads_to_an_unknown_page_is_the_person_s_to_follow() -> None:
    assistant = FakeAssistant()

    found = await arrival(
        tab_with(assistant, SURVEY, PAGES["login"]), SURVEY, (LoginScreen,), refused="CRT-001"
    )

    assert isinstance(found, LoginScreen)
    assert (assistant.help_requests[0].act, assistant.help_requests[0].screen) == ("opened", "")


async def test_who_went_further_is_told_so() -> None:
    assistant = FakeAssistant()
    tab = tab_with(assistant, SURVEY, SURVEY, PAGES["login"], step="signup")

    with pytest.raises(ExpectedScreensPassed):
        await SignupScreen(tab, PAGES["signup"]).submit(USER, Secret("login9012"))

    assert assistant.told == ["goes on: LoginScreen"]


async def test_what_the_unknown_page_passes_for_already_is_not_further() -> None:
    framed = PAGES["top"]  # every page of the service has its frame
    assistant = FakeAssistant(None, None, Answer.GIVE_UP)

    with pytest.raises(UnexpectedPage):
        await PersonalScreen(tab_with(assistant, framed, framed, framed), PAGES["personal"]).signing()


async def test_unless_the_person_says_that_they_are_done() -> None:
    framed = PAGES["top"]
    assistant = FakeAssistant(Answer.LOOK_AGAIN)

    with pytest.raises(ExpectedScreensPassed):
        await PersonalScreen(tab_with(assistant, framed, framed, framed), PAGES["personal"]).signing()


async def test_going_back_is_not_going_further() -> None:
    assistant = FakeAssistant(None, Answer.LOOK_AGAIN, Answer.GIVE_UP)

    with pytest.raises(UnexpectedPage):
        await logged_in(tab_with(assistant, SURVEY, SURVEY, PAGES["login"]))

    assert assistant.told == ["sees nothing", "gives up"]


async def test_nobody_is_asked_for_what_is_not_worth_a_person() -> None:
    assistant = FakeAssistant()

    with pytest.raises(UnexpectedPage):
        await HomeScreen(tab_with(assistant, SURVEY), page("何もない")).press(None, LoggedOutScreen)

    assert assistant.help_requests == []


async def test_a_step_that_somebody_took_further_looks_anew(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[ExpectedScreensPassed | Fact] = [
        ExpectedScreensPassed("LoginScreen"),
        Fact(user_id=USER, step="signup", already=True),
    ]

    async def signup(*_: object) -> Fact:
        found = looks.pop(0)
        if isinstance(found, ExpectedScreensPassed):
            raise found
        return found

    monkeypatch.setitem(take.__globals__["_STEPS"], "signup", signup)

    assert (await take(around.workplace.of(invitation()), "signup")).model_dump()["already"] is True


def test_every_further_screen_is_one_that_a_person_can_be_sent_to() -> None:
    assert SignedUpScreen.awaited
    assert all(isinstance(kind, type) for kind in _FURTHER)
