"""Names, sentences, times and steps in the cells of a terminal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from rich.cells import cell_len

from ekakushin.automation.results import Result, State
from ekakushin.automation.terminal.cells import (
    clock_time,
    cut,
    legend,
    moment,
    pad,
    printable,
    roughly,
    steps_of,
    wrap,
)
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import use_language

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("健保\u3000太郎\r\n", "健保 太郎"),
        ("\x1b[31m赤\x1b[0m", "赤"),
        ("\x1b]0;題\x07名", "]0;題名"),
        ("\u202e逆\u200b", "逆"),
        ("\x9b2J消", "2J消"),
        ("一\u2028二", "一 二"),
        ("葛\U000e0100城", "葛\U000e0100城"),
    ],
)
def test_nothing_that_steers_a_terminal_is_printable(text: str, printed: str) -> None:
    assert printable(text) == printed


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("健保太郎", 8, "健保太郎"),
        ("健保太郎", 7, "健保太…"),
        ("健保太郎", 6, "健保…"),
        ("Kempo Taro", 7, "Kempo…"),
        ("健保", 1, "…"),
        ("健保", 0, ""),
    ],
)
def test_a_name_is_cut_by_the_cells_it_takes(text: str, cells: int, shown: str) -> None:
    assert cut(text, cells) == shown


@pytest.mark.parametrize("text", ["健", "健保太郎", "Taro", "健保太郎健保太郎"])
def test_a_padded_name_takes_just_its_cells(text: str) -> None:
    assert cell_len(pad(text, 7)) == 7


def test_japanese_is_broken_between_any_two_characters() -> None:
    assert wrap("証明書の発行を断りました", 10, lines=3) == ["証明書の発", "行を断りま", "した"]


def test_no_line_begins_with_a_full_stop_or_ends_with_an_opening_bracket() -> None:
    assert wrap("一二三四五。六七「八」", 10, lines=3) == ["一二三四", "五。六七", "「八」"]


def test_words_of_latin_letters_stay_whole() -> None:
    assert wrap("Run it again later", 10, lines=3) == ["Run it", "again", "later"]


def test_a_word_longer_than_a_line_is_broken_all_the_same() -> None:
    assert wrap("see https://example.com/abc", 12, lines=4) == ["see", "https://exam", "ple.com/abc"]


def test_what_finds_no_room_is_told_by_dots() -> None:
    lines = wrap("一二三四五六七八九十", 8, lines=2)

    assert lines == ["一二三四", "五六七…"]


@pytest.mark.parametrize("width", range(4, 40))
def test_no_line_is_too_long(width: int) -> None:
    lines = wrap("健保 太郎 [ACC-001] ユーザIDまたは（パスワード）が、https://e/x", width, lines=9)

    assert max(map(cell_len, lines)) <= width


def test_nothing_to_say_is_an_empty_line() -> None:
    assert wrap("", 10, lines=2) == [""]


@pytest.mark.parametrize(("seconds", "shown"), [(0.9, "0分00秒"), (65, "1分05秒"), (3723, "1時間02分")])
def test_time_that_has_passed_is_told_as_by_a_clock(seconds: float, shown: str) -> None:
    assert clock_time(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (20, "1分以内"),
        (61, "約2分"),
        (15 * 60, "約15分"),
        (16 * 60, "約20分"),
        (59 * 60, "約60分"),
        (61 * 60, "約1時間10分"),
        (7 * 3600, "約7時間0分"),
    ],
)
def test_an_estimate_is_the_rougher_the_longer_it_is(seconds: float, shown: str) -> None:
    assert roughly(seconds) == shown


def test_a_moment_of_today_needs_no_date() -> None:
    assert moment(NOON, NOON) == f"{NOON.astimezone():%H:%M}"


def test_a_moment_of_another_day_has_its_date() -> None:
    tomorrow = NOON + timedelta(days=1)

    assert moment(tomorrow, NOON) == f"{tomorrow.astimezone():%m/%d %H:%M}"


def standing(state: State, step: str, *behind: str) -> Result:
    return Result.model_validate(
        {"user_id": "10006", "state": state, "step": step, "seconds": dict.fromkeys(behind, 1.0)}
    )


@pytest.mark.parametrize(
    ("result", "marks"),
    [
        (standing("pending", ""), "·······"),
        (standing("running", "login", "issue", "verify", "signup"), "●●●◐···"),
        (standing("running", "login", "issue", "verify", "signup", "login"), "●●●●···"),
        (standing("waiting", "signing", "issue", "verify", "signup", "login"), "●●●●◐··"),
        (standing("failed", "verify", "issue"), "●×·····"),
        (standing("failed", "login", *STEPS), "●●●×●●●"),
        (standing("failed", ""), "·······"),
        (standing("done", "password", *STEPS), "●●●●●●●"),
    ],
)
def test_the_marks_tell_where_somebody_stands(result: Result, marks: str) -> None:
    assert steps_of(result).plain == marks


def test_a_console_without_such_characters_gets_letters() -> None:
    assert steps_of(standing("failed", "verify", "issue"), plain=True).plain == "ox....."


def test_the_legend_explains_each_mark() -> None:
    use_language("en")

    assert legend().plain == "● done  ◐ under way  × failed  · not begun"
