"""What the mock can be told to do wrong, at once and from anywhere."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from ekakushin.fixtures.mock_site import FAULTS, Authority, MockSite, cause
from tests.support.visitor import Answer, Visitor, acts, log_in, signed_up


@pytest.fixture
def site(authority: Authority) -> Iterator[MockSite]:
    with MockSite(people=2, authority=authority, issuing_delay=0) as site:
        yield site


def first_pages(site: MockSite, own: Visitor) -> list[Answer]:
    """What both sites show to the first person now."""
    person = site.people()[0]
    return [own.visit(person.issuance_url), own.visit(person.login_url)]


def ask(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/scira/Help.jsp")
    connection.getresponse().read()


def test_maintenance_closes_both_sites_with_a_page(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    own = signed_up(site, site.people()[0], key, tmp_path)
    site.fault("NET-005")

    pages = first_pages(site, own)

    assert [page.status for page in pages] == [200, 200]
    assert all("メンテナンス中" in page.text for page in pages)


def test_overload_is_an_error_of_the_server(site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    own = signed_up(site, site.people()[0], key, tmp_path)
    site.fault("NET-004")

    assert [page.status for page in first_pages(site, own)] == [503, 503]


def test_a_site_that_is_down_refuses_connections_until_it_is_mended(site: MockSite, tmp_path: Path) -> None:
    address = site.people()[0].issuance_url
    kept = http.client.HTTPSConnection(
        urlsplit(site.issuance).netloc, context=Visitor(site, tmp_path).context, timeout=10
    )
    ask(kept)
    site.fault("NET-001")

    for origin in (site.issuance, site.service):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", urlsplit(origin).port or 0), timeout=10)
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(kept)
    kept.close()
    site.mend("NET-001")
    assert "【STEP1】" in Visitor(site, tmp_path).visit(address).text


def test_a_mock_may_begin_down(authority: Authority, tmp_path: Path) -> None:
    with MockSite(authority=authority, faults=("NET-001",)) as site:
        with pytest.raises(ConnectionRefusedError):
            Visitor(site, tmp_path).visit(site.people()[0].issuance_url)
        site.mend("NET-001")

        assert Visitor(site, tmp_path).visit(site.people()[0].issuance_url).status == 200


def test_an_unknown_page_comes_after_the_login_of_one_person(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    one, other = site.people()
    site.fault(f"TOOL-001@{one.user_id}")

    lost = log_in(signed_up(site, one, key, tmp_path), one, one.mail_password)
    found = log_in(signed_up(site, other, key, tmp_path), other, other.mail_password)

    assert "アンケート" in lost.text
    assert "サービスTOP" in found.text
    assert acts(site).count("login ok") == 2


def test_a_right_password_is_refused_and_counted(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    person = site.people()[0]
    own = signed_up(site, person, key, tmp_path)
    site.fault(f"ACC-001@{person.user_id}")

    pages = [log_in(own, person, person.mail_password) for _ in range(6)]

    assert "正しくありません" in pages[0].text
    assert site.person(person.user_id).locked
    assert [line.detail for line in site.ledger()][-2:] == ["wrong password", "wrong password, locked"]


def test_another_process_may_cause_it(site: MockSite, tmp_path: Path) -> None:
    cause(site.state, "NET-005")

    assert "メンテナンス中" in Visitor(site, tmp_path).visit(site.people()[0].issuance_url).text


def test_a_fault_is_gone_after_a_restart(authority: Authority, tmp_path: Path) -> None:
    with MockSite(tmp_path / "mock", authority=authority, faults=("NET-005",)) as site:
        closed = Visitor(site, tmp_path).visit(site.people()[0].issuance_url)
    with MockSite(tmp_path / "mock", authority=authority) as site:
        opened = Visitor(site, tmp_path).visit(site.people()[0].issuance_url)

    assert ("メンテナンス中" in closed.text, "【STEP1】" in opened.text) == (True, True)


@pytest.mark.parametrize("spec", ["XYZ-001", "", "NET-001@10006", "ACC-001@"])
def test_what_it_cannot_do_is_refused(site: MockSite, spec: str) -> None:
    with pytest.raises(ValueError, match=r"not a fault|not for one person|nobody is named"):
        site.fault(spec)
    with pytest.raises(ValueError, match=r"not a fault|not for one person|nobody is named"):
        MockSite(faults=(spec,))


def test_the_refusal_lists_what_it_can_do(site: MockSite) -> None:
    with pytest.raises(ValueError, match=", ".join(FAULTS)):
        site.fault("XYZ-001")


def test_nobody_unknown_is_befallen(site: MockSite) -> None:
    with pytest.raises(KeyError, match="4711"):
        site.fault("ACC-001@4711")
