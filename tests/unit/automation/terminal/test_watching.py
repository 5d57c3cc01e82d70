"""The table of who stands where, printed once or watched."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from rich.cells import cell_len
from rich.console import Console

from ekakushin.automation.results import Result, fail, finish, pending
from ekakushin.automation.terminal.watching import status_table, watch, watched_table
from ekakushin.flows.errors import OutcomeUnknown, Refused
from ekakushin.flows.models import STEPS, StepName
from ekakushin.flows.text import Language, use_language
from tests.support.stopwatch import START
from tests.support.terminals import lines, terminal


def somebody(user_id: str, *behind: StepName, name: str = "健保 太郎") -> Result:
    return pending(user_id, name).model_copy(update={"seconds": dict.fromkeys(behind, 1.0)})


DONE = finish(somebody("10001", *STEPS))
RUNNING = somebody("10002", "issue").model_copy(update={"state": "running", "step": "verify"})
WAITING = somebody("10003", *STEPS[:4]).model_copy(
    update={"state": "waiting", "step": "signing", "until": START + timedelta(minutes=5)}
)
STUCK = fail(
    somebody("10004", *STEPS[:3]).model_copy(update={"step": "login", "failures": 1}), Refused("ACC-001")
)
NOT_BEGUN = somebody("10005")
ALL = [DONE, RUNNING, WAITING, STUCK, NOT_BEGUN]


def shown(results: Sequence[Result], *, width: int = 80, only_open: bool | None = None) -> list[str]:
    return lines(status_table(results, at=START, only_open=only_open), width=width)


def row_of(user_id: str, table: Sequence[str]) -> list[str]:
    return next(line.split() for line in table if line.startswith(user_id))


def test_the_numbers_stand_at_the_top() -> None:
    assert shown(ALL)[:2] == [
        f"{START.astimezone():%Y/%m/%d %H:%M:%S} 現在",
        "全 5 人: 完了 1 | 失敗 1 | 待機中 1 | 作業中 1 | 未了 1",
    ]


@pytest.mark.parametrize(
    ("result", "row"),
    [
        (DONE, ["10001", "健保", "太郎", "●●●●●●●", "完了"]),
        (RUNNING, ["10002", "健保", "太郎", "●◐·····", "作業中"]),
        (
            WAITING,
            [
                "10003",
                "健保",
                "太郎",
                "●●●●◐··",
                "待機中",
                f"{(WAITING.until or START).astimezone():%M}",
                "まで",
            ],
        ),
        (STUCK, ["10004", "健保", "太郎", "●●●×···", "失敗", "ACC-001", "1", "回", "注意"]),
        (NOT_BEGUN, ["10005", "健保", "太郎", "·······", "未了"]),
    ],
    ids=lambda each: each.state if isinstance(each, Result) else "",
)
def test_a_row_tells_where_somebody_stands(result: Result, row: list[str]) -> None:
    found = row_of(result.user_id, shown([result]))

    assert [each if ":" not in each else each[-2:] for each in found] == row


def test_login_failures_have_a_column_only_where_somebody_has_some() -> None:
    assert not any("失敗回数" in line for line in shown([DONE, WAITING]))


def test_no_login_failure_is_no_warning() -> None:
    rows = shown([DONE.model_copy(update={"failures": 0}), STUCK])

    assert row_of("10001", rows)[-1] == "0"


def test_the_legend_explains_marks_and_steps() -> None:
    table = shown([DONE])

    assert "● 完了  ◐ 作業中  × 失敗  · 未着手" in table
    assert "手順は左から: 発行 確認 サインアップ ログイン 署名 暗証 変更" in table


def test_what_is_to_be_done_is_told_once_a_code() -> None:
    again = STUCK.model_copy(update={"user_id": "10007"})
    other = fail(somebody("10008"), OutcomeUnknown("ISS-004"))

    table = shown([STUCK, other, again])

    assert [line.split(" ")[0] for line in table[table.index("対処") + 1 :] if line[0] != " "] == [
        "ACC-001",
        "ISS-004",
    ]
    assert any(line.startswith("ACC-001 (2 人) メールのユーザIDと") for line in table)


def test_where_nobody_is_stuck_there_is_nothing_to_do() -> None:
    assert "対処" not in shown([DONE, WAITING])


def many(count: int) -> list[Result]:
    return [*ALL, *(finish(somebody(str(20000 + each), *STEPS)) for each in range(count - len(ALL)))]


def test_of_many_people_the_done_and_the_not_begun_are_only_counted() -> None:
    table = shown(many(41))

    assert [line[:5] for line in table if line.startswith(("1000", "2000"))] == ["10002", "10003", "10004"]
    assert "表に出していない人: 完了 37 | 未了 1。全員は --all で表示します。" in table


def test_forty_people_are_all_shown() -> None:
    assert sum(line.startswith(("1000", "200")) for line in shown(many(40))) == 40


def test_everybody_is_shown_if_asked_for() -> None:
    assert sum(line.startswith(("1000", "200")) for line in shown(many(60), only_open=False)) == 60


def test_nobody_makes_a_table_of_nobody() -> None:
    assert "全 0 人: 完了 0 | 失敗 0 | 待機中 0 | 作業中 0 | 未了 0" in shown([])


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int, language: Language) -> None:
    use_language(language)
    later = WAITING.model_copy(update={"until": START + timedelta(days=1), "name": "Maria Gonzalez" * 3})

    assert max(map(cell_len, shown([*ALL, later], width=width))) <= width


def test_a_long_name_gives_way_and_nothing_else_does() -> None:
    long = STUCK.model_copy(update={"name": "佐々木 小次郎左衛門之介" * 2})

    row = row_of("10004", shown([long, WAITING]))

    assert row[1:] != []
    assert [each[-1] for each in row if each.endswith("…")] == ["…"]
    assert row[-5:] == ["失敗", "ACC-001", "1", "回", "注意"]


def test_a_name_is_neither_markup_nor_a_command_to_the_terminal() -> None:
    console, stream = terminal()

    console.print(status_table([somebody("10006", name="[red]太郎\x1b[2J")], at=START))

    assert "[red]太郎 " in stream.shown
    assert "\x1b[2J" not in stream.getvalue()


def test_an_old_console_gets_letters() -> None:
    table = lines(status_table([STUCK], at=START), legacy_windows=True)

    assert "ooox..." in row_of("10004", table)


@pytest.mark.parametrize("height", range(14, 40))
def test_a_watched_table_fits_the_screen(height: int) -> None:
    assert len(lines(watched_table(many(60), at=START, height=height), height=height)) <= height


def test_a_watched_table_shows_first_where_there_is_something_to_see() -> None:
    table = lines(watched_table(many(60), at=START, height=14))

    assert [line[:5] for line in table if line.startswith(("1000", "2000"))] == ["10004", "10002", "10003"]
    assert "…ほか 57 人" in table


class Readings:
    """Answers one after the other, and the pauses between them; the last one stays."""

    def __init__(self, *answers: Sequence[Result]) -> None:
        self._answers = list(answers)
        self.pauses: list[float] = []

    def __call__(self) -> Sequence[Result]:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


def piped() -> tuple[Console, Callable[[], str]]:
    stream = io.StringIO()
    return Console(file=stream, width=80, legacy_windows=False), stream.getvalue


def test_watching_ends_when_everybody_is_done_or_stuck() -> None:
    console, _ = piped()
    read = Readings([RUNNING], [WAITING], [NOT_BEGUN], [DONE, STUCK], [RUNNING])

    last = watch(read, console, every=5, pause=read.pause)

    assert list(last) == [DONE, STUCK]
    assert read.pauses == [5, 5, 5]


def test_watching_ends_after_so_many_readings() -> None:
    console, _ = piped()
    read = Readings([RUNNING])

    watch(read, console, pause=read.pause, rounds=3)

    assert len(read.pauses) == 2


def test_watching_ends_at_ctrl_c_with_what_was_read() -> None:
    console, _ = piped()

    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    assert list(watch(lambda: [RUNNING], console, pause=interrupted)) == [RUNNING]


def test_a_pipe_gets_the_table_again_only_when_something_has_changed() -> None:
    console, written = piped()
    read = Readings([RUNNING], [RUNNING], [RUNNING], [DONE])

    watch(read, console, pause=read.pause, now=lambda: START)

    assert written().count("現在") == 2


def test_a_terminal_is_drawn_anew_and_keeps_the_whole_table_in_the_end() -> None:
    console, stream = terminal()
    read = Readings([RUNNING], [RUNNING], many(60))

    watch(read, console, pause=read.pause, rounds=3, now=lambda: START)

    drawn, _, kept = stream.getvalue().partition("\x1b[?1049l")
    assert drawn.startswith("\x1b[?1049h")
    assert drawn.count("現在") >= 3
    assert kept.count("現在") == 1
    assert "表に出していない人" in kept


def test_a_terminal_is_given_back_when_the_reading_fails() -> None:
    console, stream = terminal()

    def broken() -> Sequence[Result]:
        raise OSError

    with pytest.raises(OSError):
        watch(broken, console)

    assert stream.getvalue().rstrip().endswith("\x1b[?1049l")
