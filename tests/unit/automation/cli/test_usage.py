"""What a command line is told that cannot be understood."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ekakushin.automation.cli.app import app
from ekakushin.automation.cli.usage import call
from ekakushin.flows.text import use_language

Told = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    def run(line: str) -> tuple[int, list[str]]:
        monkeypatch.setattr("sys.argv", ["ekakushin", *line.split()])
        code = call(app)
        return code, capsys.readouterr().err.splitlines()

    return run


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("onboard --foo", "--foo というオプションはありません。もしかして: --from"),
        ("bogus", "「bogus」というコマンドはありません。"),
        ("cert bogus", "「bogus」というコマンドはありません。"),
        ("mail fetch", "--imap を指定してください。"),
        ("guide show", "CODE を書いてください。"),
        ("guide show A B", "「B」は余分です。"),
        ("onboard --lang", "--lang には値が必要です。"),
        ("onboard --lang fr", "--lang の値が正しくありません。書けるもの: ja|en"),
        ("onboard --workers x", "--workers の値が正しくありません。書けるもの: 1～64 の整数"),
        ("onboard --workers 99", "--workers の値が正しくありません。書けるもの: 1～64 の整数"),
        ("onboard --assist=3", "--assist に値は付けられません。"),
        ("onboard --until x", "--until: issue, verify, signup, login, signing, pin, password"),
    ],
)
def test_each_fault_of_a_command_line_is_told_in_japanese(told: Told, line: str, sentence: str) -> None:
    code, lines = told(line)

    assert (code, lines[0]) == (2, sentence)


def test_usage_and_the_way_to_the_help_follow(told: Told) -> None:
    assert told("cert install")[1][1:] == [
        "使い方: ekakushin cert install [オプション] USER",
        "くわしくは「ekakushin cert install --help」をご覧ください。",
    ]


def test_in_english_it_is_english(told: Told) -> None:
    use_language("en")
    try:
        assert told("guide show A B")[1][0] == "'B' is too much."
    finally:
        use_language("ja")


def test_a_group_alone_shows_its_commands(told: Told) -> None:
    code, lines = told("cert")

    assert code == 2
    assert "コマンド:" in lines
