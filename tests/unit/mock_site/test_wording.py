"""What the sites say when something is wrong."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from fixtures.mock_site.faults import FAULTS
from fixtures.mock_site.wording import refusal, turn, wordings

WORDED = tomllib.loads(files("fixtures.mock_site").joinpath("refusals.toml").read_text("utf-8"))


def test_only_faults_have_words() -> None:
    assert set(WORDED) <= set(FAULTS)


@pytest.mark.parametrize("code", WORDED)
def test_wordings_differ(code: str) -> None:
    assert len(set(wordings(code))) == len(wordings(code)) > 0


@pytest.mark.parametrize(
    ("user_id", "number"), [("10006", 0), ("10007", 1), ("10008", 2), ("10009", 0), ("", 0)]
)
def test_people_take_turns(user_id: str, number: int) -> None:
    assert turn(user_id, 3) == number


def test_a_refusal_is_a_phrase_and_words() -> None:
    assert refusal("ISS-009", "10006") == ("used up", "有効な証明書情報がありません。")


def test_what_the_site_never_hears_of_has_no_phrase() -> None:
    assert refusal("ISS-017", "10006") == ("", "CSRの生成に失敗しました。")


def test_what_is_never_said_has_no_words() -> None:
    assert wordings("NET-001") == ()
