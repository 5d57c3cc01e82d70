"""The pytest plugin against a site that is not its mock: looked at, and changed only where somebody really means it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import Authority, MockSite
from tests.support.qa_runs import QaRun, run_pytest

_LOOKING = """
import pytest

def test_nobody_is_onboarded(ekakushin):
    ekakushin.onboard()

def test_a_form_does_not_leave(site_under_test, ekakushin, issuance_page):
    (user_id,) = ekakushin.invited()
    assert not site_under_test.is_mock and not site_under_test.may_change
    issuance_page.goto(site_under_test.issuance)
    answer = issuance_page.evaluate("fetch('/scira/', {method: 'POST'}).then(() => 'left', () => 'stayed')")
    assert answer == "stayed"
    assert issuance_page.evaluate("fetch('/scira/').then(() => 'left', () => 'stayed')") == "left"

def test_of_the_mock_alone(mock_site):
    pass

@pytest.mark.mock_site(people=2)
def test_marked_for_the_mock(site_under_test):
    pass
"""
_LOGGING_IN = """
import pytest

@pytest.mark.flaky(reruns=3)
def test_up_to_a_login(onboarded, ekakushin, site_under_test):
    person = onboarded("verify")
    (result,) = ekakushin.onboard(until="login")
    assert result.state == "done"

def test_one_more(onboarded):
    onboarded("login")

def test_that_cannot_log_in(site_under_test):
    assert site_under_test.name == "mock"
"""

_LOOKING_AS_A_PERSON = """
def test_the_login_page_is_seen_and_not_used(ekakushin, person_page):
    (user_id,) = ekakushin.invited()
    person = ekakushin.person(user_id)
    page = person_page(user_id)
    page.goto(person.login_url)
    page.locator("input[type=text]").fill(user_id)
    page.locator("input[type=password]").fill(person.password)
    with page.expect_event("requestfailed"):
        page.locator("input[type=button]").click()
"""


@pytest.fixture
def site(tmp_path: Path, mock_authority: Authority) -> Iterator[MockSite]:
    """A site elsewhere, as far as the run knows."""
    with MockSite(tmp_path / "elsewhere", authority=mock_authority, people=1, signing_delay=0) as made:
        yield made


def run_against(site: MockSite, tests: str, tmp_path: Path, *options: str, name: str = "run") -> QaRun:
    """A run of these tests with the state folder `tmp_path`/home."""
    (tmp_path / "project").mkdir(exist_ok=True)
    (tmp_path / "project" / "test_elsewhere.py").write_text(tests)
    where = [f"--ekakushin-site={site.site_file}", f"--ekakushin-mails={site.mails}"]
    return run_pytest(
        tmp_path / "project",
        tmp_path / name,
        *("-n", "0", f"--ekakushin-home={tmp_path / 'home'}", *where, *options),
        EKAKUSHIN_VAULT="file",
        EKAKUSHIN_VAULT_PASSPHRASE="for this test alone",
    )


def test_nothing_is_changed_on_a_site_that_is_not_the_mock(site: MockSite, tmp_path: Path) -> None:
    run = run_against(site, _LOOKING, tmp_path)

    assert "--ekakushin-really" in run.message("test_nobody_is_onboarded")
    assert run.outcome("test_a_form_does_not_leave") == "passed", run.printed
    assert run.outcome("test_of_the_mock_alone") == "skipped"
    assert run.outcome("test_marked_for_the_mock") == "skipped"
    assert site.ledger() == []


def test_a_login_that_was_refused_is_never_tried_again(site: MockSite, tmp_path: Path) -> None:
    site.fault("ACC-001")

    run = run_against(site, _LOGGING_IN, tmp_path, "--ekakushin-really", "--reruns=2")

    assert run.outcome("test_up_to_a_login") == "failure", run.printed
    assert run.properties("test_up_to_a_login")["ekakushin_code"] == "ACC-001"
    assert run.outcome("test_one_more") == "skipped"
    assert run.outcome("test_that_cannot_log_in") == "passed"
    assert [(each.act, each.outcome) for each in site.ledger() if each.act == "login"] == [
        ("login", "refused")
    ]
    assert [each.act for each in site.ledger()].count("issue") == 1

    acts = len(site.ledger())
    later = run_against(site, _LOOKING_AS_A_PERSON, tmp_path, name="later")  # the certificate was kept
    assert set(later.outcomes.values()) == {"passed"}, later.printed
    assert len(site.ledger()) == acts


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--ekakushin-mails={mails}"], "--ekakushin-site"),
        (["--ekakushin-site={site}", "--ekakushin-mails=nowhere"], "nowhere"),
        (["--ekakushin-site={site}", "--ekakushin-mails={mails}", "--force-reruns=1"], "--force-reruns"),
    ],
)
def test_options_that_do_not_go_together_are_refused_at_once(
    site: MockSite, tmp_path: Path, options: list[str], words: str
) -> None:
    given = [each.format(site=site.site_file, mails=site.mails) for each in options]

    run = run_pytest(tmp_path, tmp_path / "run", "-n", "0", *given)

    assert words in run.printed
    assert not (run.kept / "junit.xml").exists()
