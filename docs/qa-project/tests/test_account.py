"""利用準備の終わった人の画面。 / The pages of somebody whose account is set up."""

import pytest
from fixtures.words import USER_ID


@pytest.mark.parametrize("number", range(6))
def test_the_login_page_asks_for_the_user_id(onboarded, person_page, number):
    person = onboarded("login")
    page = person_page(person)
    page.goto(person.login_url)
    assert page.get_by_text(USER_ID).count() > 0


def test_a_person_logs_in_by_hand(onboarded, person_page, mock_site):
    person = onboarded("login")
    page = person_page(person)
    page.goto(person.login_url)
    page.locator("input[type=text]").fill(person.user_id)
    page.locator("input[type=password]").fill(person.password)
    with page.expect_navigation():
        page.locator("input[type=button]").click()
    assert (mock_site.ledger()[-1].act, mock_site.ledger()[-1].outcome) == ("login", "ok")


def test_a_pin_is_registered(onboarded, ekakushin, mock_site):
    person = onboarded("signup")
    (result,) = ekakushin.onboard(until="pin", only=[person.user_id])
    assert result.state == "done", result.message
    assert mock_site.person(person.user_id).pin == ekakushin.person(person.user_id).pin


@pytest.mark.mock_site(encoding="utf-8")
def test_the_service_in_utf_8(onboarded, person_page):
    person = onboarded("login")
    page = person_page(person)
    answer = page.goto(person.login_url)
    assert "utf-8" in answer.headers["content-type"].lower()


def test_the_issuance_site_is_trusted(site_under_test, issuance_page):
    issuance_page.goto(site_under_test.mock.people()[0].issuance_url)
    assert issuance_page.locator("input").count() > 0
