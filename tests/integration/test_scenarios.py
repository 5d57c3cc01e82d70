"""What a scenario does to the mock that is served, by what the sites hold and answer."""

from __future__ import annotations

import ssl
import urllib.request
from dataclasses import replace

import pytest

from ekakushin.fixtures.mock_site import SCENARIOS, Authority, MockSite
from ekakushin.fixtures.mock_site import scenarios as room


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.make()


def front_page(site: MockSite) -> str:
    trusting = ssl.create_default_context(cafile=str(site.ca_file))
    with urllib.request.urlopen(site.people()[0].issuance_url, context=trusting, timeout=20) as page:
        return page.read().decode("utf-8")


def test_somebody_has_signed_up_and_the_others_have_not(authority: Authority) -> None:
    with MockSite(authority=authority, people=2, scenario="signed-up") as site:
        assert [person.signed_up for person in site.people()] == [True, False]


def test_the_first_account_is_locked_and_the_others_are_not(authority: Authority) -> None:
    with MockSite(authority=authority, people=2, scenario="locked-account") as site:
        assert [person.locked for person in site.people()] == [True, False]


def test_a_maintenance_window_ends_by_itself(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    brief = replace(SCENARIOS["maintenance"], lasts=0.01)
    monkeypatch.setitem(room.SCENARIOS, "maintenance", brief)  # type: ignore[arg-type]
    with MockSite(authority=authority, people=1, scenario="maintenance") as site:
        assert any("メンテナンス" not in front_page(site) for _ in range(1000))


def test_it_lasts_until_then(authority: Authority) -> None:
    with MockSite(authority=authority, people=1, scenario="maintenance") as site:
        assert "メンテナンス" in front_page(site)
