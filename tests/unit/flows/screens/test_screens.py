"""Every page of the guide is recognised, and is taken for no other screen."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.screens.done import DoneScreen
from ekakushin.flows.screens.home import HomeScreen, LoggedOutScreen
from ekakushin.flows.screens.issue import ArchiveScreen, AuthenticationScreen, ReceiptScreen, RequestScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.password import PasswordScreen
from ekakushin.flows.screens.personal import PersonalScreen
from ekakushin.flows.screens.pin import PinRegisteredScreen, PinScreen
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.signing import SigningMenuScreen, SigningState
from ekakushin.flows.screens.signup import AlreadySignedUpScreen, SignedUpScreen, SignupScreen
from ekakushin.flows.screens.verify import CertifiedScreen, ConfirmationScreen
from tests.support.fakes import USER
from tests.support.guide_pages import PAGES, menu
from tests.support.readings import button, choice, field, link, page, password
from tests.support.staging import StagedTab

SCREENS: tuple[type[Screen], ...] = (
    AuthenticationScreen,
    RequestScreen,
    ArchiveScreen,
    ReceiptScreen,
    ConfirmationScreen,
    SignupScreen,
    SignedUpScreen,
    AlreadySignedUpScreen,
    LoginScreen,
    HomeScreen,
    PersonalScreen,
    SigningMenuScreen,
    PinScreen,
    PinRegisteredScreen,
    PasswordScreen,
    DoneScreen,
)
# What a page is taken for. Behind the login every page is a HomeScreen as well, because it has the tabs; a
# page that says 完了 is a DoneScreen whatever was done; and the menu counts as PinRegisteredScreen wherever
# it asks for no PIN, which only matters to somebody who comes from registering one.
TAKEN_FOR: dict[str, set[type[Screen]]] = {
    "step1": {AuthenticationScreen},
    "step2": {RequestScreen},
    "archive": {ArchiveScreen},
    "step3": {ReceiptScreen},
    "step4": {ConfirmationScreen},
    "certified": set(),
    "signup": {SignupScreen},
    "signed up": {SignedUpScreen, DoneScreen},
    "signed up already": {AlreadySignedUpScreen},
    "login": {LoginScreen},
    "top": {HomeScreen},
    "personal": {HomeScreen, PersonalScreen},
    "menu, not issued": {HomeScreen, SigningMenuScreen, PinRegisteredScreen},
    "signing done": {HomeScreen, DoneScreen},
    "menu, preparing": {HomeScreen, SigningMenuScreen, PinRegisteredScreen},
    "menu, pin needed": {HomeScreen, SigningMenuScreen},
    "menu, ready": {HomeScreen, SigningMenuScreen, PinRegisteredScreen},
    "pin": {HomeScreen, PinScreen},
    "pin done": {HomeScreen, DoneScreen},
    "password": {HomeScreen, PasswordScreen},
    "password done": {HomeScreen, DoneScreen},
    "logged out": set(),
}


def taken_for(reading: Reading) -> set[type[Screen]]:
    return {screen for screen in SCREENS if screen.is_shown(reading)}


def state(reading: Reading) -> SigningState | None:
    return SigningMenuScreen(StagedTab(), reading).state if SigningMenuScreen.is_shown(reading) else None


def test_every_page_of_the_guide_has_its_line_in_the_matrix() -> None:
    assert TAKEN_FOR.keys() == PAGES.keys()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_guide_is_taken_for_its_own_screen_alone(name: str) -> None:
    assert taken_for(PAGES[name]) == TAKEN_FOR[name]


@pytest.mark.parametrize("reading", [Reading(), page(), page("お知らせ", link("戻る"))])
def test_a_page_that_says_nothing_is_no_screen(reading: Reading) -> None:
    assert taken_for(reading) == set()


@pytest.mark.parametrize("name", [name for name in PAGES if HomeScreen in TAKEN_FOR[name]])
def test_nobody_is_logged_out_where_logging_out_is_offered(name: str) -> None:
    assert not LoggedOutScreen.is_shown(PAGES[name])


@pytest.mark.parametrize("name", ["login", "logged out"])
def test_a_page_without_logging_out_is_outside(name: str) -> None:
    assert LoggedOutScreen.is_shown(PAGES[name])


def test_a_page_without_words_is_not_outside_yet() -> None:
    assert not LoggedOutScreen.is_shown(page(field()))


def test_the_only_field_of_step1_needs_no_caption() -> None:
    assert AuthenticationScreen.is_shown(page("【STEP1】", password(), button("次へ")))
    assert not AuthenticationScreen.is_shown(page("【STEP1】", password(), field(), button("次へ")))


@pytest.mark.parametrize(
    ("lists", "filled"),
    [
        ((choice("CSP: ※", "Microsoft Enhanced"), choice("Key長: ※", "2048 bit")), True),
        ((choice("CSP: ※"), choice("Key長: ※")), False),
        ((choice("CSP: ※", "Microsoft Enhanced"), choice("Key長: ※")), False),
        ((choice("CSP: ※", "", "　"), choice("Key長: ※", "2048 bit")), False),
        ((choice("CSP", "Microsoft Enhanced"), choice("鍵長", "2048 bit"), choice("言語")), True),
        ((choice("", "Microsoft Enhanced"), choice("", "2048 bit")), True),
        ((choice("", "Microsoft Enhanced"), choice("")), False),
        ((), False),
    ],
    ids=[
        "both",
        "none",
        "no length",
        "blank options",
        "another list",
        "no captions",
        "one empty",
        "no lists",
    ],
)
def test_the_lists_of_step2_are_filled_when_both_offer_something(
    lists: tuple[object, ...], filled: bool
) -> None:
    assert RequestScreen(StagedTab(), page(*lists, button("発行"))).filled is filled  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        *("読み込み中…", "Loading...", "-- 選択 --", "CSPを選択してください", "--------", "Please select"),
        *("取得中です", "N/A", "-- No CSP's found --", "(No CSPs found!)", "プロバイダーがありません"),
    ],
)
def test_what_a_list_says_before_it_is_filled_is_no_choice(words: str) -> None:
    length = choice("Key長", "2048 bit")
    waiting = page(choice("CSP", words), length, button("発行"))
    filled = page(choice("CSP", words, "Microsoft Enhanced"), length, button("発行"))

    assert (RequestScreen.offers_a_choice(waiting), RequestScreen.offers_a_choice(filled)) == (False, True)


@pytest.mark.parametrize("words", ["Net iD - CSP", "自動選択", "SafeSign Standard CSP", "1024"])
def test_an_option_that_only_looks_like_it_is_a_choice(words: str) -> None:
    assert RequestScreen.offers_a_choice(page(choice("CSP", words), choice("Key長", words), button("発行")))


async def test_the_guide_s_provider_and_key_length_are_chosen() -> None:
    tab = StagedTab()
    provider = choice("CSP", "Microsoft Base", "Microsoft Enhanced Cryptographic Provider v1.0")
    length = choice("Key長", "1024", "2048 (推奨)", "4096")

    screen = RequestScreen(tab, page("CSP", "Key長", provider, length, button("発行")))

    assert (await screen.choose_provider(), await screen.choose_length()) == (True, True)
    assert tab.chosen == ["Microsoft Enhanced Cryptographic Provider v1.0", "2048 (推奨)"]


async def test_what_is_chosen_already_or_not_offered_stays() -> None:
    tab = StagedTab()
    lists = choice("CSP", "Some Smart Card Provider"), choice("Key長", "2048 bit", "4096 bit")

    screen = RequestScreen(tab, page(*lists, button("発行")))

    assert (await screen.choose_provider(), await screen.choose_length()) == (False, False)
    assert tab.chosen == []


@pytest.mark.parametrize("words", ["P12ファイル証明書PIN", "Ｐ１２ファイル 証明書ＰＩＮ：", "証明書PIN"])
def test_the_pin_of_an_archive_is_read_and_kept_covered(words: str) -> None:
    screen = ArchiveScreen(StagedTab(), page((words, "pK2p7Qx9"), button("発行")))

    assert [pin.reveal() for pin in screen.pins] == ["pK2p7Qx9"]
    assert "pK2p7Qx9" not in repr(screen.pins)


def test_step4_s_address_is_the_one_that_is_written_out() -> None:
    help_, check = "https://webra2.secomtrust.net/help.html", "https://ds.e-kakushin.com/check?u=1"
    reading = page("証明書の確認", link("手順はこちら", address=help_), link(check, address=check))

    assert ConfirmationScreen(StagedTab(), reading).address.reveal() == check


def test_a_step4_without_an_address_is_not_taken_for_it() -> None:
    assert not ConfirmationScreen.is_shown(
        page("【STEP4】証明書の確認", link("手順", address="https://x.example/"))
    )


@pytest.mark.parametrize(
    "words",
    [
        ("正常に接続されました。",),
        ("証明書の確認ができました。",),
        ("証明書は有効です。",),
        ("Connection successful",),
        ("証明書による認証に成功しました。", "※証明書のない端末からは接続できません。"),
    ],
)
def test_a_page_behind_step4_that_speaks_well_is_a_proof(words: tuple[str, ...]) -> None:
    assert CertifiedScreen.is_shown(page(*words))


@pytest.mark.parametrize(
    "words",
    [
        ("証明書の確認ができませんでした。",),
        ("有効な証明書情報がありません",),
        ("証明書が異なります。",),
        ("この証明書は失効しています。",),
        ("クライアント証明書の有効期限切れです。証明書が期限切れです。",),
        ("エラーが発生しました。",),
        ("Access denied",),
        ("あなたの証明書", "CN=10006"),
        (),
    ],
)
def test_a_page_behind_step4_that_does_not_is_no_proof(words: tuple[str, ...]) -> None:
    assert not CertifiedScreen.is_shown(page(*words))


def test_an_error_status_is_no_proof_whatever_the_page_says() -> None:
    assert not CertifiedScreen.is_shown(page("正常です。", status=500))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("menu, not issued", SigningState.NOT_ISSUED),
        ("menu, preparing", SigningState.PREPARING),
        ("menu, pin needed", SigningState.PIN_NEEDED),
        ("menu, ready", SigningState.READY),
        ("personal", None),
        ("pin", None),
    ],
)
def test_the_menu_is_in_one_of_four_states(name: str, found: SigningState | None) -> None:
    assert state(PAGES[name]) is found


@pytest.mark.parametrize(
    ("reading", "found"),
    [
        (menu("署名用証明書が有効ではありません", button("再発行")), SigningState.NOT_ISSUED),
        (menu("署名用証明書は準備中です。", button("新規発行", enabled=False)), SigningState.PREPARING),
        (menu("初期暗証コードを登録してください。", button("再発行")), SigningState.PIN_NEEDED),
        (menu("", button("登録", row="初期暗証コード登録"), button("再発行")), SigningState.PIN_NEEDED),
        (
            menu("", button("登録", row="初期暗証コード登録", enabled=False), button("再発行")),
            SigningState.READY,
        ),
        (menu("", button("新規発行")), SigningState.NOT_ISSUED),
        (menu("署名用の証明書が有効ではありません。"), None),
        (menu("", button("新規発行", enabled=False)), SigningState.PREPARING),
        (menu("", "署名用の証明書準備が", "完了していません。", button("新規発行")), SigningState.PREPARING),
        (menu("", ("証明書シリアルナンバー", "01AB")), SigningState.READY),
        (menu(""), None),
    ],
)
def test_the_notice_decides_and_then_the_buttons(reading: Reading, found: SigningState | None) -> None:
    assert state(reading) is found


def test_the_certificate_s_table_is_read() -> None:
    found = SigningMenuScreen(StagedTab(), PAGES["menu, ready"]).certificate(USER)

    assert (found.serial, found.subject, found.not_after) == ("0123456789", "Kenpo Taro", "2024/05/08 15:47")


def test_a_menu_without_a_table_gives_an_empty_certificate() -> None:
    found = SigningMenuScreen(StagedTab(), PAGES["menu, not issued"]).certificate(USER)

    assert (found.user_id, found.serial, found.subject, found.not_after) == (USER, "", "", "")


@pytest.mark.parametrize(
    ("row", "failures"),
    [(("ログイン失敗回数", "２回"), 2), (("ログイン失敗回数", "0"), 0), (("ログイン失敗回数", ""), None)],
)
def test_the_failures_of_a_login_are_a_number_where_they_are_shown(
    row: tuple[str, ...], failures: int | None
) -> None:
    assert PersonalScreen(StagedTab(), page(row)).login_failures == failures


def test_the_policy_and_the_notes_of_a_password_change_are_handed_on() -> None:
    screen = PasswordScreen(StagedTab(), PAGES["password"])

    assert ("最小文字数", "8文字") in screen.rules
    assert any("8文字" in note for note in screen.notes)
    assert screen.most is None


@pytest.mark.parametrize(
    "words",
    [
        ("完了しました。",),
        ("署名管理 完了", "完了しました。"),
        ("パスワードの変更が完了しました。",),
        ("暗証コードの登録が完了いたしました",),
        ("正常に更新されました。",),
        ("設定いたしました。",),
        ("The change has been completed.",),
        ("パスワードを変更しました。",),
        ("暗証コードを登録しました。",),
        ("Completed",),
    ],
)
def test_something_is_done_in_many_words(words: tuple[str, ...]) -> None:
    assert DoneScreen.is_shown(page(*words))


@pytest.mark.parametrize(
    "reading",
    [
        page("署名用の証明書準備が完了していません。"),
        page("登録が完了していません。"),
        page("変更できませんでした。"),
        page("登録に失敗しました。"),
        page("パスワードを変更しました。", password("パスワード")),
        page("完了ボタンを押してください。"),
    ],
)
def test_what_is_not_done_or_not_over_is_not_done(reading: Reading) -> None:
    assert not DoneScreen.is_shown(reading)


@pytest.mark.parametrize(
    "words", ["登録が完了するまでお待ちください。", "登録が完了したら、この画面を閉じてください。"]
)
def test_what_will_be_done_is_not_done(words: str) -> None:
    assert not DoneScreen.is_shown(page(words))


@pytest.mark.parametrize(
    "notice", ["以前のパスワードではログインできません。", "※この操作は取り消すことができません。"]
)
def test_a_notice_beside_it_does_not_undo_what_is_done(notice: str) -> None:
    assert DoneScreen.is_shown(page("パスワードの変更が完了しました。", notice))


@pytest.mark.parametrize(
    "words", ["サインアップが完了しました。", "サインアップ完了しました", "サインアップしました。"]
)
def test_a_sign_up_that_is_complete(words: str) -> None:
    assert SignedUpScreen.is_shown(page(words))


@pytest.mark.parametrize(
    "words",
    [
        "既にサインアップされています。",
        "すでにユーザ10006はサインアップが完了しています。",
        "サインアップ済みです。",
        "サインアップは既に行われています。",
        "You have already signed up.",
    ],
)
def test_a_sign_up_that_was_done_before_is_its_own_answer(words: str) -> None:
    assert AlreadySignedUpScreen.is_shown(page(words))
    assert not SignedUpScreen.is_shown(page(words))


def test_a_sign_up_that_is_not_complete_is_neither() -> None:
    reading = page("サインアップが完了していません。")

    assert not SignedUpScreen.is_shown(reading)
    assert not AlreadySignedUpScreen.is_shown(reading)
