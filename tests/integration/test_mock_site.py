"""The whole mock over real TLS, visited by a plain HTTP client that reads pages as a person would."""

from __future__ import annotations

import gc
import http.client
import json
import re
import socket
import ssl
import tomllib
import warnings
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from ekakushin.fixtures.mock_site import Authority, MockSite, ready_line, unlock
from tests.support.clocks import StandingClock
from tests.support.visitor import (
    Visitor,
    acts,
    certificates_in,
    form_of,
    identity,
    log_in,
    menu,
    pin_on,
    press_issue,
    sign_up,
    signed_up,
    step2,
    with_certificate,
)

NEW_PASSWORD = "abcd12345"
PIN = "7391ab"


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def site(authority: Authority, clock: StandingClock) -> Iterator[MockSite]:
    with MockSite(people=2, authority=authority, clock=clock, issuing_delay=0) as site:
        yield site


def test_a_person_gets_from_the_mails_to_an_account_that_can_file(
    site: MockSite, clock: StandingClock, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    person = site.people()[0]
    issuing = Visitor(site, tmp_path)

    step3 = press_issue(issuing, step2(issuing, person), key)
    step4 = issuing.send(step3)
    visitor = Visitor(site, tmp_path, certificate=identity(certificates_in(step3), key))
    link = BeautifulSoup(step4.html, "html.parser").find("a", href=re.compile(re.escape(site.service)))
    assert link is not None
    assert "正常に終了しました" in visitor.visit(str(link["href"])).text
    assert "サインアップ 完了" in sign_up(visitor, person).text
    assert "健保 太郎 (TJK株式会社)" in log_in(visitor, person, person.mail_password).text
    assert "完了しました。" in visitor.send(menu(visitor, site), "new").text
    assert "少し時間を置いてから" in menu(visitor, site).text
    clock.pass_by(5)
    pin_page = visitor.send(menu(visitor, site), "open", to="/ebunsho/SignPin.do")
    assert "暗証コードの登録が完了しました。" in visitor.send(pin_page, "regist", PIN, PIN).text
    person_page = visitor.visit(f"{site.service}/ebunsho/UserInfo.do")
    change = visitor.send(person_page, "password")
    typed = (person.mail_password, NEW_PASSWORD, NEW_PASSWORD)
    assert "パスワードの変更が完了しました。" in visitor.send(change, "update", *typed).text
    assert "ログアウトしました。" in visitor.visit(f"{site.service}/ebunsho/Logout.do").text

    steps = ("authenticate", "issue", "verify", "signup", "login", "sign", "pin", "password", "logout")
    assert acts(site) == [f"{step} ok" for step in steps]
    assert (site.people()[0].password, site.people()[0].pin) == (NEW_PASSWORD, PIN)


def test_the_authority_decides_the_name_in_a_certificate(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    visitor, person = Visitor(site, tmp_path), site.people()[0]

    step3 = press_issue(visitor, step2(visitor, person), key)

    leaf = next(each for each in certificates_in(step3) if each.public_key() == key.public_key())
    assert "CN=Kenpo Taro" in leaf.subject.rfc4514_string()
    assert "セコムパスポート" in leaf.issuer.rfc4514_string()
    assert len(certificates_in(step3)) == 3


def test_a_second_press_of_issue_is_refused(site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    visitor = Visitor(site, tmp_path)
    page = step2(visitor, site.people()[0])
    press_issue(visitor, page, key)

    again = press_issue(visitor, page, key)

    assert (again.status, "g_answer" in again.html) == (200, False)
    assert acts(site)[-2:] == ["issue ok", "issue refused"]


def test_two_sessions_get_one_certificate_between_them(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    person, one, other = site.people()[0], Visitor(site, tmp_path), Visitor(site, tmp_path)
    first, second = step2(one, person), step2(other, person)
    press_issue(one, first, key)

    refused = press_issue(other, second, key)

    assert "有効な証明書情報がありません。" in refused.text
    assert acts(site).count("issue ok") == 1


def test_a_wrong_authentication_password_leads_back_to_step1(site: MockSite, tmp_path: Path) -> None:
    visitor = Visitor(site, tmp_path)

    page = visitor.send(visitor.visit(site.people()[0].issuance_url), "", "mistyped")

    assert "正しくありません" in page.text
    assert form_of(page)[0] == "/scira/Step1.do"
    assert "mistyped" not in site.ledger_file.read_text("utf-8")


def test_one_can_go_back_before_issuing(site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    visitor, person = Visitor(site, tmp_path), site.people()[0]
    step1 = visitor.send(step2(visitor, person), "back")

    step3 = press_issue(visitor, visitor.send(step1, "", person.authentication_password), key)

    assert "【STEP3】証明書を受け取る" in step3.text
    assert len(certificates_in(step3)) == 3


def test_a_weak_key_is_refused_and_the_password_stays_good(site: MockSite, tmp_path: Path) -> None:
    visitor = Visitor(site, tmp_path)
    weak = rsa.generate_private_key(65537, 1024)

    page = press_issue(visitor, step2(visitor, site.people()[0]), weak)

    assert "CSRの検証に失敗しました。" in page.text
    assert site.ledger()[-1].detail == "weak key"
    assert not site.people()[0].issued


def test_the_service_hangs_up_on_those_without_a_certificate(
    site: MockSite, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ssl.SSLError, match="CERTIFICATE_REQUIRED"):
        Visitor(site, tmp_path).visit(site.people()[0].login_url)

    assert "Traceback" not in capfd.readouterr().err


def test_the_service_speaks_tls_1_2_too(site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    visitor = with_certificate(site, site.people()[0], key, tmp_path)
    visitor.context.maximum_version = ssl.TLSVersion.TLSv1_2

    page = visitor.visit(site.people()[0].signup_url)

    assert "サインアップ" in page.text


def test_another_persons_certificate_opens_no_account(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    first, second = site.people()
    signed_up(site, first, key, tmp_path)
    other_key = rsa.generate_private_key(65537, 2048)
    stranger = signed_up(site, second, other_key, tmp_path)

    page = log_in(stranger, first, first.mail_password)

    assert "ログインできません" in page.text
    assert site.ledger()[-1].detail == "other certificate"


def test_a_login_before_the_signup_is_refused(site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    person = site.people()[0]

    page = log_in(with_certificate(site, person, key, tmp_path), person, person.mail_password)

    assert "サインアップが完了していません。" in page.text
    assert acts(site)[-1] == "login refused"


def test_a_second_signup_says_that_it_is_done_already(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    person = site.people()[0]
    visitor = signed_up(site, person, key, tmp_path)
    before = acts(site)

    page = visitor.visit(person.signup_url)

    assert "すでにサインアップが完了しています。" in page.text
    assert "ログインへ" in page.text
    assert acts(site) == before


def test_six_wrong_logins_lock_the_account_until_it_is_unlocked(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    person = site.people()[0]
    visitor = signed_up(site, person, key, tmp_path)
    pages = [log_in(visitor, person, "wrong00") for _ in range(6)]
    locked = log_in(visitor, person, person.mail_password)

    unlock(site.state, person.user_id)
    opened = log_in(visitor, person, person.mail_password)

    assert ["ロック" in page.text for page in pages] == [False] * 5 + [True]
    assert "ロックされています" in locked.text
    assert person.name in opened.text
    assert [line.detail for line in site.ledger()][-3:] == ["wrong password, locked", "locked", ""]


def test_a_right_login_starts_the_count_again(site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    person = site.people()[0]
    visitor = signed_up(site, person, key, tmp_path)

    for _ in range(2):
        for _ in range(5):
            log_in(visitor, person, "wrong00")
        log_in(visitor, person, person.mail_password)

    assert not site.people()[0].locked


def test_a_token_opens_one_door_once(site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    person = site.people()[0]
    visitor = signed_up(site, person, key, tmp_path)
    page = visitor.visit(person.login_url)
    visitor.send(page, "login", person.user_id, person.mail_password)

    again = visitor.send(page, "login", person.user_id, person.mail_password)

    assert (again.status, "不正な操作" in again.text) == (200, True)
    assert site.ledger()[-1].detail == "token used"


def test_a_page_after_the_logout_says_that_the_session_has_ended(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    person = site.people()[0]
    visitor = signed_up(site, person, key, tmp_path)
    log_in(visitor, person, person.mail_password)
    visitor.visit(f"{site.service}/ebunsho/Logout.do")

    page = visitor.visit(f"{site.service}/ebunsho/UserInfo.do")

    assert (page.status, "セッションが終了しました。" in page.text) == (200, True)


def test_a_second_order_of_the_signing_certificate_is_refused(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    person = site.people()[0]
    visitor = signed_up(site, person, key, tmp_path)
    log_in(visitor, person, person.mail_password)
    visitor.send(menu(visitor, site), "new")

    visitor.send(menu(visitor, site), "new")

    assert acts(site)[-2:] == ["sign ok", "sign refused"]


@pytest.mark.parametrize(
    ("new", "confirmation", "words"),
    [
        ("abcd12345", "abcd12346", "一致しません"),
        ("abc123", "abc123", "8文字以上"),
        ("ABCD12345", "ABCD12345", "小文字と算用数字"),
        ("abcd1234!", "abcd1234!", "半角英数字"),
    ],
)
def test_a_password_against_the_policy_is_refused(
    site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path, new: str, confirmation: str, words: str
) -> None:
    person = site.people()[0]
    visitor = signed_up(site, person, key, tmp_path)
    log_in(visitor, person, person.mail_password)
    form = visitor.visit(f"{site.service}/ebunsho/Password.do")

    page = visitor.send(form, "update", person.mail_password, new, confirmation)

    assert words in page.text
    assert site.people()[0].password == person.mail_password


def test_a_state_folder_is_taken_up_with_its_people_and_ports(authority: Authority, tmp_path: Path) -> None:
    state = tmp_path / "state"
    with MockSite(state, people=2, authority=authority) as site:
        before, origins = site.people(), site.origins
        mail = (site.mails / "10006-1.eml").read_bytes()

    with MockSite(state) as site:
        assert site.people() == before
        assert site.origins == origins
        assert (site.mails / "10006-1.eml").read_bytes() == mail
        page = Visitor(site, tmp_path).visit(before[0].issuance_url)

    assert "【STEP1】" in page.text


def test_a_taken_port_is_given_up_and_the_mails_say_so(authority: Authority, tmp_path: Path) -> None:
    state = tmp_path / "state"
    with MockSite(state, people=1, authority=authority, issuing_delay=0):
        pass
    with MockSite(state, issuing_delay=0) as one, MockSite(state, issuing_delay=0) as other:
        assert {one.issuance, one.service}.isdisjoint({other.issuance, other.service})
        mail = BytesParser(policy=policy.default).parsebytes((state / "mails/10006-1.eml").read_bytes())

        assert other.people()[0].issuance_url in mail.get_content()
        assert tomllib.loads(other.site_file.read_text("utf-8"))["issuance"] == other.issuance


def test_the_signing_certificate_gets_ready_while_the_mock_is_down(
    authority: Authority, clock: StandingClock, key: rsa.RSAPrivateKey, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    with MockSite(state, authority=authority, clock=clock, issuing_delay=0, signing_delay=60) as site:
        person = site.people()[0]
        visitor = signed_up(site, person, key, tmp_path)
        log_in(visitor, person, person.mail_password)
        visitor.send(menu(visitor, site), "new")
    clock.pass_by(60)

    with MockSite(state, clock=clock, signing_delay=60) as site:
        log_in(visitor, person, person.mail_password)
        page = menu(visitor, site)

    assert "初期暗証コードの登録が完了していません。" in page.text
    assert "再発行" in page.html


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8"])
def test_pages_come_in_the_encoding_that_header_and_meta_say(
    authority: Authority, tmp_path: Path, encoding: str
) -> None:
    with MockSite(authority=authority, issuance_encoding=encoding) as site:
        page = Visitor(site, tmp_path).visit(site.people()[0].issuance_url)

    assert "認証情報/パスワード(半角英数字):" in page.body.decode(encoding)
    assert f"charset={page.charset}".lower() in page.html.lower()


def test_the_service_is_in_a_legacy_encoding(site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    person = site.people()[0]

    page = with_certificate(site, person, key, tmp_path).visit(person.signup_url)

    assert (page.charset, "charset=Shift_JIS" in page.html) == ("Shift_JIS", True)


def test_a_p12_file_opens_with_the_pin_that_was_shown(authority: Authority, tmp_path: Path) -> None:
    with MockSite(authority=authority, profile="p12", issuing_delay=0) as site:
        person = site.people()[0]
        visitor = Visitor(site, tmp_path)
        page = step2(visitor, person)
        pin = pin_on(page)
        download = visitor.send(page, "issue")
        again = visitor.send(page, "issue")
        with pytest.raises(ValueError, match="password"):
            pkcs12.load_pkcs12(download.body, b"another")
        archive = pkcs12.load_pkcs12(download.body, pin.encode())
        assert isinstance(archive.key, rsa.RSAPrivateKey)
        assert archive.cert is not None
        own = Visitor(site, tmp_path, certificate=identity([archive.cert.certificate], archive.key))
        done = sign_up(own, person)

    assert download.disposition == 'attachment; filename="10006.p12"'
    assert again.disposition == ""
    assert "サインアップ 完了" in done.text
    assert len(archive.additional_certs) == 2


def test_a_filter_sees_every_page_before_it_is_encoded(authority: Authority, tmp_path: Path) -> None:
    seen: list[str] = []

    def shout(html: str, path: str) -> str:
        seen.append(path)
        return html.replace("次へ", "次へ進む")

    with MockSite(authority=authority, html_filter=shout) as site:
        page = Visitor(site, tmp_path).visit(site.people()[0].issuance_url)

    assert "次へ進む" in page.html
    assert seen == ["/scira/Entrance.jsp"]


def test_people_can_be_invited_while_the_sites_run(site: MockSite, tmp_path: Path) -> None:
    (person,) = site.invite()

    page = Visitor(site, tmp_path).visit(person.issuance_url)

    assert "【STEP1】" in page.text
    assert len(list(site.mails.glob("*.eml"))) == 6


def test_a_temporary_state_is_gone_when_the_mock_is(authority: Authority) -> None:
    with MockSite(authority=authority) as site:
        state = site.state
        line = json.loads(json.dumps(ready_line(site)))
        assert Path(line["site"]).is_file()

    assert line["ready"] is True
    assert not state.exists()


def test_nothing_stays_open_after_the_end(authority: Authority) -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        site = MockSite(authority=authority).start()
        trusting = ssl.create_default_context(cafile=site.ca_file)
        kept = http.client.HTTPSConnection(urlsplit(site.issuance).netloc, context=trusting, timeout=10)
        kept.request("GET", "/scira/Help.jsp")
        kept.getresponse().read()
        port = urlsplit(site.service).port
        with socket.create_connection(("127.0.0.1", port)):  # as browsers do, ahead of time
            site.stop()
        kept.close()
        gc.collect()

    assert [str(each.message) for each in heard] == []


def test_a_mock_can_be_stopped_twice(authority: Authority) -> None:
    site = MockSite(authority=authority).start()

    site.stop()
    site.stop()

    assert not site.state.exists()


def test_the_ledger_holds_no_secret(site: MockSite, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    person = site.people()[0]
    visitor = signed_up(site, person, key, tmp_path)
    log_in(visitor, person, "mistyped1")
    log_in(visitor, person, person.mail_password)

    written = site.ledger_file.read_text("utf-8")

    secrets = [person.mail_password, person.authentication_password, "mistyped1"]
    secrets += re.findall(r"=([0-9a-f]{6,})", person.issuance_url + person.signup_url + person.login_url)
    assert len(secrets) == 7
    assert not [secret for secret in secrets if secret in written]
