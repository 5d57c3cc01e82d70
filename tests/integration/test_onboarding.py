"""The story in a real browser, against the mock and its ledger."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from ekakushin.automation.state.names import StateFile
from ekakushin.fixtures.mock_site import MockSite
from ekakushin.fixtures.mock_site.options import HtmlFilter
from ekakushin.flows.models import SecretName
from tests.integration.conftest import Order

ONCE = ("authenticate", "issue", "verify", "signup", "sign", "pin", "password")


def acts(site: MockSite, outcome: str = "ok") -> Counter[str]:
    return Counter(line.act for line in site.ledger() if line.outcome == outcome)


def test_a_person_is_taken_from_two_mails_to_an_account_that_can_file_once(order: Order) -> None:
    site, flows = order()
    (first,), before = flows.onboard(), acts(site)
    (second,) = flows.onboard()
    assert (first.state, first.code, second.state) == ("done", "", "done")
    assert [before[act] for act in ONCE] == [1] * len(ONCE)
    assert set(acts(site) - before) <= {"login", "logout"}
    assert not acts(site, "refused")
    (person,) = site.people()
    assert flows.secret(person.user_id, SecretName.PASSWORD) == person.password
    assert flows.secret(person.user_id, SecretName.PIN) == person.pin
    assert flows.secret(person.user_id, SecretName.NEXT_PASSWORD) is None


@pytest.mark.parametrize("encoding", ["utf-8", "euc_jp"])
def test_the_service_may_speak_another_encoding(order: Order, encoding: str) -> None:
    site, flows = order(service_encoding=encoding)
    (result,) = flows.onboard()
    assert result.state == "done"
    assert not acts(site, "refused")


def test_the_p12_profile_needs_no_bridge(order: Order) -> None:
    site, flows = order(profile="p12")
    (result,) = flows.onboard()
    assert result.state == "done"
    assert acts(site)["issue"] == 1
    assert len(flows.office.certificates.archives(result.user_id)) == 1


def for_trident_only(html: str, path: str) -> str:
    """A page that fills its lists for Internet Explorer's user agent alone."""
    only = r'if (navigator.userAgent.indexOf("Trident") >= 0) \1.AddAvailableCsps'
    return re.sub(r"(\w+)\.AddAvailableCsps", only, html)


def test_a_login_that_is_still_open_elsewhere_is_ended_once(order: Order) -> None:
    site, flows = order(earlier_login=True)
    (result,) = flows.onboard()
    assert (result.state, result.code) == ("done", "")
    assert [line.act for line in site.ledger() if line.outcome == "refused"] == []
    assert [line.act for line in site.ledger()].count("disconnect") == 1


def for_compatibility_view_only(html: str, path: str) -> str:
    """A page that asks another browser to go away, and leans on what only 互換表示 has."""
    return re.sub(
        r"(<body[^>]*>)",
        r"\1<script>if (navigator.appName != 'Microsoft Internet Explorer' || !document.all)"
        r"document.write('サポートされていないブラウザです。<plaintext style=display:none>');</script>",
        html,
        count=1,
    )


@pytest.mark.parametrize(
    ("page", "face", "entered"), [(for_trident_only, "ie11", 2), (for_compatibility_view_only, "ie7", 1)]
)
def test_a_page_for_another_browser_is_asked_for_as_by_that_one(
    order: Order, page: HtmlFilter, face: str, entered: int
) -> None:
    site, flows = order(html_filter=page)
    (result,) = flows.onboard(steps=("issue",))
    assert (result.state, result.code) == ("done", "")
    assert acts(site)["authenticate"] == entered
    assert json.loads((flows.office.home / StateFile.FACES).read_text("utf-8")) == {"mock": face}


def without_scripts(html: str, path: str) -> str:
    """STEP2 with its script broken: the lists stay empty for everybody."""
    return html.replace("AddAvailableCsps", "AddNothing") if "Step1" in path else html


@pytest.mark.usefixtures("empty_lists")
def test_lists_that_stay_empty_end_before_anything_is_asked_for(order: Order) -> None:
    site, flows = order(html_filter=without_scripts)
    (result,) = flows.onboard()
    assert (result.state, result.code) == ("failed", "ISS-002")
    assert acts(site)["issue"] == 0
    assert flows.office.certificates.requested_at(result.user_id) is None


def test_a_used_authentication_password_is_refused_once(order: Order) -> None:
    site, flows = order()
    flows.onboard(steps=("issue",))
    for file in (flows.office.home / "certificates").rglob("*"):
        if file.is_file():
            file.unlink()  # another PC: the certificate is not here
    first, second = flows.onboard()[0], flows.onboard()[0]
    assert (first.code, second.code) == ("ISS-009", "ISS-008")
    assert "有効な証明書情報がありません" in first.site_words
    assert acts(site, "refused") == Counter({"authenticate": 1})


def test_a_certificate_is_kept_although_the_page_cannot_install_it(order: Order) -> None:
    site, flows = order(html_filter=lambda html, path: html.replace("InstallResponse", "InstallNothing"))
    (result,) = flows.onboard(steps=("issue", "verify", "signup"))
    assert result.state == "done"
    assert acts(site)["signup"] == 1


def test_the_certificate_opens_the_site_from_plain_openssl_too(order: Order, tmp_path: Path) -> None:
    site, flows = order()
    (result,) = flows.onboard(steps=("issue",))
    certificate = flows.office.certificates.latest(result.user_id)
    assert certificate
    identity = flows.office.certificates.identity(certificate)
    pem = tmp_path / "identity.pem"
    pem.write_bytes(identity.certificate_pem + identity.key_pem.reveal().encode())
    host = site.service.removeprefix("https://")
    request = f"GET /ebunsho/ServiceTop.do HTTP/1.0\r\nHost: {host}\r\n\r\n"
    answer = subprocess.run(
        [
            *("openssl", "s_client", "-quiet", "-connect", host, "-verify_return_error"),
            *("-CAfile", site.ca_file, "-cert", pem, "-key", pem),
        ],
        input=request.encode(),
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert b"200 OK" in answer.stdout
