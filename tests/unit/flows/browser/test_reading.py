"""A page is read as a person reads it: by the words around things."""

from __future__ import annotations

import pytest

from ekakushin.flows.browser.reading import Control, FrameReading, Reading, caption, plain
from tests.support.readings import button, choice, field, frame, link, page, password

USER_ID, PASSWORD = caption("ユーザID", "User ID"), caption("パスワード", "Password")
LOG_IN, REGISTER = caption("ログイン"), caption("登録", "登録する")
CURRENT = caption("現在のパスワード", "現在")
NEW = caption("新しいパスワード", never=("確認", "再入力"))
AGAIN = caption("確認用パスワード", "新しいパスワード(確認)", "確認")


def place(reading: Reading, control: Control | None) -> int:
    """The control's number on the page; -1 for none."""
    return reading.controls.index(control) if control else -1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("パスワード", "ﾊﾟｽﾜｰﾄﾞ"),
        ("ユーザID", "ユーザーＩＤ"),
        ("ユーザID", "ユ ー ザ　I D"),
        ("User ID", "USERID"),
        ("CSP: ※", "ＣＳＰ"),
        ("「登録」", "[ 登録 ]"),
        ("登録", "≪登録≫".replace("≪", "«").replace("≫", "»")),
        ("次へ", "次へ ▶"),
        ("完了しました。", "完了しました!"),
        ("認証情報/パスワード(半角英数字):", "認証情報／パスワード（半角英数字）："),
        ("アルファベット(a~z)", "アルファベット（ａ～ｚ）"),
        ("署名\u200b用", "署名用"),
        ("暗証\u00adコード", "暗証コード"),
        ("ログ\nイン", "ログイン"),
    ],
)
def test_two_renderings_of_the_same_words_are_plainly_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("登録", "登録する"), ("ログイン", "ログアウト"), ("パスワード", "パスワート"), ("新規発行", "再発行")],
)
def test_other_words_stay_others(one: str, other: str) -> None:
    assert plain(one) != plain(other)


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("パスワード", 0),
        ("【パスワード】：※", 0),
        ("ﾊﾟｽﾜｰﾄﾞ", 0),
        ("password", 0),
        ("パスワード（半角英数字）", 1),
        ("ログイン用パスワード", 2),
        ("ユーザID", None),
        ("", None),
        ("※", None),
    ],
)
def test_a_caption_ranks_the_very_words_before_a_beginning_before_a_part(text: str, rank: int | None) -> None:
    assert PASSWORD.rank(text) == rank


def test_a_caption_takes_the_best_of_its_words() -> None:
    assert caption("確認", "新しいパスワード(確認)").rank("新しいパスワード（確認）") == 0


def test_a_caption_never_takes_what_it_must_not() -> None:
    assert NEW.rank("新しいパスワードの確認入力") is None
    assert NEW.rank("新しいパスワード(再入力)") is None
    assert NEW.rank("新しいパスワード") == 0


@pytest.mark.parametrize("source", ["label", "row", "left", "before", "above", "placeholder", "title"])
def test_a_field_is_known_by_its_caption_wherever_that_stands(source: str) -> None:
    reading = page(field(**{source: "ユーザID"}), password(**{source: "パスワード"}))

    assert place(reading, reading.field(USER_ID)) == 0
    assert place(reading, reading.field(PASSWORD)) == 1


@pytest.mark.parametrize(
    ("better", "worse"),
    [("label", "row"), ("row", "left"), ("left", "before"), ("before", "above"), ("above", "placeholder")],
)
def test_the_better_place_wins_over_the_worse_one(better: str, worse: str) -> None:
    reading = page(field(**{worse: "ユーザID"}), field(**{better: "利用者のユーザID"}))

    assert place(reading, reading.field(USER_ID)) == 1


def test_in_one_place_the_closer_words_win() -> None:
    reading = page(password("ログイン用パスワード"), password("パスワード(半角)"), password("パスワード"))

    assert place(reading, reading.field(PASSWORD)) == 2


def test_among_equals_the_first_on_the_page_wins() -> None:
    reading = page(password("パスワード"), password("パスワード"))

    assert place(reading, reading.field(PASSWORD)) == 0


@pytest.mark.parametrize(
    "again",
    ["確認用パスワード", "新しいパスワード（確認）", "新しいパスワードの確認入力", "確認", "再入力（確認）"],
)
@pytest.mark.parametrize("source", ["label", "row", "left", "before", "above"])
def test_the_three_fields_of_a_password_change_are_told_apart(source: str, again: str) -> None:
    reading = page(
        password(**{source: "現在のパスワード"}),
        password(**{source: "新しいパスワード"}),
        password(**{source: again}),
    )

    found = [place(reading, reading.field(each)) for each in (CURRENT, NEW, AGAIN)]

    assert found == [0, 1, 2]


def test_the_three_fields_are_told_apart_in_any_order() -> None:
    reading = page(password("確認用パスワード"), password("新しいパスワード"), password("現在のパスワード"))

    found = [place(reading, reading.field(each)) for each in (CURRENT, NEW, AGAIN)]

    assert found == [2, 1, 0]


def test_words_above_a_field_do_not_mislead_where_there_are_words_beside_it() -> None:
    reading = page(
        field(left="ユーザID", above="ログイン"),
        password(left="パスワード", above="ユーザID"),
    )

    assert place(reading, reading.field(USER_ID)) == 0
    assert place(reading, reading.field(PASSWORD)) == 1


def test_a_field_that_nobody_captioned_is_not_guessed() -> None:
    assert page(field(), password()).field(PASSWORD) is None


@pytest.mark.parametrize("kind", ["radio", "checkbox"])
def test_what_is_ticked_is_no_field_to_type_in(kind: str) -> None:
    assert page(field("パスワード", type=kind)).field(PASSWORD) is None


def test_a_list_is_no_field_and_a_field_no_list() -> None:
    reading = page(field("CSP"), choice("CSP: ※", "Microsoft Enhanced Cryptographic Provider v1.0"))
    wanted = caption("CSP")

    assert place(reading, reading.field(wanted)) == 0
    assert place(reading, reading.choice(wanted)) == 1


@pytest.mark.parametrize("name", ["ログイン", " ロ グ イ ン ", "ﾛｸﾞｲﾝ", "[ログイン]", "ログイン ▶"])
def test_a_button_is_known_by_its_words_however_they_are_set(name: str) -> None:
    assert page(button(name)).button(LOG_IN) is not None


@pytest.mark.parametrize("name", ["ログインへ", "ログアウト", "再ログイン", "ログイン用証明書管理"])
def test_a_button_of_more_words_is_another_button(name: str) -> None:
    assert page(button(name)).button(LOG_IN) is None


def test_a_button_comes_before_a_link_of_the_same_words() -> None:
    reading = page(link("ログイン"), button("ログイン"))

    assert place(reading, reading.button(LOG_IN)) == 1


def test_a_link_serves_where_there_is_no_button() -> None:
    assert page(link("ログイン")).button(LOG_IN) is not None


def test_what_can_be_pressed_comes_before_what_cannot() -> None:
    reading = page(button("登録", enabled=False), link("登録"))

    assert place(reading, reading.button(REGISTER)) == 1


def test_a_disabled_button_is_found_and_says_so() -> None:
    found = page(button("登録", enabled=False)).button(REGISTER)

    assert found is not None
    assert not found.enabled


def test_a_button_can_be_asked_for_by_its_row() -> None:
    reading = page(
        button("登録", row="連絡先"),
        button("登録", row="初期暗証コード登録"),
        button("登録", row="署名用証明書発行"),
    )

    assert place(reading, reading.button(REGISTER, caption("初期暗証コード登録"))) == 1
    assert reading.button(REGISTER, caption("パスワード変更")) is None


def test_a_field_is_no_button() -> None:
    assert page(field("ログイン")).button(LOG_IN) is None


@pytest.mark.parametrize(
    "reading",
    [
        page(("ログイン失敗回数", "2")),
        page(("ログイン失敗回数：", "2")),
        page(("番号", "1", "ﾛｸﾞｲﾝ失敗回数", "2")),
        page(("ログイン失敗回数(連続)", "2")),
        page(("何か", ""), "ログイン失敗回数：2"),
        page(("何か", ""), "ログイン失敗回数 : 2 "),
        page(("何か", ""), "ログイン失敗回数", "2"),
        pytest.param(page("ログイン失敗回数：2")),
    ],
    ids=[
        "row",
        "row with a colon",
        "fourth cell",
        "longer caption",
        "line",
        "half-width",
        "next line",
        "alone",
    ],
)
def test_a_value_stands_beside_its_caption(reading: Reading) -> None:
    assert reading.value(caption("ログイン失敗回数")) == "2"


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param(page("ログイン失敗回数")),
        page(("前回のログイン失敗回数", "2")),
        page(("2", "ログイン失敗回数")),
    ],
)
def test_where_nothing_stands_beside_a_caption_the_value_is_empty(reading: Reading) -> None:
    assert reading.value(caption("ログイン失敗回数")) == ""


def test_phrases_are_found_across_lines_and_widths() -> None:
    reading = page("署名用証明書の初期暗証", "ｺｰﾄﾞの登録が 完了していません。")

    assert reading.says("何か", "初期暗証コードの登録が完了していません。")
    assert not reading.says("登録が完了しました")


def test_all_frames_are_one_page() -> None:
    reading = Reading(
        frames=(frame("見出し", button("戻る")), frame(field("ユーザID"), ("氏名", "健保"), born=2))
    )

    assert reading.field(USER_ID) is not None
    assert reading.button(caption("戻る")) is not None
    assert reading.value(caption("氏名")) == "健保"
    assert reading.documents == {1.0, 2.0}


@pytest.mark.parametrize(
    ("states", "settled"),
    [
        ((), False),
        (("complete",), True),
        (("interactive",), True),
        (("loading",), False),
        (("complete", "loading"), False),
    ],
)
def test_a_page_is_settled_when_every_frame_is_parsed(states: tuple[str, ...], settled: bool) -> None:
    frames = tuple(FrameReading(born=at, ready=state) for at, state in enumerate(states))

    assert Reading(frames=frames).settled is settled


def test_news_are_the_lines_that_were_not_there_before() -> None:
    before = page("ログイン", "6回失敗するとロックされます。", "Copyright")
    now = page("ログイン", "パスワードが正しくありません。", "６回失敗すると ロックされます。", "Copyright")

    assert now.news_since(before) == ("パスワードが正しくありません。",)


def test_everything_is_news_after_an_empty_page_but_marks_alone() -> None:
    assert page("一", "※", "二", "・・・").news_since(page()) == ("一", "二")


@pytest.mark.parametrize("name", ["①登録", "1登録", "登録Register", "登 録 (R)", "▶️ 登録 1️⃣", "Register 登録"])
def test_a_name_may_be_numbered_and_translated(name: str) -> None:
    assert page(button(name)).button(REGISTER)


@pytest.mark.parametrize("name", ["新規登録", "登録解除", "登録済", "Register", "登録1件を取消"])
def test_a_name_that_says_more_is_another(name: str) -> None:
    assert page(button(name)).button(REGISTER) is None


@pytest.mark.parametrize("words", ["ﾊﾟｽﾜ-ﾄﾞ", "パスワ－ド", "パスワ―ド", "パスワ─ド"])
def test_a_dash_typed_for_the_long_vowel_is_one(words: str) -> None:
    assert plain(words) == "パスワード"


@pytest.mark.parametrize("words", ["ログイン-ID", "ログイン－ID"])
def test_a_dash_between_words_is_none(words: str) -> None:
    assert plain(words) == "ログインid"
