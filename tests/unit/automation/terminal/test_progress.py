"""Plain lines for logs and pipes, a board for terminals."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from ekakushin.automation.results import fail, finish, pending
from ekakushin.automation.terminal.board import Board
from ekakushin.automation.terminal.progress import PlainLines, ending_line, progress_on
from ekakushin.flows.errors import Refused, Unavailable
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import use_language
from tests.support.stopwatch import START, Clock
from tests.support.terminals import Terminal

SOMEBODY = pending("10006", "健保 太郎")


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture(autouse=True)
def _a_terminal_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def test_a_step_is_told_when_it_has_ended(stream: io.StringIO) -> None:
    lines = PlainLines(stream)

    lines.began(SOMEBODY, "login")
    before = stream.getvalue()
    lines.went(SOMEBODY, "login", 1.25)

    assert before == ""
    assert stream.getvalue() == "10006 ログイン: 1.2 秒\n"


def test_the_language_is_the_one_in_use(stream: io.StringIO) -> None:
    use_language("en")

    PlainLines(stream).went(SOMEBODY, "pin", 0.5)

    assert stream.getvalue() == "10006 PIN: 0.5 s\n"


def test_an_end_is_one_line(stream: io.StringIO) -> None:
    PlainLines(stream).ended(finish(SOMEBODY))

    assert stream.getvalue() == "10006 健保 太郎: 完了しました。\n"


def test_a_wait_is_one_line_with_its_end(stream: io.StringIO) -> None:
    clock = Clock()
    until = START + timedelta(minutes=2)

    with progress_on(stream, clock=clock, now=clock.now) as progress:
        progress.waits(SOMEBODY.model_copy(update={"until": until}))

    assert stream.getvalue() == f"10006 健保 太郎: {until.astimezone():%H:%M} まで待ちます\n"


def test_a_wait_may_have_no_known_end(stream: io.StringIO) -> None:
    PlainLines(stream).waits(SOMEBODY)

    assert stream.getvalue() == "10006 健保 太郎: 待ちます\n"


def test_a_wait_tells_its_reason(stream: io.StringIO) -> None:
    PlainLines(stream).waits(fail(SOMEBODY, Unavailable("NET-005")))

    assert stream.getvalue() == "10006 健保 太郎: [NET-005] サイトがメンテナンス中か、停止中です。 待ちます\n"


def test_the_numbers_are_told_once_a_minute_at_most(stream: io.StringIO) -> None:
    clock = Clock()
    with progress_on(stream, 3, clock) as progress:
        for step in STEPS:
            progress.began(SOMEBODY, step)
            clock.pass_(10)
            progress.went(SOMEBODY, step, 10)
        progress.ended(finish(SOMEBODY))

    numbers = [line for line in stream.getvalue().splitlines() if line.startswith("--")]

    assert numbers == ["-- 完了 0/3 人 | 残り約3分 | 経過 1:00 | 手順 6/21 | 0.9 人/分"]


def test_the_numbers_name_those_who_are_stuck_and_those_who_wait(stream: io.StringIO) -> None:
    clock = Clock()
    with progress_on(stream, 3, clock) as progress:
        progress.waits(SOMEBODY)
        clock.pass_(60)
        progress.ended(fail(pending("10007"), Refused("ACC-002")))

    assert (
        stream.getvalue().splitlines()[-1] == "-- 完了 0/3 人 | 失敗 1 人 | 待機 1 人 | 経過 1:00 | 手順 0/21"
    )


def test_a_failure_tells_code_sentence_the_site_s_words_and_the_remedy() -> None:
    ended = fail(SOMEBODY, Refused("ACC-002", site_words="ロックされています。"))

    line = ending_line(ended)

    assert line.startswith("10006 健保 太郎: [ACC-002] アカウントがロックされています。")
    assert "(サイトの表示: ロックされています。)" in line
    assert line.endswith(ended.remedy)


def test_words_of_several_lines_are_told_in_one_and_steer_no_terminal() -> None:
    line = ending_line(fail(SOMEBODY, Refused("ACC-002", site_words="一\r\n二\x1b[2J三")))

    assert "一 二三" in line
    assert line.isprintable()


def test_a_failure_without_words_of_the_site_mentions_none() -> None:
    assert "サイトの表示" not in ending_line(fail(SOMEBODY, Refused("ACC-003")))


def test_who_has_no_name_is_told_by_the_id() -> None:
    assert ending_line(finish(pending("10006"))).startswith("10006: ")


def test_a_pipe_gets_plain_lines(stream: io.StringIO) -> None:
    with progress_on(stream) as progress:
        progress.ended(finish(SOMEBODY))

    assert isinstance(progress, PlainLines)
    assert stream.getvalue().count("\n") == 1


def test_a_terminal_that_cannot_move_its_cursor_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")

    with progress_on(Terminal()) as progress:
        pass

    assert isinstance(progress, PlainLines)


def test_a_terminal_gets_a_board_with_the_numbers_of_the_run() -> None:
    terminal = Terminal()
    with progress_on(terminal, 2) as progress:
        progress.began(SOMEBODY, "login")
        progress.went(SOMEBODY, "login", 1.0)
        progress.ended(finish(SOMEBODY))

    assert isinstance(progress, Board)
    assert "完了 1/2 人" in terminal.shown


def test_a_terminal_tells_failures_in_full() -> None:
    terminal = Terminal()
    with progress_on(terminal) as progress:
        progress.ended(fail(SOMEBODY, Refused("ACC-002", site_words="[/x]")))

    assert "[ACC-002] アカウントがロックされています。" in terminal.shown
    assert "[/x]" in terminal.shown


def test_a_run_that_breaks_off_leaves_the_terminal_as_it_was() -> None:
    terminal = Terminal()

    def broken_off() -> None:
        with progress_on(terminal) as progress:
            progress.began(SOMEBODY, "login")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert terminal.getvalue().endswith("\n\x1b[?25h")


def test_what_goes_to_a_pipe_does_not_land_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    with progress_on(terminal):
        print('{"people": []}')

    assert capsys.readouterr().out == '{"people": []}\n'
    assert "people" not in terminal.shown
