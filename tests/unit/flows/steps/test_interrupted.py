"""A 発行 that was cut off: the site is asked what came of it, and nothing is pressed that issues."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.errors import FlowError, OutcomeUnknown, Refused, Unavailable
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from ekakushin.flows.steps.issue import issue
from tests.support.fakes import NOW, USER, Surroundings, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import page
from tests.support.staging import StagedTab, staged

NOTHING = page("有効な証明書情報がありません。")
WRONG = page("認証情報/パスワードが正しくありません。")


@pytest.fixture
def around(around: Surroundings) -> Surroundings:
    """Somebody whose 発行 was sent, with a key that waits for its certificate."""
    around.certificates.keep_key(USER, Secret("key"))
    around.certificates.note_requested(USER, NOW)
    return around


async def looked(around: Surroundings, *pages: Reading) -> tuple[FlowError, StagedTab]:
    """How a look ends after STEP1 and these pages."""
    tab = StagedTab(PAGES["step1"], *pages)
    with pytest.raises(FlowError) as raised:
        await issue(staged(around.workplace, tab).of(invitation()))
    return raised.value, tab


@pytest.mark.parametrize("name", ["step2", "archive"])
async def test_a_page_that_offers_to_issue_again_is_left_alone(around: Surroundings, name: str) -> None:
    error, tab = await looked(around, PAGES[name])

    assert isinstance(error, OutcomeUnknown)
    assert (error.code, tab.pressed) == ("ISS-004", ["次へ"])
    assert "pK2p7Qx9" not in error.site_words


@pytest.mark.parametrize("answer", [NOTHING, page("月見うどん"), page("CSPは使えません。")])
async def test_any_other_answer_is_the_site_s_own_words(around: Surroundings, answer: Reading) -> None:
    error, _ = await looked(around, answer)

    assert (error.code, error.person, error.step) == ("ISS-004", USER, "issue")
    assert around.holds(SecretName.REFUSED_AUTHENTICATION) is None


async def test_the_words_of_a_refusal_are_passed_on(around: Surroundings) -> None:
    error, _ = await looked(around, NOTHING)

    assert error.site_words == "有効な証明書情報がありません。"


async def test_a_password_that_is_said_to_be_wrong_is_not_sent_again(around: Surroundings) -> None:
    first, _ = await looked(around, WRONG)
    second, tab = await looked(around, WRONG)

    assert (first.code, second.code) == ("ISS-001", "ISS-008")
    assert tab.filled == []


async def test_step3_is_gone_on_with(around: Surroundings) -> None:
    error, tab = await looked(around, PAGES["step3"])

    assert tab.pressed[:2] == ["次へ", "クライアント証明書のインストール"]
    assert error.code == "ISS-005"  # this tab has nothing to install


async def test_a_site_that_is_closed_is_asked_later(around: Surroundings) -> None:
    error, _ = await looked(around, page("ただいまメンテナンス中です。"))

    assert isinstance(error, Unavailable)
    assert around.certificates.times_turned_away(USER) == 0


async def test_after_three_times_nothing_the_site_is_left_in_peace(around: Surroundings) -> None:
    for _ in range(3):
        await looked(around, NOTHING)

    error, tab = await looked(around, NOTHING)

    assert (error.code, tab.filled) == ("ISS-004", [])


async def test_what_a_human_allows_is_pressed_again(around: Surroundings) -> None:
    around.certificates.allow_reissue(USER)
    tab = StagedTab(PAGES["step1"], PAGES["step2"], PAGES["step2"], NOTHING)

    with pytest.raises(Refused):
        await issue(staged(around.workplace, tab).of(invitation()))

    assert tab.pressed == ["次へ", "発行"]
    assert around.certificates.requested_at(USER) == NOW
