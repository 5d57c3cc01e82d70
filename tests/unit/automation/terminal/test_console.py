"""Consoles in which ambiguous characters take two cells get others."""

from __future__ import annotations

import io
import sys
import unicodedata
from datetime import UTC, datetime

import pytest

from ekakushin.automation.results import Result
from ekakushin.automation.terminal import console as consoles
from ekakushin.automation.terminal.board import Board, BoardTrouble
from ekakushin.automation.terminal.cells import cut
from ekakushin.automation.terminal.console import NarrowStream, has_wide_ambiguous, open_console
from ekakushin.automation.terminal.pace import Pace
from ekakushin.automation.terminal.table import print_table
from ekakushin.automation.terminal.watching import status_table
from tests.support.systems import posix_only

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
STUCK = Result(
    user_id="10004",
    name="名前がとても長くて画面のはばに入りきらない利用者 太郎右衛門",
    state="failed",
    code="ACC-001",
    step="login",
    message="サイトがパスワードを断りました。" * 4,
    site_words="ユーザIDまたはパスワードが正しくありません。" * 4,
    remedy="メールを確かめてください。" * 9,
)


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """The console of a Japanese Windows."""
    monkeypatch.setattr(consoles, "has_wide_ambiguous", lambda: True)
    return Screen()


def cells(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(each) in "WFA") for each in line)


def test_what_is_drawn_takes_the_cells_it_was_given(screen: Screen) -> None:
    console = open_console(screen, width=80, height=25, no_color=True, highlight=False, force_terminal=False)
    board = Board(Pace(3, now=lambda: NOW), clock=lambda: 0.0, tell=console.print)
    board.began(STUCK, "login")
    console.print(board)
    console.print(BoardTrouble(STUCK))
    print_table([STUCK], console)
    console.print(status_table([STUCK], at=NOW))
    console.print(cut("名前" * 60, 80))
    shown = screen.getvalue()
    assert max(map(cells, shown.splitlines())) <= 80
    assert not {each for each in shown if unicodedata.east_asian_width(each) == "A"}
    shown.encode("cp932")


def test_any_other_console_gets_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consoles, "has_wide_ambiguous", lambda: False)
    stream = Screen()
    open_console(stream, width=80).print("… × →")
    assert stream.getvalue() == "… × →\n"


def test_a_pipe_gets_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consoles, "has_wide_ambiguous", lambda: True)
    stream = io.StringIO()
    open_console(stream, width=80).print("… × →")
    assert stream.getvalue() == "… × →\n"


def test_the_rest_of_a_stream_stays_as_it_is() -> None:
    stream = Screen()
    narrow = NarrowStream(stream)
    assert (narrow.isatty(), narrow.write("…か")) == (True, 2)
    assert stream.getvalue() == "~か"


@pytest.mark.parametrize(
    ("code_page", "environment", "wide"),
    [(932, {}, True), (437, {}, False), (932, {"WT_SESSION": "x"}, False)],
)
def test_windows_old_console_is_told_by_its_code_page(
    monkeypatch: pytest.MonkeyPatch, code_page: int, environment: dict[str, str], wide: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(consoles, "_code_page", lambda: code_page)
    assert has_wide_ambiguous(environment) is wide


@posix_only("Windows' consoles are the ones that differ")
def test_no_other_system_s_console_is_meant() -> None:
    assert not has_wide_ambiguous({})
