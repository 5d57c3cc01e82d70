"""Screens, visited without a server: what each asks for and what it refuses."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from fixtures.mock_site.ledger import read_ledger
from fixtures.mock_site.pages import text
from fixtures.mock_site.people import Account
from fixtures.mock_site.screens import issue, login, pin, signing, verify
from fixtures.mock_site.screens.frame import framed
from fixtures.mock_site.sessions import Session, Sessions
from fixtures.mock_site.visits import EVENT, SESSION_ENDED, TOKEN, Page, Visit, World
from tests.clocks import StandingClock

CERTIFICATE = b"the bytes of a certificate"


@pytest.fixture
def session(clock: StandingClock) -> Session:
    return Sessions(clock).of("")


@pytest.fixture
def entered(world: World, account: Account, session: Session) -> Visit:
    """A visit of somebody who is logged in with the own certificate."""
    fingerprint = hashlib.sha256(CERTIFICATE).hexdigest()
    world.records.add_certificate(fingerprint, user_id=account.user_id, serial="1", at=world.moment)
    session.user_id = account.user_id
    return Visit(world=world, session=session, path="/", peer_der=CERTIFICATE)


def sent(visit: Visit, event: str, **fields: str) -> Visit:
    return replace(visit, form={TOKEN: visit.session.save_token(), EVENT: event, **fields})


def shown(page: Page) -> str:
    names = {"token": lambda: "t", "token_field": TOKEN, "event_field": EVENT, "charset": "UTF-8"}
    return text(page.template, {**names, **page.values})


def test_an_unknown_address_has_no_step1(world: World, session: Session) -> None:
    visit = Visit(world=world, session=session, path="/", query={"p1": "1", "p2": "x", "p3": "y"})

    page = issue.entrance(visit)

    assert isinstance(page, Page)
    assert page.template == "issuance/refusal.html"


async def test_nobody_gets_a_certificate_without_a_password(world: World, session: Session) -> None:
    page = await issue.step2(sent(Visit(world=world, session=session, path="/"), "issue"))

    assert isinstance(page, Page)
    assert "セッションが無効です" in shown(page)


async def test_what_is_no_request_is_not_signed(entered: Visit, account: Account) -> None:
    await issue.step2(sent(entered, "issue", **{issue.REQUEST_FIELD: "!not base64!"}))

    found = entered.world.records.account(account.user_id)
    assert found is not None
    assert not found.issued_at


def test_a_logged_in_visitor_with_another_certificate_is_sent_away(entered: Visit) -> None:
    page = signing.signing(replace(entered, peer_der=b"another"))

    assert page == SESSION_ENDED


def test_a_strangers_certificate_does_not_verify(entered: Visit, account: Account) -> None:
    page = verify.check(replace(entered, query={"k": account.check_key}, peer_der=b"another"))

    assert "ご本人の証明書ではありません" in shown(page)


def test_a_mistyped_user_id_is_not_written_down(entered: Visit, account: Account) -> None:
    entered.session.entrance = account.user_id
    login.login(sent(entered, "login", **{login.USER_FIELD: "s3cret-in-the-wrong-field"}))

    (line,) = read_ledger(entered.world.ledger.file)

    assert (line.user_id, line.detail) == ("", "unknown user")


def test_the_menu_walks_through_its_four_states(
    entered: Visit, account: Account, clock: StandingClock
) -> None:
    def page() -> str:
        return shown(signing.signing(entered))

    pages = [page()]
    signing.signing(sent(entered, "new"))
    pages.append(page())
    clock.pass_by(5)
    pages.append(page())
    entered.world.records.change(account.user_id, pin="1234")
    pages.append(page())

    assert ["署名用の証明書が有効ではありません。" in each for each in pages] == [True, False, False, False]
    assert ["証明書準備が完了していません。" in each for each in pages] == [False, True, False, False]
    assert ["初期暗証コードの登録が完了していません。" in each for each in pages] == [
        False,
        False,
        True,
        False,
    ]
    assert ["証明書シリアルナンバー" in each for each in pages] == [False, False, True, True]
    assert ['value="再発行"' in each for each in pages] == [False, False, True, True]


def test_a_pin_is_refused_before_there_is_a_certificate(entered: Visit) -> None:
    pin.pin(sent(entered, "regist", **{pin.PIN_FIELD: "1234", pin.CONFIRMATION_FIELD: "1234"}))

    (line,) = read_ledger(entered.world.ledger.file)

    assert (line.act, line.outcome, line.detail) == ("pin", "refused", "no certificate")


def test_a_renewal_makes_nothing(entered: Visit, clock: StandingClock) -> None:
    signing.signing(sent(entered, "new"))
    clock.pass_by(5)

    page = signing.signing(sent(entered, "renew"))

    assert "再発行は受け付けておりません" in shown(page)
    assert [line.outcome for line in read_ledger(entered.world.ledger.file)] == ["ok", "refused"]


@pytest.mark.parametrize(
    "caption",
    [
        "ユーザID", "氏名", "ローマ字氏名", "発行対象者(署名用証明書)", "会社名", "ローマ字会社名",
        "発行対象会社名(署名用証明書)", "所属名", "役職", "メールアドレス", "ログイン失敗回数",
        "ログイン用証明書管理", "署名用証明書管理", "パスワード変更", "パスワードポリシー", "最小文字数",
        "サービスTOP", "マイページ", "本人情報", "処理結果", "ログアウト", "全エリア", "詳細検索",
        "最終ログイン日時", "ご契約先", "ユーザ名: 健保 太郎 (TJK株式会社)",
    ],
)  # fmt: skip
def test_the_person_page_has_the_guides_captions(account: Account, caption: str) -> None:
    assert caption in shown(framed(account, "person.html"))
