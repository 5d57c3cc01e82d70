"""A description is made of what was read, and recognises the screen as the flows do."""

from __future__ import annotations

import pytest

from ekakushin.flows.screens.description import ScreenDescription, describe
from ekakushin.flows.screens.recognition import SCREENS, recognise
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.signup import SignupScreen
from tests.support.readings import button, field, link, page, password


def test_the_screen_is_the_one_that_the_flows_would_see() -> None:
    login = page("ログイン", field("ユーザID"), password("パスワード"), button("ログイン"))
    home = page("サービスTOP", link("本人情報"), link("ログアウト"))
    assert [describe(each).screen for each in (login, home)] == ["LoginScreen", "HomeScreen"]
    assert describe(page("お知らせ")).screen == ""


def test_a_name_that_is_known_is_not_asked_for_again() -> None:
    assert describe(page("お知らせ"), screen="HomeScreen").screen == "HomeScreen"


def test_a_page_that_is_two_screens_is_the_one_that_asks_for_more() -> None:
    assert (
        recognise(page("サインアップ", field("ユーザID"), password("パスワード"), button("サインアップ")))
        is SignupScreen
    )


def test_every_screen_with_parts_is_recognised() -> None:
    with_parts = {
        each for each in _below(Screen) if each.parts and not each.__name__.startswith(("_", "Filled"))
    }
    assert with_parts <= set(SCREENS)


def _below(kind: type[Screen]) -> set[type[Screen]]:
    return {each for child in kind.__subclasses__() for each in (child, *_below(child))}


def test_what_is_no_description_is_refused_without_its_text() -> None:
    with pytest.raises(ValueError) as error:
        ScreenDescription.from_json('{"screen": 1, "secret": "abcd"}')
    assert "abcd" not in str(error.value)
