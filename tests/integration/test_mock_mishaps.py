"""Each fault that is more than words: what happens, what the ledger has, and that mending helps."""

from __future__ import annotations

import http.client
import ssl
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

from ekakushin.fixtures.mock_site import Authority, MockSite, cause
from ekakushin.fixtures.mock_site.wording import wordings
from tests.support.scenes import (
    Stage,
    authenticate,
    issue,
    logged_in,
    login,
    open_pin,
    order,
    ordered,
    register_pin,
    signup,
)
from tests.support.visitor import Visitor, acts, certificates_in, menu, pin_on, step2

SAYING_NONE = "初期暗証コードの登録が完了していません。"
MAKING = "署名用の証明書準備が完了していません。"


def mail(stage: Stage, number: int) -> str:
    file = stage.site.mails / f"{stage.person.user_id}-{number}.eml"
    return str(BytesParser(policy=policy.default).parsebytes(file.read_bytes()).get_content())


def test_the_lists_of_step2_stay_empty(stage: Stage) -> None:
    stage.fault("ISS-002")
    page = authenticate(stage).html
    stage.mend("ISS-002")

    assert [each.count("{ return; }\n  try {") for each in (page, authenticate(stage).html)] == [1, 0]


@pytest.mark.parametrize("code", ["ISS-003", "ISS-015", "ISS-016", "ISS-017"])
@pytest.mark.parametrize("number", range(3))
def test_the_page_itself_stops_before_anything_is_sent(stage: Stage, code: str, number: int) -> None:
    stage.number = number
    stage.fault(code)
    page = authenticate(stage)
    stage.mend(code)

    words = wordings(code)[number % len(wordings(code))].replace("\n", "\\n")
    assert f'alert("{words}");\n  return;' in page.html
    assert f'alert("{words}");\n  return;' not in authenticate(stage).html
    assert acts(stage.site) == ["authenticate ok"] * 2


@pytest.mark.parametrize("code", ["ISS-005", "ISS-011", "ISS-012", "ISS-013", "ISS-014"])
@pytest.mark.parametrize("number", range(3))
def test_the_page_itself_refuses_to_install(stage: Stage, code: str, number: int) -> None:
    stage.number = number
    stage.fault(code)
    page = issue(stage)
    stage.mend(code)

    words = wordings(code)[number % len(wordings(code))]
    assert f'alert("クライアント証明書のインストールに失敗しました。\\n{words}");\n  return;' in page.html
    with pytest.raises(ValueError, match="PKCS7"):
        certificates_in(page)
    assert len(certificates_in(authenticate(stage))) == 3


def test_a_lost_answer_is_not_given_out_before_it_is_mended(stage: Stage) -> None:
    stage.fault("ISS-004")
    with pytest.raises((ConnectionError, http.client.HTTPException, ssl.SSLError)):
        issue(stage)
    used_up = authenticate(stage)
    stage.mend("ISS-004")

    assert "有効な証明書情報がありません。" in used_up.text
    assert len(certificates_in(authenticate(stage))) == 3
    details = [(line.act, line.outcome, line.detail) for line in stage.site.ledger()]
    assert details[1:3] == [("issue", "ok", "answer lost"), ("authenticate", "refused", "used up")]


def test_an_answer_may_be_lost_in_an_empty_page_too(stage: Stage) -> None:
    stage.number = 1
    stage.fault("ISS-004")

    page = issue(stage)

    assert (page.status, page.text, stage.last()) == (200, "", "issue ok: answer lost")


def test_a_p12_file_opens_with_another_pin_than_was_shown(authority: Authority, tmp_path: Path) -> None:
    with MockSite(authority=authority, profile="p12", issuing_delay=0, faults=("ISS-006",)) as site:
        visitor, again = Visitor(site, tmp_path), Visitor(site, tmp_path)
        page = step2(visitor, site.people()[0])
        with pytest.raises(ValueError, match="password"):
            pkcs12.load_pkcs12(visitor.send(page, "issue").body, pin_on(page).encode())
        site.mend("ISS-006")
        right = again.send(step2(again, site.people()[0]), "issue")

    assert pkcs12.load_pkcs12(right.body, pin_on(page).encode()).cert


def test_somebody_else_has_signed_up_before(stage: Stage) -> None:
    stage.fault("ACC-010")
    already, pages = signup(stage), [login(stage) for _ in range(2)]

    details = [line.detail for line in stage.site.ledger()][-2:]

    assert "すでにサインアップが完了しています。" in already.text
    assert all("正しくありません" in page.text for page in pages)
    assert details == ["wrong password"] * 2
    assert stage.person.signed_up
    assert stage.person.password != stage.person.mail_password


def test_somebody_else_s_password_locks_after_six_and_is_gone_when_mended(stage: Stage) -> None:
    stage.fault("ACC-010")
    for _ in range(6):
        login(stage)
    stage.mend("ACC-010")

    assert (stage.person.locked, stage.person.signed_up) == (True, False)
    stage.site.unlock(stage.person.user_id)
    assert "サインアップ 完了" in signup(stage).text


def test_a_signing_certificate_may_never_get_ready(stage: Stage) -> None:
    stage.fault("SGN-001")
    ordered(stage)
    waiting_still = menu(stage.visitor(), stage.site).text
    stage.mend("SGN-001")

    assert [MAKING in text for text in (waiting_still, menu(stage.visitor(), stage.site).text)] == [
        True,
        False,
    ]
    assert stage.last() == "sign ok: "


def test_a_pin_may_be_accepted_and_not_kept(stage: Stage) -> None:
    ordered(stage)
    stage.fault("SGN-005")
    done, last = register_pin(stage), stage.last()
    after = menu(stage.visitor(), stage.site)
    stage.mend("SGN-005")
    register_pin(stage)

    assert ("完了しました" in done.text, last, SAYING_NONE in after.text) == (True, "pin ok: not kept", True)
    assert (stage.person.pin, stage.last()) == ("83616", "pin ok: ")


def test_somebody_else_may_have_registered_a_pin(stage: Stage) -> None:
    stage.fault("SGN-006")
    logged_in(stage)
    before = stage.person.pin
    order(stage)
    page, pin = open_pin(stage), stage.person.pin
    stage.mend("SGN-006")

    assert "登録できる状態ではありません" in page.text
    assert (before, bool(pin), stage.person.pin) == ("", True, "")
    assert SAYING_NONE in menu(stage.visitor(), stage.site).text


@pytest.mark.parametrize("code", ["MAIL-001", "MAIL-002", "MAIL-003"])
def test_mails_are_written_wrong_and_right_again(stage: Stage, code: str) -> None:
    before = {file.name: file.read_bytes() for file in stage.site.mails.iterdir()}
    cause(stage.site.state, f"{code}@{stage.person.user_id}")
    during = {file.name: file.read_bytes() for file in stage.site.mails.iterdir()}
    stage.mend(code)
    after = {file.name: file.read_bytes() for file in stage.site.mails.iterdir()}

    assert after == before
    assert {name[:5] for name in during if during[name] != before.get(name)} == {stage.person.user_id}


@pytest.mark.parametrize("code", ["MAIL-001", "MAIL-002", "MAIL-003"])
def test_the_mails_of_those_invited_later_are_wrong_too(stage: Stage, code: str) -> None:
    stage.site.fault(code)
    right = mail(stage, 1) + mail(stage, 2)
    (late,) = stage.site.invite()

    files = sorted(stage.site.mails.glob(f"{late.user_id}-*"))

    assert len(files) == (3 if code == "MAIL-002" else 2)
    assert ("example.net" in right) == (code == "MAIL-003")
