"""Sign-up happens once per account, and never with a password that was refused."""

from __future__ import annotations

import pytest

from ekakushin.flows.errors import FlowError, ForeignAddress, NeedsPerson, Refused
from ekakushin.flows.models import SecretName
from ekakushin.flows.steps.signup import signup
from tests.support.fakes import USER, BrowserAsked, Surroundings, certificate, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import page
from tests.support.staging import StagedTab, staged


@pytest.fixture
def certified(around: Surroundings) -> Surroundings:
    """Somebody with a proven certificate."""
    around.certificates.known[USER] = [certificate(proven=True)]
    return around


async def test_who_has_logged_in_before_is_signed_up(around: Surroundings) -> None:
    around.has(SecretName.PASSWORD, "login9012")

    assert (await signup(around.workplace.of(invitation()))).already
    assert around.browsing.asked == []


async def test_a_refused_password_is_not_tried_again(certified: Surroundings) -> None:
    certified.has(SecretName.REFUSED_PASSWORD, "login9012")

    with pytest.raises(Refused) as raised:
        await signup(certified.workplace.of(invitation()))

    assert raised.value.code == "ACC-003"
    assert certified.browsing.asked == []


async def test_a_new_mail_s_password_is_tried(certified: Surroundings) -> None:
    certified.has(SecretName.REFUSED_PASSWORD, "login9012")

    with pytest.raises(BrowserAsked):
        await signup(certified.workplace.of(invitation(login_password="another1")))


async def test_an_address_outside_the_service_is_not_opened(certified: Surroundings) -> None:
    with pytest.raises(ForeignAddress):
        await signup(certified.workplace.of(invitation(signup_url="https://webra2.secomtrust.net/x")))

    assert certified.browsing.asked == []


async def test_nobody_signs_up_without_a_certificate(around: Surroundings) -> None:
    with pytest.raises(NeedsPerson) as raised:
        await signup(around.workplace.of(invitation()))

    assert raised.value.code == "CRT-002"


async def test_signing_up_sends_what_the_mail_says(certified: Surroundings) -> None:
    tab = StagedTab(PAGES["signup"], PAGES["signed up"])

    fact = await signup(staged(certified.workplace, tab).of(invitation()))

    assert not fact.already
    assert tab.filled == [("ユーザID", USER), ("パスワード", "login9012")]


@pytest.mark.parametrize("name", ["signed up already", "login", "top"])
async def test_who_is_signed_up_already_sends_nothing(certified: Surroundings, name: str) -> None:
    tab = StagedTab(PAGES[name])

    assert (await signup(staged(certified.workplace, tab).of(invitation()))).already
    assert tab.filled == []
    assert certified.holds(SecretName.SIGNED_UP_ELSEWHERE)


async def test_an_address_that_leads_to_a_no_is_the_address_s_fault(certified: Surroundings) -> None:
    with pytest.raises(Refused) as raised:
        await signup(staged(certified.workplace, StagedTab(page("URLが正しくありません。"))).of(invitation()))

    assert (raised.value.code, certified.holds(SecretName.REFUSED_PASSWORD)) == ("ACC-011", None)


async def test_it_is_no_failure_to_learn_it_from_the_answer(certified: Surroundings) -> None:
    tab = StagedTab(PAGES["signup"], PAGES["signed up already"])

    assert (await signup(staged(certified.workplace, tab).of(invitation()))).already


@pytest.mark.parametrize(
    ("words", "code", "remembered"),
    [
        ("パスワードが正しくありません。", "ACC-004", "login9012"),
        ("ただいま混み合っております。", "NET-008", None),
        ("アカウントがロックされています。", "ACC-002", None),
    ],
)
async def test_a_refused_password_is_remembered_and_nothing_else(
    certified: Surroundings, words: str, code: str, remembered: str | None
) -> None:
    tab = StagedTab(PAGES["signup"], page(words))

    with pytest.raises(FlowError) as raised:
        await signup(staged(certified.workplace, tab).of(invitation()))

    assert raised.value.code == code
    assert certified.holds(SecretName.REFUSED_PASSWORD) == remembered
