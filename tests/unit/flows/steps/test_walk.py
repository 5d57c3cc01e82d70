"""The walk of a check sees what there is to see, and does nothing there but log in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.models import SecretName
from ekakushin.flows.steps.walk import walk
from tests.support.fakes import USER, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import page
from tests.support.staging import StagedTab, staged


@pytest.fixture
def signed_up(around: Surroundings) -> Surroundings:
    """Somebody with a proven certificate whose password works."""
    around.certificates.known[USER] = [certificate(proven=True)]
    around.has(SecretName.PASSWORD, "login9012")
    return around


def shows(*names: str) -> tuple[Reading, ...]:
    return tuple(PAGES[name] for name in names)


async def test_step2_is_looked_at_and_nothing_is_issued(around: Surroundings) -> None:
    tab = StagedTab(*shows("step1", "step2"))
    found = await walk(staged(around.workplace, tab).of(invitation()), step2=True)
    assert found == []
    assert len(tab.filled) == 1
    assert [name.strip() for name in tab.pressed] == ["次へ"]


@pytest.mark.parametrize("why", ["unknown site", "refused before", "issued before", "has a certificate"])
async def test_the_authentication_password_is_not_spent_where_it_could_cost_something(
    around: Surroundings, why: str
) -> None:
    tabs = [StagedTab(*shows("signup"))]
    if why == "refused before":
        around.has(SecretName.REFUSED_AUTHENTICATION, invitation().authentication_password.reveal())
    elif why == "issued before":
        around.certificates.requested[USER] = datetime(2026, 1, 1, tzinfo=UTC)
    elif why == "has a certificate":
        around.certificates.known[USER] = [certificate(proven=True)]
    await walk(staged(around.workplace, *tabs).of(invitation()), step2=why != "unknown site")
    assert (tabs[0].filled, tabs[0].pressed) == ([], [])


async def test_who_has_not_signed_up_is_not_logged_in(around: Surroundings) -> None:
    around.certificates.known[USER] = [certificate(proven=True)]
    tab = StagedTab(*shows("signup"))
    assert await walk(staged(around.workplace, tab).of(invitation()), step2=True) == []
    assert (tab.filled, tab.pressed) == ([], [])


async def test_behind_the_login_pages_are_opened_and_nothing_is_registered_or_changed(
    signed_up: Surroundings,
) -> None:
    look = StagedTab(*shows("signed up already"))
    tab = StagedTab(
        *shows(
            "login", "top", "personal"
        ),  # each visit goes on from the page on which the one before has ended
        *shows("personal", "menu, pin needed", "pin"),
        *shows("pin", "personal", "password"),
    )
    found = await walk(staged(signed_up.workplace, look, tab).of(invitation()), step2=False)
    assert found == []
    assert [caption for caption, _ in tab.filled] == ["ユーザID", "パスワード"]
    assert tab.pressed == ["ログイン", "本人情報", "署名用証明書管理", "登録", "本人情報", "パスワード変更"]


async def test_a_refused_password_ends_the_walk_and_is_not_tried_again(signed_up: Surroundings) -> None:
    wrong = page("ログイン", "ユーザIDまたはパスワードが正しくありません。", *PAGES["login"].controls)
    look, tab = StagedTab(*shows("signed up already")), StagedTab(*shows("login"), wrong)
    found = await walk(staged(signed_up.workplace, look, tab).of(invitation()), step2=False)
    assert [error.code for error in found] == ["ACC-001"]
    assert tab.pressed == ["ログイン"]
    again = StagedTab(*shows("signed up already"))
    found = await walk(staged(signed_up.workplace, again, StagedTab()).of(invitation()), step2=False)
    assert [error.code for error in found] == ["ACC-003"]
