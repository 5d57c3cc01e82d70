"""What is told of two descriptions, and what is none of a screen's changes: decided without a browser."""

from __future__ import annotations

import pytest

from ekakushin.flows.changes import ScreenSight, compare, judge_alone, key_of_screen, nearest_of, sight_of
from ekakushin.flows.changes.change import RULES
from ekakushin.flows.changes.pairing import moved, pair_alike
from ekakushin.flows.changes.volatile import agrees, key, name_key, strike_out
from ekakushin.flows.screens.home import HomeScreen
from ekakushin.flows.screens.issue import ArchiveScreen, FilledRequestScreen, RequestScreen
from ekakushin.flows.screens.login import LoginScreen
from ekakushin.flows.screens.recognition import recognise
from ekakushin.flows.screens.screen import Screen
from ekakushin.flows.screens.signing import SigningMenuScreen, _PreparingMenu
from ekakushin.flows.text import is_text
from tests.support.readings import Part, button, field, link, page, password

USER, WORD, SEND = field("ユーザID"), password("パスワード"), button("ログイン")
LOGIN: tuple[Part, ...] = ("サービス名", "説明です。", USER, WORD, SEND)


def seen(*parts: Part, expected: type[Screen] = LoginScreen) -> ScreenSight:
    reading = page(*parts)
    kind = recognise(reading)
    return sight_of(reading, kind, () if kind else (expected,), personal=("健保 太郎", "10006"))


def told(*now: Part) -> list[tuple[str, str, str, bool]]:
    return [(each.rule, each.before, each.now, each.breaking) for each in compare(seen(*LOGIN), seen(*now))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("最終ログイン日時: 2026/11/29 06:44", "最終ログイン日時: -"),
        ("令和8年4月1日現在", "令和8年5月12日現在"),
        ("受付番号 123456", "受付番号 987654"),
        ("ようこそ 健保太郎 様", "ようこそ 健保　太郎 様"),
        ("担当: a.b@example.jp", "担当: c@mail.example.jp"),
        ("https://www.example.jp/x?a=1", "https://www.example.jp/y"),
        ("セッション 3f2a9c01bb", "セッション 77aa01f2de"),
        ("ﾛｸﾞｲﾝ してください", "ログインしてください"),
    ],
)
def test_what_differs_from_run_to_run_is_no_change(one: str, other: str) -> None:
    assert compare(seen(*LOGIN, one), seen(*LOGIN, other)) == ()


@pytest.mark.parametrize(
    ("one", "other"), [("8文字以上", "12文字以上"), ("受付は9時から", "受付は10時から"), ("第2版", "第3版")]
)
def test_small_numbers_are_words_like_others(one: str, other: str) -> None:
    assert told(*LOGIN, one) != told(*LOGIN, other)


def test_values_of_a_person_are_no_change_and_what_is_no_caption_takes_nothing_away() -> None:
    assert compare(seen(*LOGIN, ("氏名", "見本一郎")), seen(*LOGIN, ("氏名", "見本花子"))) == ()
    assert told(*LOGIN, ("お知らせ", "停止します")) == [("text", "", "お知らせ 停止します", False)]


def test_generated_names_of_fields_are_no_change_and_others_are() -> None:
    def with_name(name: str) -> tuple[Part, ...]:
        return "説明です。", USER.model_copy(update={"sent_as": name}), WORD, SEND

    assert compare(seen(*with_name("j_id12:f3")), seen(*with_name("j_id7:f9"))) == ()
    (change,) = compare(seen(*with_name("userId")), seen(*with_name("loginName")))
    assert (change.rule, change.thing, change.before, change.now) == (
        "name",
        "ユーザID",
        "userId",
        "loginName",
    )


def test_a_changed_button_breaks_where_the_flows_do_not_know_it_any_more() -> None:
    assert told("サービス名", "説明です。", USER, WORD, button("次へ進む")) == [
        ("button", "ログイン", "次へ進む", True)
    ]
    assert told("サービス名", "説明です。", USER, WORD, button("ログインする")) == [
        ("button", "ログイン", "ログインする", False)
    ]


def test_what_must_be_filled_breaks_unless_the_flows_fill_it_anyway() -> None:
    box = field("同意する", type="checkbox").model_copy(update={"required": True})
    assert told(*LOGIN, box) == [("required", "", "同意する", True)]
    required = WORD.model_copy(update={"required": True})
    (change,) = compare(seen(*LOGIN), seen("サービス名", "説明です。", USER, required, SEND))
    assert (change.rule, change.thing, change.breaking) == ("required", "パスワード", False)


def test_two_changes_are_two_lines() -> None:
    found = told("サービス名", "【重要】停止します。", "説明です。", USER, WORD, button("次へ進む"))
    assert {each[0] for each in found} == {"button", "text"}
    assert len(found) == 2


def test_another_page_in_the_way_is_one_line_that_says_what_can_be_pressed_there() -> None:
    (change,) = compare(seen(*LOGIN), seen("重要なお知らせ", "休業します。", button("閉じる")))
    assert (change.screen, change.rule, change.breaking) == ("LoginScreen", "unknown", True)
    assert "重要なお知らせ" in change.sentence
    assert "閉じる" in change.sentence


def test_a_page_that_was_accepted_although_nobody_knows_it_is_quiet_and_its_repair_is_told() -> None:
    strange = seen("重要なお知らせ", "休業します。", button("閉じる"))
    assert compare(strange, strange) == ()
    assert compare(strange, seen(*LOGIN)) != ()


def test_without_anything_known_from_before_what_the_flows_miss_is_told() -> None:
    (change,) = judge_alone(seen("説明です。", USER, WORD, button("次へ進む")))
    assert (change.rule, change.thing, change.now, change.breaking) == (
        "button",
        "ログイン",
        "次へ進む",
        True,
    )
    assert judge_alone(seen(*LOGIN)) == ()
    (other,) = judge_alone(seen("お知らせ"))
    assert other.rule == "unknown"


def test_a_strange_page_is_told_under_the_screen_that_it_is_most_like() -> None:
    home = seen("サービスTOP", link("本人情報"), link("ログアウト"))
    strange = sight_of(
        page("サービス名", "説明です。", USER, WORD, button("次")), None, (HomeScreen, LoginScreen)
    )
    assert nearest_of({"HomeScreen": home, "LoginScreen": seen(*LOGIN)}, strange) == "LoginScreen"
    assert nearest_of({"HomeScreen": home}, strange) == "HomeScreen"
    assert nearest_of({}, strange) is None


def test_a_menu_s_states_are_kept_apart_and_what_each_needs_is_known() -> None:
    menu = ("署名用証明書管理メニュー", "署名用証明書発行", "初期暗証コード登録")
    fresh = sight_of(page(*menu, button("新規発行")), SigningMenuScreen)
    ready = sight_of(page(*menu, button("再発行")), SigningMenuScreen)
    assert (fresh.key, ready.key) == ("SigningMenuScreen/not issued", "SigningMenuScreen/ready")
    assert (
        sight_of(page(*menu, button("新規発行", enabled=False)), _PreparingMenu).name == "SigningMenuScreen"
    )


def test_a_flow_s_own_state_of_a_screen_is_that_screen() -> None:
    assert key_of_screen(FilledRequestScreen.__name__) == "RequestScreen"
    assert key_of_screen("PreparingMenu", state="preparing") == "SigningMenuScreen/preparing"
    assert key_of_screen("DoneScreen", path="/x/Pin.do") == "DoneScreen//x/Pin.do"
    assert key_of_screen("NoSuchScreen") == "NoSuchScreen"


def test_what_a_capture_has_struck_out_may_be_anything() -> None:
    assert agrees("ご契約先: {{text:1}} 様", "ご契約先: 見本健康保険組合 様")
    assert not agrees("ご契約先: {{text:1}} 様", "お知らせ 様")
    assert key("{{token:1}}") == ""


def test_personal_words_are_struck_out_however_they_are_spaced() -> None:
    assert strike_out("健保　太郎 (10006) 100061", ("健保 太郎", "10006")) == "… (…) 100061"
    assert "健保" not in seen(*LOGIN, "ユーザ名: 健保太郎").model_dump_json()


def test_of_a_page_that_shows_a_pin_or_might_no_text_is_kept() -> None:
    archive = page(("P12ファイル証明書PIN", "ab 12 CD34"), button("発行"))
    for sight in (sight_of(archive, ArchiveScreen), sight_of(archive, None, (RequestScreen, ArchiveScreen))):
        assert "CD34" not in sight.model_dump_json()
        assert [each.words for each in sight.description.buttons] == ["発行"]


def test_numbers_in_the_names_of_fields_say_nothing() -> None:
    assert name_key("items[0].value") == name_key("items[7].value") != name_key("items.value")


@pytest.mark.parametrize(
    ("places", "away"), [([0, 1, 2], []), ([1, 0], [0]), ([2, 0, 1], [0]), ([0, 3, 1, 2], [1]), ([], [])]
)
def test_as_few_as_possible_have_moved(places: list[int], away: list[int]) -> None:
    assert moved(places) == away


def test_lines_that_are_alike_are_one_line_that_has_changed() -> None:
    found = pair_alike(["ボタンを押してください", "以上"], ["ボタンをクリックしてください", "別の話"])
    assert found.pairs == [("ボタンを押してください", "ボタンをクリックしてください")]
    assert (found.gone, found.new) == (["以上"], ["別の話"])


def test_every_kind_of_change_has_its_sentences() -> None:
    courses = {
        rule: [each for each in ("gone", "new", "changed") if is_text(f"changes.{rule}_{each}")]
        for rule in RULES
    }
    assert [rule for rule, found in courses.items() if not found] == []
