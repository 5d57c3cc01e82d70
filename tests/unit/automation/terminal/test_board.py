"""The board at the bottom of a terminal, and what is printed above it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rich.cells import cell_len
from rich.console import RenderableType

from ekakushin.automation.results import Result, fail, finish, pending
from ekakushin.automation.terminal.board import Board, BoardTrouble
from ekakushin.automation.terminal.pace import Pace
from ekakushin.flows.errors import OutcomeUnknown, Refused, Unavailable
from ekakushin.flows.models import STEPS
from ekakushin.flows.text import Language, use_language
from tests.support.stopwatch import START, Clock
from tests.support.terminals import lines, terminal

SOMEBODY = pending("10006", "健保 太郎")


class Hall:
    """A board with its clock and what it told."""

    def __init__(self, total: int = 30) -> None:
        self.clock = Clock()
        self.told: list[RenderableType] = []
        pace = Pace(total, clock=self.clock, now=self.clock.now)
        self.board = Board(pace, clock=self.clock, tell=self.told.append)

    def onboard(self, user_id: str, each: float = 10) -> None:
        """Take somebody through all steps."""
        for step in STEPS:
            self.board.began(pending(user_id), step)
            self.clock.pass_(each)
            self.board.went(pending(user_id), step, each)
        self.board.ended(finish(pending(user_id)))


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_the_first_line_tells_how_far_the_run_is(hall: Hall) -> None:
    hall.onboard("10006")

    first, second = lines(hall.board)

    assert first.endswith("━  完了 1/30 人  残り約35分")
    assert second == "経過 1:10  手順 7/210  0.9 人/分"


def test_who_is_stuck_is_counted_and_told_above(hall: Hall) -> None:
    ended = fail(SOMEBODY, Refused("ACC-002"))

    hall.board.ended(ended)

    assert "失敗 1 人" in lines(hall.board)[0]
    assert hall.told == [BoardTrouble(ended)]


def test_who_is_done_is_not_told_singly(hall: Hall) -> None:
    hall.board.ended(finish(SOMEBODY))

    assert hall.told == []


def test_a_line_a_person_tells_who_is_at_which_step_for_how_long(hall: Hall) -> None:
    result = SOMEBODY.model_copy(update={"seconds": {"issue": 1.0, "verify": 1.0}})
    hall.board.began(result, "signup")
    hall.clock.pass_(75)

    line = lines(hall.board)[2]

    assert line.split() == ["10006", "健保", "太郎", "●●◐····", "サインアップ", "1:15"]


def test_who_has_ended_or_waits_has_no_line(hall: Hall) -> None:
    hall.board.began(pending("10006"), "issue")
    hall.board.began(pending("10007"), "issue")

    hall.board.ended(finish(pending("10006")))
    hall.board.waits(pending("10007"))

    assert [line.strip() for line in lines(hall.board)[2:]] == ["待機 1 人"]


def test_the_end_of_the_next_wait_is_told(hall: Hall) -> None:
    until = START + timedelta(minutes=5)

    hall.board.waits(pending("10007").model_copy(update={"until": until}))

    assert lines(hall.board)[-1] == f"  待機 1 人（次は {until.astimezone():%H:%M}）"


def test_it_is_told_why_most_people_wait(hall: Hall) -> None:
    closed = fail(SOMEBODY, Unavailable("NET-005"))
    hall.board.waits(pending("10007"))

    for each in ("10008", "10009"):
        hall.board.waits(closed.model_copy(update={"user_id": each}))

    assert lines(hall.board)[-1] == "  待機 3 人 [NET-005] サイトがメンテナンス中か、停止中です。"


def test_a_reason_to_wait_is_forgotten_when_the_wait_is_over(hall: Hall) -> None:
    hall.board.waits(fail(SOMEBODY, Unavailable("NET-005")))

    hall.board.began(SOMEBODY, "login")

    assert not any("NET-005" in line for line in lines(hall.board))


def test_whoever_comes_next_takes_the_line_that_became_free(hall: Hall) -> None:
    for user_id in ("10006", "10007", "10008"):
        hall.board.began(pending(user_id), "issue")

    hall.board.ended(finish(pending("10007")))
    hall.board.began(pending("10009"), "issue")
    hall.board.began(pending("10006"), "verify")

    assert [line.split()[0] for line in lines(hall.board)[2:]] == ["10006", "10009", "10008"]


def test_those_who_find_no_room_are_counted(hall: Hall) -> None:
    for each in range(13):
        hall.board.began(pending(str(10000 + each)), "issue")

    shown = lines(hall.board)

    assert len(shown) == 2 + 8 + 1
    assert shown[-1] == "  …ほか 5 人"


@pytest.mark.parametrize("height", range(1, 30))
def test_the_board_is_never_higher_than_the_screen_but_for_its_numbers(hall: Hall, height: int) -> None:
    for each in range(64):
        hall.board.began(pending(str(10000 + each)), "issue")
    hall.board.waits(pending("20000"))

    assert len(lines(hall.board, height=height)) <= max(height - 1, 4)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [30, 40, 60, 79, 80, 120])
def test_no_line_is_wider_than_the_screen(hall: Hall, width: int, language: Language) -> None:
    use_language(language)
    hall.onboard("10006")
    hall.board.ended(fail(SOMEBODY, Refused("ACC-001", site_words="正しくありません。" * 9)))
    hall.board.began(pending("10008", "佐々木 小次郎左衛門之介" * 3), "signing")
    hall.board.waits(pending("10007").model_copy(update={"until": START + timedelta(days=1)}))

    shown = [*lines(hall.board, width=width), *lines(hall.told[0], width=width)]

    assert max(map(cell_len, shown)) <= width


def test_columns_stay_in_line_whatever_the_names(hall: Hall) -> None:
    for user_id, name in (("6", "健保"), ("10007", "Maria Fernanda Gonzalez-Ruiz"), ("10008", "")):
        hall.board.began(pending(user_id, name), "issue")

    shown = lines(hall.board)[2:]

    assert len({cell_len(line[: line.index("◐")]) for line in shown}) == 1
    assert len({cell_len(line) for line in shown}) == 1


def test_markup_and_escape_sequences_in_a_name_are_nothing_special(hall: Hall) -> None:
    hall.board.began(pending("10006", "[red]太郎\x1b[2J"), "issue")
    console, stream = terminal()

    console.print(hall.board)

    assert "[red]太郎 " in stream.shown
    assert "\x1b[2J" not in stream.getvalue()


def test_in_the_end_the_numbers_alone_stay(hall: Hall) -> None:
    hall.board.began(SOMEBODY, "issue")

    hall.board.close()

    assert len(lines(hall.board)) == 2


def test_an_old_console_gets_letters(hall: Hall) -> None:
    hall.board.began(SOMEBODY, "issue")

    assert ">......" in lines(hall.board, legacy_windows=True)[2]


def test_without_colour_nothing_is_coloured(hall: Hall) -> None:
    hall.board.began(SOMEBODY, "issue")
    console, stream = terminal(no_color=True)

    console.print(hall.board)

    assert "\x1b[3" not in stream.getvalue()


def test_a_failure_is_who_what_and_what_to_do_in_four_lines_at_most() -> None:
    assert lines(BoardTrouble(fail(SOMEBODY, Refused("ACC-001")))) == [
        "× 10006 健保 太郎 [ACC-001] ユーザIDまたはパスワードが受け付けられませんでした。",
        "  続けて6回失敗するとロックされるため、これ以上は試しません。",
        "  → メールのユーザIDとパスワードを確かめてください。メールを取り込み直すまで、こ",
        "    のアカウントでは試しません。",
    ]


def test_a_short_failure_takes_few_lines() -> None:
    use_language("en")

    assert lines(BoardTrouble(fail(SOMEBODY, Refused("ACC-002")))) == [
        "× 10006 健保 太郎 [ACC-002] The account is locked.",
        "  → Ask the society to unlock the account; a mail comes when it is done.",
    ]


def test_the_site_s_own_words_are_told_where_they_find_room() -> None:
    ended = fail(SOMEBODY, Refused("ISS-007", site_words="有効な\n証明書情報が[/x]ありません"))

    assert "(サイトの表示: 有効な 証明書情報が[/x]ありません)" in "".join(
        line.strip() if line.startswith("  ") else line for line in lines(BoardTrouble(ended))
    )


def test_words_that_find_no_room_are_left_to_the_report() -> None:
    ended: Result = fail(SOMEBODY, OutcomeUnknown("ISS-004", site_words="長い言葉。" * 40))

    shown = lines(BoardTrouble(ended))

    assert len(shown) <= 4
    assert "長い" not in "".join(shown)
