"""What the mock gives to whoever comes back after 発行: the same certificate, until it has been received."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from ekakushin.fixtures.mock_site import Authority, MockSite
from tests.support.visitor import Visitor, acts, certificates_in, pin_on, press_issue, step2


@pytest.fixture
def site(authority: Authority) -> Iterator[MockSite]:
    with MockSite(people=1, authority=authority, issuing_delay=0) as site:
        yield site


def test_until_it_is_received_the_same_certificate_is_shown_again(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    person = site.people()[0]
    first = Visitor(site, tmp_path)
    issued = press_issue(first, step2(first, person), key)

    again = step2(Visitor(site, tmp_path), person)

    assert "【STEP3】証明書を受け取る" in again.text
    assert certificates_in(again) == certificates_in(issued)
    assert acts(site) == ["authenticate ok", "issue ok", "authenticate ok"]


def test_ok_on_the_page_that_is_shown_again_leads_to_step4(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    person, visitor = site.people()[0], Visitor(site, tmp_path)
    press_issue(visitor, step2(visitor, person), key)
    other = Visitor(site, tmp_path)

    step4 = other.send(step2(other, person))

    assert "/certcheck/Check.do" in step4.html


def test_the_authentication_password_is_used_up_once_the_certificate_is_received(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    person = site.people()[0]
    visitor = Visitor(site, tmp_path)
    visitor.send(press_issue(visitor, step2(visitor, person), key))

    page = step2(Visitor(site, tmp_path), person)

    assert "有効な証明書情報がありません。" in page.text
    assert site.ledger()[-1].detail == "used up"


def test_a_site_may_give_the_answer_out_once(
    authority: Authority, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    with MockSite(authority=authority, receipt="once", issuing_delay=0) as site:
        visitor = Visitor(site, tmp_path)
        press_issue(visitor, step2(visitor, site.people()[0]), key)

        page = step2(Visitor(site, tmp_path), site.people()[0])

    assert "有効な証明書情報がありません。" in page.text


def test_the_answer_outlives_a_restart(authority: Authority, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    with MockSite(tmp_path / "mock", authority=authority, issuing_delay=0) as site:
        visitor = Visitor(site, tmp_path)
        issued = press_issue(visitor, step2(visitor, site.people()[0]), key)
    with MockSite(tmp_path / "mock", authority=authority) as site:
        again = step2(Visitor(site, tmp_path), site.people()[0])

    assert certificates_in(again) == certificates_in(issued)


def test_a_p12_file_can_be_downloaded_again_under_the_same_pin(authority: Authority, tmp_path: Path) -> None:
    with MockSite(authority=authority, profile="p12", issuing_delay=0) as site:
        person, one, other = site.people()[0], Visitor(site, tmp_path), Visitor(site, tmp_path)
        first = step2(one, person)
        file = one.send(first, "issue")
        again = step2(other, person)

        assert other.send(again, "issue").body == file.body
        assert pin_on(again) == pin_on(first)
        assert acts(site).count("issue ok") == 1


def test_a_p12_file_is_not_given_out_under_another_pin(authority: Authority, tmp_path: Path) -> None:
    with MockSite(authority=authority, profile="p12", issuing_delay=0) as site:
        person, one, other = site.people()[0], Visitor(site, tmp_path), Visitor(site, tmp_path)
        first, second = step2(one, person), step2(other, person)
        one.send(first, "issue")

        refused = other.send(second, "issue")

        assert "有効な証明書情報がありません。" in refused.text
        assert acts(site)[-1] == "issue refused"
