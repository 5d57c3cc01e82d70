"""Between a press and the screen that answers it."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.errors import FlowError, Refused, Unavailable, UnexpectedPage
from ekakushin.flows.screens import screen as screens
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.issue import AuthenticationScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.password import PasswordScreen
from ekakushin.flows.screens.screen import _Patience, arrival
from ekakushin.flows.screens.signup import AlreadySignedUpScreen, SignupScreen
from ekakushin.flows.secret import Secret
from tests.support.guide_pages import PAGES
from tests.support.readings import button, link, page
from tests.support.staging import StagedTab

PLEASE_WAIT = page("【STEP3】の画面が表示されるまで何もせずお待ちください。")
WRONG = page("ログイン", "ユーザIDまたはパスワードが正しくありません。", link("戻る"))


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown page is unknown at once."""
    monkeypatch.setattr(screens, "_GRACE", -1.0)


async def logged_in(tab: StagedTab, password: str = "login9012") -> HomeScreen:
    return await LoginScreen(tab, PAGES["login"]).submit("10006", Secret(password))


async def refusal_of(tab: StagedTab) -> FlowError:
    with pytest.raises(FlowError) as raised:
        await logged_in(tab)
    return raised.value


async def test_the_screen_that_follows_is_returned() -> None:
    tab = StagedTab(PAGES["top"])

    home = await logged_in(tab)

    assert isinstance(home, HomeScreen)
    assert tab.filled == [("ユーザID", "10006"), ("パスワード", "login9012")]
    assert tab.pressed == ["ログイン"]


async def test_a_page_in_between_that_says_nothing_is_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "_GRACE", 60.0)

    assert isinstance(await logged_in(StagedTab(page("処理中です。"), PAGES["top"])), HomeScreen)


async def test_no_answer_at_all_is_the_site_s_silence() -> None:
    assert (await refusal_of(StagedTab())).code == "NET-003"


async def test_a_form_that_its_page_does_not_send_is_told_with_what_its_message_box_said() -> None:
    asks = "利用規約に同意してください。"
    tab = StagedTab(PAGES["login"], says=(asks,), sends=False)

    async with tab.sending_once():
        error = await refusal_of(tab)

    assert isinstance(error, UnexpectedPage)
    assert error.site_words == asks


@pytest.mark.parametrize(
    "notice",
    [
        page(
            "ご利用規約", "以下の規約に同意のうえ、ご利用ください。", button("同意する"), button("同意しない")
        ),
        page("お知らせ", "パスワードの有効期限が近づいています。", button("次へ"), button("後で")),
        page("重要なお知らせ", "ご確認のうえ「確認しました」を押してください。", button("確認しました")),
    ],
)
async def test_a_notice_or_terms_behind_the_login_are_told_and_nothing_is_agreed_to(notice: Reading) -> None:
    tab = StagedTab(notice)

    error = await refusal_of(tab)

    assert isinstance(error, UnexpectedPage)
    assert notice.lines[0] in error.site_words
    assert tab.pressed == ["ログイン"]


@pytest.mark.parametrize(
    "strange", [page("月見うどん", "処理中です。しばらくお待ちください。"), page("月見うどん")]
)
async def test_a_strange_page_that_stays_until_time_is_over_is_unexpected(
    monkeypatch: pytest.MonkeyPatch, strange: Reading
) -> None:
    monkeypatch.setattr(screens, "_GRACE", 60.0)

    error = await refusal_of(StagedTab(strange))

    assert isinstance(error, UnexpectedPage)
    assert "月見うどん" in error.site_words


async def test_the_same_of_an_address_that_was_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "_GRACE", 60.0)

    with pytest.raises(UnexpectedPage):
        await arrival(StagedTab(), page("お待ちください。月見うどん"), (LoginScreen,), refused="CRT-001")


async def test_a_no_on_a_page_of_its_own_is_refused_with_the_site_s_words() -> None:
    error = await refusal_of(StagedTab(WRONG))

    assert isinstance(error, Refused)
    assert error.code == "ACC-001"
    assert "正しくありません" in error.site_words


async def test_the_same_screen_again_is_a_no_even_without_a_word() -> None:
    assert (await refusal_of(StagedTab(PAGES["login"]))).code == "ACC-001"


async def test_a_message_box_is_a_no_even_where_the_page_stays() -> None:
    tab = StagedTab(PAGES["login"], says=("パスワードが正しくありません。",))

    error = await refusal_of(tab)

    assert (error.code, error.site_words) == ("ACC-001", "パスワードが正しくありません。")


@pytest.mark.parametrize(("before", "over"), [(PLEASE_WAIT, True), (page("ログイン"), False), (None, False)])
async def test_only_a_page_that_begins_to_ask_for_patience_is_given_it(
    before: Reading | None, over: bool
) -> None:
    tab = StagedTab()
    patience = _Patience(tab, 0.0, before)
    patience.over(PLEASE_WAIT)
    tab.waiting.counted += 1

    assert patience.over(PLEASE_WAIT) is over


async def test_an_unknown_page_is_unexpected() -> None:
    error = await refusal_of(StagedTab(page("アンケートのお願い")))

    assert isinstance(error, UnexpectedPage)
    assert "https://ds.e-kakushin.com/ebunsho/Some.do" in str(error)


async def test_what_was_typed_is_struck_out_of_the_site_s_words() -> None:
    error = await refusal_of(StagedTab(page("ログイン", "login9012 は正しくありません。")))

    assert "login9012" not in error.site_words
    assert "正しくありません" in error.site_words


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("アカウントがロックされています。", "ACC-002"),
        ("ただいまメンテナンス中です。", "NET-005"),
        ("セッションが切れました。", "NET-006"),
    ],
)
async def test_other_troubles_keep_their_own_codes(words: str, code: str) -> None:
    assert (await refusal_of(StagedTab(page(words)))).code == code


async def test_a_screen_without_the_button_is_unexpected() -> None:
    with pytest.raises(UnexpectedPage):
        await HomeScreen(StagedTab(), page("何もない")).personal()


@pytest.mark.parametrize("first", ["signed up already", "signup"])
async def test_an_address_leads_to_one_of_several_screens(first: str) -> None:
    found = await arrival(StagedTab(), PAGES[first], (AlreadySignedUpScreen, SignupScreen), refused="ACC-004")

    assert type(found).is_shown(PAGES[first])


async def test_an_address_may_lead_to_a_refusal() -> None:
    with pytest.raises(Refused) as raised:
        await arrival(StagedTab(), page("無効なURLです。"), (AuthenticationScreen,), refused="ISS-001")

    assert raised.value.code == "ISS-001"


async def test_an_address_may_lead_to_an_unknown_page() -> None:
    with pytest.raises(UnexpectedPage):
        await arrival(StagedTab(), page("アンケート"), (LoginScreen,), refused="CRT-001")


async def test_an_address_may_lead_to_an_error_of_the_site() -> None:
    with pytest.raises(Unavailable) as raised:
        await arrival(StagedTab(), page("Not here", status=500), (LoginScreen,), refused="CRT-001")

    assert raised.value.code == "NET-004"


async def test_the_three_fields_of_a_password_change_get_the_right_words() -> None:
    tab = StagedTab(PAGES["password done"])

    await PasswordScreen(tab, PAGES["password"]).submit(Secret("present1"), Secret("another2"))

    assert tab.filled == [
        ("現在のパスワード", "present1"),
        ("新しいパスワード", "another2"),
        ("確認用パスワード", "another2"),
    ]
    assert tab.pressed == ["変更"]


async def test_a_page_that_is_still_empty_is_given_its_time() -> None:
    assert not _Patience(StagedTab(), 6.0).over(Reading())
