"""Where somebody stands, by what the engine's database has of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOSClient

from ekakushin.automation.engine import glance
from ekakushin.automation.engine.database import Database
from ekakushin.automation.engine.enqueuing import enqueue
from ekakushin.automation.engine.orders import Ending, Order, Pause, Stepped, Trouble, home_id
from ekakushin.automation.engine.standing import Row, everybody, read_rows, standing, standing_in
from ekakushin.automation.results import Result, Stretch, pending
from ekakushin.flows.models import STEPS, Fact, Login, StepName
from tests.support.fakes import NOW, USER

LATER = NOW + timedelta(minutes=2)
MADE = Trouble(code="SGN-004", kind="UnderWay", values={"wait": "120"})
REFUSED = Trouble(code="ACC-001", kind="Refused", site_words="正しくありません")


def stretch(step: StepName, seconds: float = 1.0, code: str = "", began: datetime = NOW) -> Stretch:
    return Stretch(step=step, began=began, seconds=seconds, code=code)


def stepped(step: StepName, failures: int | None = None) -> Stepped:
    fact = Login(user_id=USER, failures=failures) if step == "login" else Fact(user_id=USER, step=step)
    return Stepped.model_validate({"fact": fact, "stretch": stretch(step)})


def row(status: str = "SUCCESS", *, ending: dict[str, Any] | None = None, **other: Any) -> Row:
    """One part, and how it ended, if it has."""
    place = {name: other.pop(name, 1) for name in ("attempt", "part")}
    order = Order(user_id=USER, steps=other.pop("steps", STEPS), **place)
    told = Ending(order=order, **ending) if ending else None
    return Row(
        user_id=USER,
        identifier=order.identifier("home"),
        status=status,
        order=order,
        ending=told,
        worker=other.pop("worker", "worker-1"),
        **place,
        **other,
    )


def now(*rows: Row) -> Result:
    return standing(pending(USER, "健保 太郎", "TJK株式会社"), rows)


WAITED = row(
    ending={
        "state": "waiting",
        "trouble": MADE,
        "until": LATER,
        "stretches": (stretch("login"), stretch("signing", code="SGN-004")),
    }
)


def test_for_whom_nothing_was_enqueued_nothing_is_known() -> None:
    assert now() == pending(USER, "健保 太郎", "TJK株式会社")


def test_who_has_not_begun_is_pending() -> None:
    assert (now(row("ENQUEUED")).state, now(row("ENQUEUED")).step) == ("pending", "")


def test_who_waits_for_the_service_is_waiting_until_then() -> None:
    result = now(WAITED, row("DELAYED", part=2, steps=STEPS[4:], until=LATER))

    assert (result.state, result.code, result.step) == ("waiting", "SGN-004", "signing")
    assert (result.until, result.who) == (LATER, "nobody")
    assert "作成中" in result.message


def test_whose_next_part_is_due_still_waits_for_a_place() -> None:
    result = now(WAITED, row("ENQUEUED", part=2, steps=STEPS[4:]))

    assert (result.state, result.code, result.until) == ("waiting", "SGN-004", None)


def test_whose_next_part_is_not_enqueued_yet_waits_already() -> None:
    assert (now(WAITED).state, now(WAITED).until) == ("waiting", LATER)


def test_who_is_being_worked_on_is_at_the_first_step_that_is_left() -> None:
    result = now(row("PENDING", done=(stepped("issue"), stepped("verify")), worker="worker-2"))

    assert (result.state, result.step, result.worker) == ("running", "signup", "worker-2")
    assert result.seconds == {"issue": 1.0, "verify": 1.0}


def test_who_is_being_worked_on_after_waiting_is_at_the_step_that_was_waited_for() -> None:
    result = now(WAITED, row("PENDING", part=2, steps=STEPS[4:]))

    assert (result.state, result.step, result.code) == ("running", "signing", "")


def test_who_has_only_the_ending_left_is_at_the_last_step() -> None:
    result = now(row("PENDING", steps=("issue",), done=(stepped("issue"),)))

    assert (result.state, result.step) == ("running", "issue")


def test_who_rests_because_the_site_is_closed_waits_at_that_step() -> None:
    closed = Pause(trouble=Trouble(code="NET-005", kind="Unavailable"), until=LATER)

    result = now(row("PENDING", done=(stepped("issue"),), pause=closed))

    assert (result.state, result.code, result.step, result.until) == ("waiting", "NET-005", "verify", LATER)


def test_who_is_done_is_done() -> None:
    result = now(row(ending={"state": "done", "stretches": (stretch("issue"), stretch("password"))}))

    assert (result.state, result.step, result.code, result.name) == ("done", "password", "", "健保 太郎")


def test_who_failed_is_told_why_with_the_site_s_words() -> None:
    ending = {
        "state": "failed",
        "trouble": REFUSED,
        "stretches": (stretch("issue"), stretch("login", code="ACC-001")),
        "evidence": ("a.png", "a.html"),
    }

    result = now(row(ending=ending))

    assert (result.state, result.code, result.step) == ("failed", "ACC-001", "login")
    assert (result.site_words, result.who, result.evidence) == (
        "正しくありません",
        "person",
        ("a.png", "a.html"),
    )
    assert result.remedy


@pytest.mark.parametrize("status", ["MAX_RECOVERY_ATTEMPTS_EXCEEDED", "ERROR", "CANCELLED"])
def test_with_whom_the_program_died_again_and_again_is_failed(status: str) -> None:
    result = now(row(status))

    assert (result.state, result.code) == ("failed", "TOOL-004")
    assert USER in result.message


def test_a_new_attempt_is_told_and_not_the_one_before() -> None:
    failed = row(ending={"state": "failed", "trouble": REFUSED, "stretches": (stretch("login"),)})

    result = now(failed, row("ENQUEUED", attempt=2))

    assert (result.state, result.code, result.step) == ("pending", "", "")


def test_the_timeline_goes_over_all_attempts_and_the_seconds_over_the_latest() -> None:
    first = row(
        ending={"state": "failed", "stretches": (stretch("issue", 30), stretch("login", 2, "NET-003"))}
    )
    second = row(
        attempt=2, ending={"state": "done", "stretches": (stretch("issue", 0.5), stretch("login", 1))}
    )

    result = now(first, second)

    assert [(each.step, each.seconds) for each in result.timeline] == [
        ("issue", 30),
        ("login", 2),
        ("issue", 0.5),
        ("login", 1),
    ]
    assert result.seconds == {"issue": 0.5, "login": 1}


def test_a_step_that_did_not_go_well_is_not_behind_somebody() -> None:
    assert now(WAITED).seconds == {"login": 1.0}


def test_evidence_is_that_of_the_latest_attempt_over_its_parts() -> None:
    old = row(ending={"state": "failed", "evidence": ("old.png",)})
    first = row(attempt=2, ending={"state": "waiting", "trouble": MADE, "evidence": ("login.png",)})
    last = row(attempt=2, part=2, ending={"state": "done", "evidence": ("pin.png",)})

    assert now(old, first, last).evidence == ("login.png", "pin.png")


@pytest.mark.parametrize(
    ("rows", "failures"),
    [
        ((row(ending={"state": "done", "failures": 2}),), 2),
        ((row(ending={"state": "done", "failures": 2}), row("ENQUEUED", attempt=2)), 2),
        (
            (
                row(ending={"state": "failed", "failures": 2}),
                row(attempt=2, ending={"state": "done", "failures": 0}),
            ),
            0,
        ),
        ((row(ending={"state": "done", "failures": 2}), row(attempt=2, ending={"state": "done"})), 2),
        ((row("PENDING", done=(stepped("login", failures=3),)),), 3),
        ((row("PENDING"),), None),
    ],
)
def test_failed_logins_are_those_that_were_read_last(rows: tuple[Row, ...], failures: int | None) -> None:
    assert now(*rows).failures == failures


def test_everybody_stands_in_the_order_in_which_they_are_known() -> None:
    starts = [pending("2"), pending("1"), pending("3")]

    results = everybody(starts, {"1": [row(ending={"state": "done"})]})

    assert [(each.user_id, each.state) for each in results] == [
        ("2", "pending"),
        ("1", "done"),
        ("3", "pending"),
    ]


def test_whom_a_dead_worker_held_is_not_being_worked_on() -> None:
    rows = {USER: [row("PENDING", worker="dead")], "10007": [row("PENDING", worker="living")]}

    first, second = everybody([pending(USER), pending("10007")], rows, dead={"dead"})

    assert (first.state, second.state) == ("pending", "running")


def test_without_a_database_everybody_is_as_they_began(tmp_path: Path) -> None:
    assert standing_in(Database(tmp_path), tmp_path, [pending(USER)]) == [pending(USER)]
    assert not (tmp_path / "engine.sqlite").exists()


@pytest.fixture
def client(tmp_path: Path) -> Any:
    database = Database(tmp_path)
    database.prepare()
    with database.client() as client:
        yield client


def test_what_is_in_the_queue_is_read_as_it_was_put_there(client: DBOSClient, tmp_path: Path) -> None:
    order = Order(user_id="健保/1", steps=STEPS[:2], attempt=3, mails=2)
    enqueue(client, tmp_path, [order])

    (found,) = read_rows(client, home_id(tmp_path))["健保/1"]

    assert (found.status, found.order, found.ending, found.open) == ("ENQUEUED", order, None, True)
    assert (found.attempt, found.part) == (3, 1)


def test_an_order_is_put_there_once_however_often_it_is_tried(client: DBOSClient, tmp_path: Path) -> None:
    order = Order(user_id=USER, steps=STEPS)

    for _ in range(2):
        enqueue(client, tmp_path, [order])

    assert len(read_rows(client, home_id(tmp_path))[USER]) == 1


def test_somebody_s_parts_stand_in_their_order_of_numbers(client: DBOSClient, tmp_path: Path) -> None:
    places = [(1, 2), (10, 1), (2, 1), (1, 1)]
    enqueue(client, tmp_path, [Order(user_id=USER, steps=STEPS, attempt=a, part=p) for a, p in places])

    rows = read_rows(client, home_id(tmp_path))[USER]

    assert [(each.attempt, each.part) for each in rows] == [(1, 1), (1, 2), (2, 1), (10, 1)]


def test_people_of_another_home_are_not_read(client: DBOSClient, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    enqueue(client, other, [Order(user_id=USER, steps=STEPS)])

    assert read_rows(client, home_id(tmp_path)) == {}
    assert list(read_rows(client, home_id(other))) == [USER]


def test_a_file_that_a_glance_does_not_understand_is_read_by_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(tmp_path)
    database.prepare()
    with database.client() as client:
        enqueue(client, tmp_path, [Order(user_id=USER, steps=STEPS)])
    monkeypatch.setattr(glance, "_WORKFLOWS", "SELECT substr(?, ?) FROM another_table")

    assert [each.state for each in standing_in(database, tmp_path, [pending(USER)])] == ["pending"]
