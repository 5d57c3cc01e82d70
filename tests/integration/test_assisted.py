"""A person takes over in the real browser: they move an unknown page on, and the flow goes on from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Page

from ekakushin.fixtures.mock_site import MockSite
from ekakushin.flows.errors import OutcomeUnknown, UnexpectedPage
from ekakushin.flows.hands import Answer
from ekakushin.flows.models import ClientCertificate, Invitation, Noun, StepName
from ekakushin.flows.onboarding import take
from ekakushin.flows.screens import screen as screens
from ekakushin.flows.steps.login import log_out_after
from ekakushin.testing import Ekakushin
from tests.integration.conftest import Order
from tests.support.persons import Player, goes_on, survey_before

Filter = Callable[[str, str], str]


@pytest.fixture(autouse=True)
def _short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is unknown after a moment."""
    monkeypatch.setattr(screens, "_GRACE", 1.0)


def acts(site: MockSite, outcome: str = "ok") -> Counter[str]:
    return Counter(line.act for line in site.ledger() if line.outcome == outcome)


def invited(site: MockSite) -> Invitation:
    (person,) = site.people()
    return Invitation.model_validate(
        {
            "user_id": person.user_id,
            "issuance_url": person.issuance_url,
            "signup_url": person.signup_url,
            "login_url": person.login_url,
            "authentication_password": person.authentication_password,
            "login_password": person.mail_password,
        }
    )


async def done(site: MockSite, flows: Ekakushin, player: Player, *steps: StepName) -> Noun:
    """The steps of the one person there is, with the player at the browser; the last one's fact."""
    async with flows.office.open(print) as workplace:
        for step in steps[:-1]:
            async with log_out_after(workplace.of(invited(site))) as case:
                await take(case, step)
        async with log_out_after(player.beside(workplace).of(invited(site))) as case:
            return await take(case, steps[-1])


def survey_after_login(html: str, path: str) -> str:
    """A survey in place of the page behind the login."""
    return survey_before(html) if "UrLogin" in path and "ログアウト" in html else html


LOGIN: tuple[StepName, ...] = ("issue", "verify", "signup", "login")


async def test_a_survey_after_the_login_is_left_to_the_person(order: Order) -> None:
    site, flows = order(html_filter=survey_after_login)
    player = Player(goes_on)

    await done(site, flows, player, *LOGIN)

    (request,) = player.help_requests
    assert (request.step, request.screen, request.act, request.button) == (
        "login",
        "LoginScreen",
        "pressed",
        "ログイン",
    )
    assert (request.expected, request.title) == (("HomeScreen",), "アンケート")
    assert player.told == ["goes on: HomeScreen"]
    assert (acts(site)["login"], acts(site, "refused")) == (1, Counter())


async def test_giving_up_is_an_unknown_page_with_evidence(order: Order) -> None:
    site, flows = order(html_filter=survey_after_login)
    player = Player()

    with pytest.raises(UnexpectedPage) as raised:
        await done(site, flows, player, *LOGIN)

    assert (raised.value.code, raised.value.step, player.told) == ("TOOL-001", "login", ["gives up"])
    (page,) = [Path(each) for each in raised.value.evidence if each.endswith(".html")]
    assert "ご利用状況アンケート" in page.read_text("utf-8")
    assert acts(site)["login"] == 1


async def test_an_unknown_page_at_an_address_is_left_to_the_person(order: Order) -> None:
    site, flows = order(html_filter=lambda html, path: survey_before(html) if "Entrance" in path else html)
    player = Player(goes_on)

    await done(site, flows, player, "issue")

    (request,) = player.help_requests
    assert (request.act, request.screen, request.expected) == (
        "opened",
        "",
        ("AuthenticationScreen",),
    )
    assert "p2=" not in request.place
    assert acts(site)["issue"] == 1


def unknown_step2(html: str, path: str) -> str:
    """STEP2 in words that nobody expects."""
    return html.replace("　発行　", "申請する").replace("CSP:", "種類:") if "Step1" in path else html


async def press_issue(page: Page) -> None:
    await page.get_by_role("button", name="申請する").click()


async def test_issued_by_the_person_is_issued_once_and_received(order: Order) -> None:
    site, flows = order(html_filter=unknown_step2)
    player = Player(press_issue)

    certificate = await done(site, flows, player, "issue")

    assert isinstance(certificate, ClientCertificate)
    assert player.told == ["goes on: ReceiptScreen"]
    assert flows.office.certificates.requested_at(certificate.user_id) is not None
    assert (acts(site)["issue"], acts(site, "refused")) == (1, Counter())


async def test_issued_by_the_person_and_then_lost_is_an_unknown_outcome(order: Order) -> None:
    def lost(html: str, path: str) -> str:
        return "<html><body>月見うどん</body></html>" if "Step2" in path else unknown_step2(html, path)

    site, flows = order(html_filter=lost)
    player = Player(press_issue, says=Answer.GIVE_UP)
    player.answer = lambda: Answer.GIVE_UP if acts(site)["issue"] else None  # type: ignore[method-assign]

    with pytest.raises(OutcomeUnknown) as raised:
        await done(site, flows, player, "issue")

    assert raised.value.code == "ISS-004"
    assert flows.office.certificates.requested_at(raised.value.person) is not None


async def test_a_click_that_issues_nothing_is_not_noted(order: Order) -> None:
    site, flows = order(html_filter=lambda html, path: survey_before("") if "Step1" in path else html)

    async def looks_for_help(page: Page) -> None:
        await page.evaluate("location.href = '/scira/Help.jsp?t=csp'")

    player = Player(looks_for_help)
    player.seconds = 3.0

    with pytest.raises(UnexpectedPage):
        await done(site, flows, player, "issue")

    (person,) = site.people()
    assert flows.office.certificates.requested_at(person.user_id) is None


async def test_a_page_between_issuing_and_receiving_is_left_to_the_person(order: Order) -> None:
    site, flows = order(html_filter=lambda html, path: survey_before(html) if "Step2" in path else html)
    player = Player(goes_on)

    await done(site, flows, player, "issue")

    assert (player.help_requests[0].button, player.told) == ("発行", ["goes on: ReceiptScreen"])
    assert (acts(site)["issue"], acts(site, "refused")) == (1, Counter())


def without_lists(html: str, path: str) -> str:
    """STEP2 whose lists nobody fills."""
    return html.replace("window.onload = initPage", "") if "Step1" in path else html


@pytest.mark.usefixtures("empty_lists")
async def test_lists_that_the_person_has_filled_are_gone_on_from(order: Order) -> None:
    site, flows = order(html_filter=without_lists)

    async def fill(page: Page) -> None:
        await page.evaluate("initPage()")

    player = Player(fill)

    await done(site, flows, player, "issue")

    assert (player.help_requests[0].act, player.told) == ("filling", ["goes on: FilledRequestScreen"])
    assert (acts(site)["issue"], acts(site, "refused")) == (1, Counter())


@pytest.mark.usefixtures("empty_lists")
async def test_issued_by_the_person_while_the_site_is_slow_is_not_pressed_again(order: Order) -> None:
    site, flows = order(html_filter=without_lists, issuing_delay=5.0)

    async def fill_and_issue(page: Page) -> None:
        await page.evaluate("initPage()")
        await page.get_by_role("button", name="発行").click(no_wait_after=True)

    player = Player(fill_and_issue)

    certificate = await done(site, flows, player, "issue")

    assert isinstance(certificate, ClientCertificate)
    assert (acts(site)["issue"], acts(site, "refused")) == (1, Counter())


async def test_a_p12_file_that_the_person_had_sent_is_opened_with_their_pin(order: Order) -> None:
    site, flows = order(
        profile="p12", html_filter=lambda html, path: html.replace("P12ファイル証明書PIN", "合い言葉")
    )
    player = Player()

    async def read_and_issue(page: Page) -> None:
        player.pin_read = await page.locator("tt").inner_text()
        await page.get_by_role("button", name="発行").click()

    player._act = read_and_issue

    certificate = await done(site, flows, player, "issue")

    assert isinstance(certificate, ClientCertificate)
    assert len(flows.office.certificates.archives(certificate.user_id)) == 1
    assert (acts(site)["issue"], acts(site, "refused")) == (1, Counter())


async def test_who_went_further_than_asked_is_looked_for_where_they_stand(order: Order) -> None:
    def survey_after_signup(html: str, path: str) -> str:
        if "SignUp" in path and "完了しました" in html:
            return "<html><body><p>本日の献立は月見うどんです。</p></body></html>"
        return html

    site, flows = order(html_filter=survey_after_signup)

    async def to_the_login(page: Page) -> None:
        await page.goto(site.people()[0].login_url)

    player = Player(to_the_login)

    fact = await done(site, flows, player, "issue", "verify", "signup")

    assert player.told == ["goes on: LoginScreen"]
    assert getattr(fact, "already", None) is True
    assert (acts(site)["signup"], acts(site, "refused")) == (1, Counter())


async def test_a_message_box_is_the_person_s_to_answer(order: Order) -> None:
    def asking(html: str, path: str) -> str:
        page = survey_before(html)
        return page.replace('onclick="on()"', "onclick=\"if (confirm('よろしいですか')) on()\"")

    site, flows = order(html_filter=lambda html, path: asking(html, path) if "Entrance" in path else html)
    player = Player(goes_on)
    player.seconds = 6.0

    with pytest.raises(UnexpectedPage):
        await done(site, flows, player, "issue")

    assert not acts(site)
