"""As which browser the issuance site is asked, and in which order."""

from __future__ import annotations

import pytest

from ekakushin.flows.faces import Face, RememberedFace, faces_to_try
from ekakushin.flows.screens.issue import refuses_the_browser


def test_the_browser_itself_comes_first_and_the_oldest_last() -> None:
    assert faces_to_try(RememberedFace()) == [Face.OWN, Face.EXPLORER, Face.COMPATIBLE]


def test_what_worked_last_is_tried_first() -> None:
    memory = RememberedFace()
    memory.note(Face.COMPATIBLE)
    assert faces_to_try(memory) == [Face.COMPATIBLE, Face.OWN, Face.EXPLORER]


@pytest.mark.parametrize(
    "words",
    [
        "サポートされていないブラウザです。",
        "ご利用のブラウザはサポートしておりません。",
        "このブラウザは対応していません。",
        "Internet Explorer 11 でご利用ください。",
        "互換表示設定を行ってください。",
        "This browser is not supported.",
    ],
)
def test_a_page_that_wants_another_browser_is_known(words: str) -> None:
    assert refuses_the_browser(words)


@pytest.mark.parametrize(
    "words", ["パスワードが正しくありません。", "ブラウザの「戻る」は使用できません。", ""]
)
def test_any_other_refusal_is_not_about_the_browser(words: str) -> None:
    assert not refuses_the_browser(words)
