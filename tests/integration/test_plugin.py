"""The pytest plugin, used by a project of somebody else's whose tests fail, mix and ask for what there is not."""

from __future__ import annotations

import pytest

from tests.support.qa_runs import QaRun, run_pytest

_CONFTEST = """
import pytest

@pytest.fixture
def mock_options(mock_options):
    return {**mock_options, "people": 2, "signing_delay": 0}
"""
_INI = """[pytest]
asyncio_mode = auto
asyncio_default_fixture_loop_scope = session
asyncio_default_test_loop_scope = session
pythonpath = .
"""
_FIXTURES = "WORD = 'ユーザID'\n"
_TESTS = """
import asyncio
import pytest
from fixtures.words import WORD
from pathlib import Path
from ekakushin.automation.commands.capture import CaptureRequest, capture
from ekakushin.testing import Ekakushin, MockSite, in_a_thread

@pytest.fixture(scope="session")
async def loop_of_the_session():
    yield asyncio.get_running_loop()
    await asyncio.sleep(0)

@pytest.mark.parametrize("fixture", ["page"])
def test_a_page_that_nobody_sees_coming(request, fixture):
    request.getfixturevalue(fixture).set_content("<p>here</p>")

async def test_an_async_test_behind_it(mock_site, loop_of_the_session):
    assert isinstance(mock_site, MockSite)
    assert asyncio.get_running_loop() is loop_of_the_session

async def test_an_async_test_with_a_page(page):
    pass

@pytest.mark.mock_site(faults="ACC-002")
def test_somebody_is_locked(ekakushin, mock_site):
    assert isinstance(ekakushin, Ekakushin)
    results = ekakushin.onboard(until="login", only=[mock_site.people()[0].user_id])
    assert [each.state for each in results] == ["done"]

def test_a_secret_is_in_the_message(mock_site, issuance_page):
    person = mock_site.people()[0]
    print("printed:", person.mail_password)
    issuance_page.goto(person.issuance_url)
    issuance_page.locator("input[type=password]").fill(person.authentication_password)
    issuance_page.set_default_timeout(300)
    issuance_page.goto(person.issuance_url)
    issuance_page.get_by_text(person.authentication_password).click()

def test_a_page_without_a_certificate(person_page, mock_site):
    person_page(mock_site.people()[0])

def test_twice_onboarded(onboarded):
    onboarded("issue")
    onboarded("issue")

def test_a_step_that_there_is_not(onboarded):
    onboarded("sign")

@pytest.mark.mock_site(colour="red")
def test_an_option_that_there_is_not(mock_site):
    pass

@pytest.mark.mock_site(profile="paper")
def test_a_value_that_there_is_not(mock_site):
    pass

@pytest.mark.mock_site(people=3, skins="framed", encoding="Shift_JIS", html_filter=lambda path, html: html)
def test_how_the_mock_was_made(mock_site):
    options = mock_site.options
    print("passed:", mock_site.people()[2].mail_password)
    assert (options.people, options.skins, options.signing_delay) == (3, ("framed",), 0)
    assert (options.service_encoding, options.issuance_encoding) == ("Shift_JIS", "Shift_JIS")

def test_a_page_is_as_it_was(onboarded, ekakushin, person_page, page_like):
    person = onboarded("signup")
    request = CaptureRequest(user_id=person.user_id, folder=Path("capture"))
    assert in_a_thread(lambda: capture(ekakushin.office, request)) == 0
    page = person_page(person)
    page.goto(person.login_url)
    page_like("capture", "login")

@pytest.mark.mock_site(replay="capture")
def test_a_captured_page_is_shown_again(issuance_page, mock_site, page_like):
    assert "authentication" in mock_site.replay.captured
    issuance_page.goto(mock_site.people()[0].issuance_url)
    page_like("capture", "AuthenticationScreen")

def test_a_page_is_not_as_it_was(issuance_page, mock_site, page_like):
    issuance_page.goto(mock_site.people()[0].issuance_url)
    issuance_page.evaluate("document.title = 'changed'")
    page_like("capture", "authentication", page=issuance_page)

def test_a_screen_that_was_not_captured(issuance_page, page_like):
    page_like("capture", "pin")

def test_no_capture_at_all(issuance_page, tmp_path, page_like):
    page_like(tmp_path, "pin")
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> QaRun:
    project = tmp_path_factory.mktemp("project")
    (project / "fixtures").mkdir()
    (project / "pytest.ini").write_text(_INI)
    (project / "conftest.py").write_text(_CONFTEST)
    (project / "fixtures" / "__init__.py").write_text("")
    (project / "fixtures" / "words.py").write_text(_FIXTURES, "utf-8")
    (project / "test_somebody_else_s.py").write_text(_TESTS, "utf-8")
    folder = tmp_path_factory.mktemp("run")
    return run_pytest(
        project, folder, "-n", "0", "--tracing=retain-on-failure", "--screenshot=only-on-failure"
    )


@pytest.mark.parametrize(
    "test",
    [
        "test_a_page_that_nobody_sees_coming[page]",
        "test_an_async_test_behind_it",
        "test_how_the_mock_was_made",
        "test_a_page_is_as_it_was",
        "test_a_captured_page_is_shown_again",
    ],
)
def test_what_works_beside_a_package_fixtures_of_their_own(run: QaRun, test: str) -> None:
    assert run.outcomes[test] == "passed", run.printed
    assert "ERROR at teardown" not in run.printed


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("test_an_async_test_with_a_page", "async を外して def にするか"),
        ("test_a_page_without_a_certificate", "[CRT-002]"),
        ("test_twice_onboarded", "一度だけ"),
        ("test_a_step_that_there_is_not", "issue, verify, signup"),
        ("test_an_option_that_there_is_not", "colour"),
        ("test_a_value_that_there_is_not", "not a profile: paper"),
        ("test_a_page_is_not_as_it_was", "+ 題名「changed」"),
        ("test_a_screen_that_was_not_captured", "画面 pin が"),
        ("test_no_capture_at_all", "capture.toml"),
    ],
)
def test_what_does_not_work_says_why_in_a_sentence(run: QaRun, test: str, words: str) -> None:
    assert run.outcome(test) in ("failure", "error")
    assert words in run.message(test)
    assert "Traceback" not in run.message(test)


def test_a_failure_carries_code_person_step_and_ledger(run: QaRun) -> None:
    told = run.properties("test_somebody_is_locked")

    assert told["ekakushin_code"] == "ACC-002"
    assert told["ekakushin_person"] == "10006"
    assert told["ekakushin_step"] == "login"
    assert told["ekakushin_ledger"].endswith("10006 login refused locked")
    summary = run.printed.rpartition("= ekakushin =")[2]
    for place in (summary, run.html):
        assert "ACC-002" in place
        assert "10006 login refused locked" in place


def test_no_report_and_no_kept_file_of_a_failed_test_holds_a_secret(run: QaRun) -> None:
    assert "printed: ******" in run.printed
    assert "passed: ******" in run.html
    assert run.leaked() == []
    assert list(run.kept.rglob("trace.zip"))
