"""An unknown page is told by the screen that it almost is."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Reading
from ekakushin.flows.errors import UnexpectedPage
from ekakushin.flows.screens import screen as screens
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.nearest import tell_nearest
from ekakushin.flows.screens.password import PasswordScreen
from ekakushin.flows.screens.pin import PinScreen
from ekakushin.flows.screens.screen import Screen, arrival
from ekakushin.flows.screens.signup import SignupScreen
from tests.support.guide_pages import PAGES
from tests.support.readings import Part, button, field, page, password
from tests.support.staging import StagedTab

ENTRANCE = (LoginScreen, HomeScreen)


def login_page(*parts: Part) -> Reading:
    return page("ログイン", *parts)


@pytest.mark.parametrize(
    ("now", "kinds", "told"),
    [
        (
            login_page(field("ユーザID"), password("パスワード"), button("次へ進む")),
            ENTRANCE,
            "「ログイン」の画面に似ていますが、ボタン「ログイン」がありません。代わりにボタン「次へ進む」があります。",
        ),
        (
            login_page(field("メールアドレス"), password("パスワード"), button("ログイン")),
            ENTRANCE,
            "「ログイン」の画面に似ていますが、入力欄「ユーザID」がありません。代わりに入力欄「メールアドレス」があります。",
        ),
        (
            page(password("新しい暗証コード"), button("登録")),
            (PinScreen,),
            "「署名用暗証コードの初期設定」の画面に似ていますが、入力欄「新しい暗証コードの確認入力」がありません。",
        ),
        (page("月見うどん", button("戻る")), (*ENTRANCE, PinScreen, PasswordScreen), ""),
        (page(), (SignupScreen,), ""),
    ],
)
def test_what_is_missing_and_what_is_new_are_named(
    now: Reading, kinds: tuple[type[Screen], ...], told: str
) -> None:
    assert tell_nearest(now, kinds) == told


async def test_the_error_says_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "_GRACE", -1.0)
    strange = login_page(field("ユーザID"), password("パスワード"), button("次へ進む"))

    with pytest.raises(UnexpectedPage) as raised:
        await arrival(StagedTab(strange), strange, ENTRANCE, refused="")

    assert "ボタン「次へ進む」があります" in str(raised.value)


@pytest.mark.parametrize("name", ["login", "signup", "pin", "password", "step1", "personal"])
def test_every_screen_of_the_guide_has_all_its_parts(name: str) -> None:
    kinds = [kind for kind in _kinds(Screen) if kind.parts and kind.is_shown(PAGES[name])]
    assert kinds
    assert all("がありません" not in tell_nearest(PAGES[name], [kind]) for kind in kinds)


def _kinds(kind: type[Screen]) -> list[type[Screen]]:
    return [found for each in kind.__subclasses__() for found in (each, *_kinds(each))]
