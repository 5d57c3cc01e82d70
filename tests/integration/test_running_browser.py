"""A browser that runs already, reached by its debugging port: the same work, and it goes on running."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from ekakushin.automation.doctor.examination import look_at_browser
from ekakushin.automation.doctor.premises import Premises
from ekakushin.fixtures.mock_site import Authority, MockSite
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.errors import BrowserMissing
from ekakushin.testing import Ekakushin
from tests.support.running_browsers import running


@pytest.fixture(scope="module")
def address(browser_program: BrowserProgram) -> Iterator[str]:
    with running(browser_program.path) as address:
        yield address


@pytest.fixture
def flows(
    tmp_path: Path, mock_authority: Authority, address: str, browser_program: BrowserProgram
) -> Iterator[tuple[MockSite, Ekakushin]]:
    with MockSite(tmp_path / "mock", people=1, signing_delay=0.2, authority=mock_authority) as site:
        flows = Ekakushin.against(site, tmp_path / "home", browser_program)
        flows.office.settings = flows.office.settings.model_copy(update={"browser": f"cdp:{address}"})
        yield site, flows


def test_a_person_is_onboarded_and_the_browser_goes_on_running(
    flows: tuple[MockSite, Ekakushin], address: str
) -> None:
    site, ours = flows
    (result,) = ours.onboard()
    assert (result.state, result.code) == ("done", "")
    assert not [line for line in site.ledger() if line.outcome == "refused"]
    with urllib.request.urlopen(f"{address}/json/list") as answer:
        assert b"https://" not in answer.read()  # no page of ours is left


def test_no_proxy_is_asked_where_it_is(
    flows: tuple[MockSite, Ekakushin], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ours = flows
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    (check,) = look_at_browser(Premises(ours.office.settings))
    assert check.state == "good"


def test_one_that_does_not_answer_is_a_missing_browser(flows: tuple[MockSite, Ekakushin]) -> None:
    _, ours = flows
    ours.office.settings = ours.office.settings.model_copy(update={"browser": "cdp:http://127.0.0.1:9"})
    with pytest.raises(BrowserMissing) as missing:
        ours.onboard(("issue",))
    assert missing.value.code == "ENV-001"


def test_the_doctor_says_that_it_uses_one(flows: tuple[MockSite, Ekakushin], address: str) -> None:
    _, ours = flows
    (check,) = look_at_browser(Premises(ours.office.settings))
    assert address in check.detail
