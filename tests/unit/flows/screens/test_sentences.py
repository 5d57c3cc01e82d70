"""Sentences are read as the eye reads them."""

from __future__ import annotations

import pytest

from ekakushin.flows.screens.done import says_done
from ekakushin.flows.screens.sentences import sentences_in, words_of
from ekakushin.flows.screens.verdict import verdict
from tests.support.readings import page

DONE = "署名用証明書の発行が完了しました。"
REFUSED = "ユーザIDまたはパスワードが正しくありません。"
WARNS = "ログインに失敗するとアカウントがロックされます。"


@pytest.mark.parametrize("at", range(1, len(DONE)))
@pytest.mark.parametrize("gap", ["\n", "　", " "])
def test_a_success_is_one_wherever_a_gap_is(at: int, gap: str) -> None:
    lines = f"{DONE[:at]}{gap}{DONE[at:]}".split("\n")
    assert says_done(page("署名管理", *lines, "戻る"))


@pytest.mark.parametrize("at", range(1, len(REFUSED)))
def test_a_refusal_is_one_wherever_a_line_breaks(at: int) -> None:
    lines = ("ログイン", REFUSED[:at], REFUSED[at:], "戻る")
    found = verdict(page(*lines), lines, "ACC-001")
    assert found
    assert found.code == "ACC-001"


@pytest.mark.parametrize("at", [6, 7, 8, 9, 10, 15, 16])
def test_a_warning_stays_one(at: int) -> None:
    lines = (WARNS[:at], WARNS[at:])
    assert verdict(page(*lines), lines, "ACC-001") is None


def test_a_sentence_over_three_lines_is_one() -> None:
    assert "登録が完了しました" in sentences_in(["登録", "が完了", "しました。"])


@pytest.mark.parametrize(
    "lines",
    [
        ["完了しました", "お知らせはありません"],
        ["完了しました。", "がんばりましょう"],
        ["登録しました", "しばらくお待ちください"],
        ["処理中です", "もうしばらくお待ちください"],
        ["", "がある"],
    ],
)
def test_lines_that_are_sentences_of_their_own_stay_apart(lines: list[str]) -> None:
    assert sentences_in(lines) == [line.rstrip("。") for line in lines if line]


def test_a_quotation_may_be_broken_too() -> None:
    assert says_done(page("「失敗しま", "した」と出ても", "完了しました。"))
    assert "失敗" not in "".join(sentences_in(["「失敗しま", "した」は忘れてください。"]))


def test_the_words_for_a_person_are_told_without_the_break() -> None:
    assert words_of(["認証に失敗し", "ました。", "戻る", "Copyright 2020"]) == "認証に失敗しました。 戻る"
