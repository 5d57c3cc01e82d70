"""Plain lines for logs and pipes, bars for terminals."""

from __future__ import annotations

import io
import re

import pytest

from automation.progress import PlainLines, progress_on, told
from automation.results import Result, failed, finished, pending
from flows.errors import Refused
from flows.text import use_language

SOMEBODY = pending("10006", "健保 太郎")


def plain(stream: io.StringIO) -> str:
    """What was written, without colours and cursor movements."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue())


class Terminal(io.StringIO):
    """Text that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


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
    PlainLines(stream).ended(finished(SOMEBODY))

    assert stream.getvalue() == "10006 健保 太郎: 完了しました。\n"


def test_a_failure_tells_code_sentence_the_site_s_words_and_the_remedy() -> None:
    ended = failed(SOMEBODY, Refused("ACC-002", site_words="ロックされています。"))

    line = told(ended)

    assert line.startswith("10006 健保 太郎: [ACC-002] アカウントがロックされています。")
    assert "(サイトの言葉: ロックされています。)" in line
    assert line.endswith(ended.remedy)
    assert "\n" not in line


def test_a_failure_without_words_of_the_site_mentions_none() -> None:
    assert "サイトの言葉" not in told(failed(SOMEBODY, Refused("ACC-003")))


def test_who_has_no_name_is_told_by_the_id() -> None:
    assert told(finished(pending("10006"))).startswith("10006: ")


def test_a_pipe_gets_plain_lines(stream: io.StringIO) -> None:
    with progress_on(stream) as progress:
        progress.ended(finished(SOMEBODY))

    assert isinstance(progress, PlainLines)
    assert stream.getvalue().count("\n") == 1


def through(result: Result) -> str:
    """What a terminal shows of somebody who came to the login."""
    terminal = Terminal()
    with progress_on(terminal) as progress:
        progress.began(SOMEBODY, "login")
        progress.went(SOMEBODY, "login", 1.0)
        progress.ended(result)
    return plain(terminal)


def test_a_terminal_gets_a_bar_a_person() -> None:
    shown = through(finished(SOMEBODY))

    assert "10006 健保 太郎" in shown
    assert "完了しました。" in shown


def test_a_terminal_tells_failures_in_full() -> None:
    assert "[ACC-002]" in through(failed(SOMEBODY, Refused("ACC-002")))


def test_brackets_in_the_site_s_words_are_words() -> None:
    assert "[/x]" in through(failed(SOMEBODY, Refused("ACC-002", site_words="[/x] ロック")))


def test_brackets_in_a_name_are_part_of_it() -> None:
    terminal = Terminal()
    with progress_on(terminal) as progress:
        progress.began(pending("10006", "[/x]"), "login")

    assert "[/x]" in plain(terminal)
