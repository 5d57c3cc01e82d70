"""How a screen found its controls is kept: a caption and where it stood, and nothing of the person."""

from __future__ import annotations

import json

import pytest

from ekakushin.flows.browser.matching import Match, match_of
from ekakushin.flows.browser.reading import Control, caption
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.signing import SigningMenuScreen
from ekakushin.flows.secret import Secret
from tests.support.fakes import Surroundings, invitation
from tests.support.guide_pages import PAGES
from tests.support.readings import button, field, page, password
from tests.support.staging import StagedTab, staged

USER_ID, LOG_IN = caption("ユーザID", "User ID"), caption("ログイン")


@pytest.mark.parametrize(
    ("control", "source", "rank"),
    [
        (field("ユーザID"), "row", 0),
        (field(above="ユーザID（必須）"), "above", 1),
        (field("ご登録のユーザID", label="ユーザーＩＤ"), "label", 0),
        (field("何か"), "alone", 3),
    ],
)
def test_a_field_is_found_by_the_surest_of_its_captions(control: Control, source: str, rank: int) -> None:
    found = match_of("LoginScreen", USER_ID, control)
    assert (found.caption, found.source, found.rank) == ("ユーザID", source, rank)


@pytest.mark.parametrize(("name", "source"), [("ログイン", "exact"), ("▶ 1. ログイン (Login)", "part")])
def test_a_button_is_found_by_its_whole_name_or_a_part_of_it(name: str, source: str) -> None:
    assert match_of("LoginScreen", LOG_IN, button(name)).source == source


@pytest.mark.parametrize("words", ["ユーザID 10006", "ユーザID" + "あ" * 60])
def test_words_that_may_be_personal_are_not_kept(words: str) -> None:
    assert match_of("LoginScreen", USER_ID, field(words)).found == ""


def test_a_worse_way_is_more_doubtful() -> None:
    label = Match(screen="S", caption="C", source="label", rank=0)
    ways = [label.model_copy(update=way) for way in ({"rank": 1}, {"source": "below"}, {"source": "alone"})]
    assert [each.doubt for each in (label, *ways)] == sorted({each.doubt for each in (label, *ways)})


async def test_what_a_screen_used_is_noted_in_its_tab() -> None:
    tab = StagedTab(PAGES["top"])
    await LoginScreen(tab, PAGES["login"]).submit("10006", Secret("login9012"))
    assert [(each.screen, each.caption) for each in tab.matches] == [
        ("LoginScreen", "ログイン"),
        ("LoginScreen", "ユーザID"),
        ("LoginScreen", "パスワード"),
    ]


async def test_a_button_that_is_pressed_by_its_words_is_noted_too() -> None:
    tab = StagedTab(PAGES["pin"])
    await SigningMenuScreen(tab, PAGES["menu, pin needed"]).register()
    assert [each.source for each in tab.matches] == ["exact"]


async def test_a_step_leaves_its_matches_as_evidence(around: Surroundings) -> None:
    screen = page(field("ユーザID"), password("パスワード"), button("ログイン"))
    async with staged(around.workplace, StagedTab(PAGES["top"])).of(invitation()).tab("login") as tab:
        await LoginScreen(tab, screen).submit("10006", Secret("login9012"))
    (file,) = [path for path in around.evidence.kept if path.endswith("-login-matches.json")]
    kept = around.evidence.kept[file].decode()
    assert {each["source"] for each in json.loads(kept)} == {"row", "exact"}
    assert "login9012" not in kept
