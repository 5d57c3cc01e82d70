"""Each fault of the connection itself: how it begins, and how it never ends."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.support.scenes import Stage, authenticate, login, signup
from tests.support.visitor import Answer, Visitor, acts, log_in


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def waiting(stage: Stage, pool: ThreadPoolExecutor) -> Future[Answer]:
    """A visit that is not being answered."""
    visit = pool.submit(Visitor(stage.site, stage.tmp_path).visit, stage.person.issuance_url)
    with pytest.raises(TimeoutError):
        visit.result(0.5)
    return visit


def ask(connection: http.client.HTTPSConnection) -> None:
    connection.request("GET", "/ebunsho/UserInfo.do")
    connection.getresponse().read()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_the_handshake_of_one_person_ends_with_an_alert(stage: Stage, version: ssl.TLSVersion) -> None:
    stage.visitor().context.maximum_version = version
    other = Stage(stage.site, stage.key, stage.tmp_path, number=1)
    other.visitor()
    stage.fault("CRT-001")

    with pytest.raises(ssl.SSLError, match="CERTIFICATE_UNKNOWN"):
        signup(stage)
    stage.mend("CRT-001")

    assert ["サインアップ 完了" in signup(each).text for each in (other, stage)] == [True, True]


def test_the_handshake_of_everybody_ends_with_an_alert(stage: Stage) -> None:
    stage.visitor()
    stage.site.fault("CRT-001")

    with pytest.raises(ssl.SSLError, match="CERTIFICATE_UNKNOWN"):
        signup(stage)

    assert "【STEP1】" in Visitor(stage.site, stage.tmp_path).visit(stage.person.issuance_url).text


def test_a_connection_of_before_is_cut(stage: Stage) -> None:
    address = stage.site.service.removeprefix("https://")
    kept = http.client.HTTPSConnection(address, context=stage.visitor().context, timeout=10)
    ask(kept)
    stage.fault("CRT-001")

    with pytest.raises((ConnectionError, http.client.HTTPException, ssl.SSLError)):
        ask(kept)
    kept.close()


def test_nobody_trusts_either_site(stage: Stage) -> None:
    own = stage.visitor()
    stage.site.fault("NET-002")
    for address in (stage.person.issuance_url, stage.person.login_url):
        with pytest.raises(ssl.SSLCertVerificationError):
            own.visit(address)
    stage.site.mend("NET-002")

    assert "サインアップ 完了" in signup(stage).text


def test_what_is_not_answered_is_answered_once_it_is_mended(stage: Stage, pool: ThreadPoolExecutor) -> None:
    stage.fault("NET-003")
    visit = waiting(stage, pool)

    stage.mend("NET-003")

    assert "【STEP1】" in visit.result(5).text


def test_somebody_who_waits_keeps_no_mock_from_stopping(stage: Stage, pool: ThreadPoolExecutor) -> None:
    stage.site.fault("NET-003")
    visit = waiting(stage, pool)

    stage.site.stop()

    assert isinstance(visit.exception(5), (ConnectionError, http.client.HTTPException, ssl.SSLError))


def test_what_nobody_waits_for_any_more_is_not_done(stage: Stage) -> None:
    visitor = Visitor(stage.site, stage.tmp_path)
    step1 = visitor.visit(stage.person.issuance_url)
    stage.site.fault("NET-003")
    visitor.timeout = 0.5
    with pytest.raises(TimeoutError):
        visitor.send(step1, "", stage.person.authentication_password)
    stage.site.mend("NET-003")

    assert authenticate(stage).status == 200
    assert acts(stage.site) == ["authenticate ok"]


def test_something_in_between_leads_the_login_s_form_elsewhere(stage: Stage) -> None:
    signup(stage)
    stage.fault("NET-009")

    answer = log_in(stage.visitor(), stage.person, stage.person.mail_password)
    stage.mend("NET-009")

    assert (answer.status, acts(stage.site).count("login ok")) == (307, 0)
    assert "サービスTOP" in login(stage).text
