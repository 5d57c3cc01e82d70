"""A run from beginning to end: who is put into the queue, what is said, and the exit code."""

from __future__ import annotations

import asyncio
import gc
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ekakushin.automation.commands.onboard
import ekakushin.automation.commands.summary
from ekakushin.automation.commands.onboard import RunRequest, onboard, work
from ekakushin.automation.commands.selection import Selection
from ekakushin.automation.engine.orders import home_id
from ekakushin.automation.engine.standing import read_rows
from ekakushin.automation.engine.streak import Streak
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.office import Office
from ekakushin.automation.results import fail, pending
from ekakushin.flows.errors import Misconfigured, Refused
from ekakushin.flows.models import STEPS, StepName
from tests.support.engines import Works, failing
from tests.support.fakes import NOW, USER, Surroundings, invitation
from tests.support.offices import bound_elsewhere, invited, lines_of, office_in

OTHER = "10007"
JSON = RunRequest(as_json_only=True)
REFUSED = fail(pending("10099", "別の 人"), Misconfigured("MAIL-001", user_id="10099", missing="x"))


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    """The steps of everybody, without a browser."""
    return Works(tmp_path / "home").impatient(monkeypatch)


@pytest.fixture
def office(works: Works, around: Surroundings) -> Office:
    return office_in(works.home, around)


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The reports that would have been written."""
    files: list[Path] = []
    monkeypatch.setattr(
        ekakushin.automation.commands.summary, "write_all", lambda summary, html, **_: files.append(html)
    )
    return files


@pytest.fixture
def signals() -> Iterator[None]:
    """What a signal does is afterwards what it was."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    gc.collect()  # tasks that were cut off, now and not in another test


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser may start."""
    monkeypatch.setattr(Office, "open", lambda *_: pytest.fail("a browser would have been started"))


def orders(office: Office, user_id: str = USER) -> list[tuple[int, tuple[StepName, ...], str]]:
    """Attempt, steps and status of all of somebody's parts in the queue."""
    with office.database.client() as client:
        rows = read_rows(client, home_id(office.home)).get(user_id, [])
    return [(row.attempt, row.order.steps if row.order else (), row.status) for row in rows]


def printed(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_everybody_is_done_and_said_to_be(
    office: Office, works: Works, written: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    code = onboard(office, invited(USER, OTHER), JSON)

    found = printed(capsys)
    assert code is ExitCode.DONE
    assert [(each["user_id"], each["state"]) for each in found["people"]] == [(USER, "done"), (OTHER, "done")]
    assert sorted(works.acts) == sorted((each, step) for each in (USER, OTHER) for step in STEPS)
    assert written == [Path(found["report"])]


def test_running_it_again_does_nothing_and_says_the_same(office: Office, works: Works) -> None:
    onboard(office, invited(USER), RunRequest())
    works.acts.clear()

    again = onboard(office, invited(USER), RunRequest())

    assert (again, works.acts) == (ExitCode.DONE, [])


def test_who_is_known_needs_no_mails_again(office: Office, works: Works) -> None:
    office.people.keep([invitation()])

    assert onboard(office, Selection(user_ids=(USER,)), RunRequest()) is ExitCode.DONE
    assert len(works.acts) == len(STEPS)


def test_who_failed_is_told_and_makes_the_exit_code(
    office: Office, works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    works.act = failing(Refused("ACC-001", site_words="正しくありません"), who=OTHER)

    code = onboard(office, invited(USER, OTHER), RunRequest())

    output, said = capsys.readouterr()
    assert code is ExitCode.NOT_ALL
    assert "ACC-001" in output
    assert lines_of(said, "10007", "ACC-001", "正しくありません")


def test_running_it_again_tries_who_failed_again(office: Office, works: Works) -> None:
    works.act = failing(Refused("ACC-001"), times=1)

    codes = [onboard(office, invited(USER), RunRequest()) for _ in range(2)]

    assert codes == [ExitCode.NOT_ALL, ExitCode.DONE]
    assert [attempt for attempt, _, _ in orders(office)] == [1, 2]


def test_steps_up_to_one_are_gone_through_and_the_rest_later(office: Office, works: Works) -> None:
    onboard(office, invited(USER), RunRequest(steps=STEPS[:2]))
    before = list(works.acts)

    onboard(office, invited(USER), RunRequest())

    assert before == [(USER, "issue"), (USER, "verify")]
    assert [steps for _, steps, _ in orders(office)] == [STEPS[:2], STEPS]


def test_who_is_done_is_gone_through_again_on_request(office: Office, works: Works) -> None:
    onboard(office, invited(USER), RunRequest())

    onboard(office, invited(USER), RunRequest(again=True))

    assert works.acts.count((USER, "issue")) == 2


def test_new_mails_are_a_new_attempt(office: Office) -> None:
    onboard(office, invited(USER), RunRequest())
    newer = Selection(user_ids=(USER,), invitations=(invitation(login_password="another1"),))

    onboard(office, newer, RunRequest())

    assert [attempt for attempt, _, _ in orders(office)] == [1, 2]


@pytest.mark.usefixtures("idle")
def test_enqueuing_alone_starts_no_browser(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    code = onboard(office, invited(USER, OTHER), RunRequest(enqueue_only=True))

    assert code is ExitCode.DONE
    assert [status for _, _, status in orders(office)] == ["ENQUEUED"]
    assert "2 人" in capsys.readouterr().err


def test_what_was_enqueued_is_worked_on_later(office: Office, works: Works) -> None:
    onboard(office, invited(USER, OTHER), RunRequest(enqueue_only=True))

    code = work(office, until_empty=True)

    assert code is ExitCode.DONE
    assert works.results() == {USER: ("done", ""), OTHER: ("done", "")}


def test_an_empty_queue_is_no_work(office: Office) -> None:
    assert work(office, until_empty=True) is ExitCode.DONE


@pytest.mark.usefixtures("idle")
def test_people_who_are_all_refused_need_no_browser(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    code = onboard(office, Selection(refused=(REFUSED,)), JSON)

    output, said = capsys.readouterr()
    found = json.loads(output)
    assert code is ExitCode.NOT_ALL
    assert [(each["user_id"], each["code"]) for each in found["people"]] == [("10099", "MAIL-001")]
    assert "[MAIL-001]" in said


@pytest.mark.usefixtures("idle")
def test_who_is_done_is_no_failure_whatever_later_mails_say(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    onboard(office, invited(USER), JSON)
    capsys.readouterr()
    cut = fail(pending(USER), Misconfigured("MAIL-001", user_id=USER, missing="x"))
    stuck = Selection(user_ids=(), refused=(cut, REFUSED))

    code = onboard(office, stuck, JSON)

    out, err = capsys.readouterr()
    assert [each["user_id"] for each in json.loads(out)["people"]] == ["10099"]
    assert lines_of(err, USER, "完了している")
    assert code == ExitCode.NOT_ALL


def test_nobody_at_all_is_an_empty_list(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    code = onboard(office, Selection(), JSON)

    assert (code, printed(capsys)) == (ExitCode.NOT_ALL, {"people": []})


def test_only_those_are_begun_with_who_are_asked_for(office: Office, works: Works) -> None:
    onboard(office, invited(USER, OTHER), RunRequest(only=[OTHER]))

    assert {user_id for user_id, _ in works.acts} == {OTHER}
    assert orders(office, USER) == []


def test_only_failed_means_those_who_are_stuck(office: Office, works: Works) -> None:
    works.act = failing(Refused("ACC-001"), times=1, who=OTHER)
    onboard(office, invited(USER, OTHER), RunRequest())
    works.acts.clear()

    code = onboard(office, Selection(user_ids=(USER, OTHER, "10008")), RunRequest(only=["failed"]))

    assert code is ExitCode.DONE
    assert {user_id for user_id, _ in works.acts} == {OTHER}


@pytest.mark.usefixtures("idle")
def test_asking_for_somebody_unknown_is_said_before_anybody_is_begun_with(office: Office) -> None:
    with pytest.raises(Misconfigured) as raised:
        onboard(office, invited(USER), RunRequest(only=[USER, "10099"]))

    assert (raised.value.code, raised.value.values) == ("MAIL-004", {"user_id": "10099"})


def test_who_belongs_to_another_pc_is_told_and_left_alone(
    office: Office, works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    office.people.keep([invitation(OTHER)])
    bound_elsewhere(office, OTHER)

    code = onboard(office, invited(USER, OTHER), JSON)

    output, said = capsys.readouterr()
    assert code is ExitCode.NOT_ALL
    assert {each["user_id"]: each["code"] for each in json.loads(output)["people"]} == {
        USER: "",
        OTHER: "ENV-008",
    }
    assert {user_id for user_id, _ in works.acts} == {USER}
    assert lines_of(said, OTHER, "ENV-008")


@pytest.mark.usefixtures("idle")
def test_whoever_enqueues_leaves_the_pc_to_the_worker(office: Office) -> None:
    office.people.keep([invitation()])
    bound_elsewhere(office, USER)

    code = onboard(office, invited(USER), RunRequest(enqueue_only=True))

    assert code is ExitCode.DONE
    assert len(orders(office)) == 1


def test_issuing_again_is_allowed_for_those_who_are_named(office: Office, around: Surroundings) -> None:
    around.certificates.requested.update({USER: NOW, OTHER: NOW})

    onboard(office, invited(USER, OTHER), RunRequest(reissue=[OTHER]))

    assert around.certificates.requested == {USER: NOW}


def test_the_same_code_again_and_again_stops_the_run_with_its_own_exit_code(
    works: Works, around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_in(works.home, around, stop_after=2, workers=1)
    works.act = failing(Refused("CRT-001"), at="issue")

    code = onboard(office, invited("1", "2", "3", "4", "5"), JSON)

    output, said = capsys.readouterr()
    assert code is ExitCode.STOPPED
    assert sorted(each["state"] for each in json.loads(output)["people"]) == ["failed"] * 2 + ["pending"] * 3
    assert lines_of(said, "[CRT-001]", "続いたため")


def test_after_such_a_stop_running_it_again_is_somebody_s_decision_to_go_on(
    works: Works, around: Surroundings
) -> None:
    office = office_in(works.home, around, stop_after=1)
    works.act = failing(Refused("CRT-001"), times=1, at="issue")
    onboard(office, invited(USER), RunRequest())

    assert onboard(office, invited(USER), RunRequest()) is ExitCode.DONE
    assert Streak(works.home, 1).stopped_by == ""


def test_ctrl_c_lets_the_clicks_end_and_says_how_to_go_on(
    office: Office, works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    async def act(user_id: str, step: StepName) -> None:
        if step == "verify":
            signal.raise_signal(signal.SIGINT)
            await asyncio.sleep(0.02)

    works.act = act
    code = onboard(office, invited(USER), JSON)

    output, said = capsys.readouterr()
    assert code is ExitCode.STOPPED
    assert works.acts == [(USER, "issue"), (USER, "verify")]
    assert "verify" in json.loads(output)["people"][0]["seconds"]
    assert "再実行すると" in said


@pytest.mark.usefixtures("signals")
def test_a_second_ctrl_c_ends_at_once(
    office: Office, works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    async def act(user_id: str, step: StepName) -> None:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(0.02)
        signal.raise_signal(signal.SIGINT)

    works.act = act
    code = onboard(office, invited(USER), JSON)

    assert code is ExitCode.STOPPED
    assert works.acts == [(USER, "issue")]
    assert printed(capsys)["people"][0]["seconds"] == {}


def test_after_the_run_ctrl_c_is_what_it_was(office: Office) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)

    onboard(office, invited(USER), RunRequest())

    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_a_dry_run_keeps_nothing_and_enqueues_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch, around: Surroundings
) -> None:
    asked: list[Any] = []

    def dry(*arguments: Any, **more: Any) -> ExitCode:
        asked.append((arguments[1], more["steps"]))
        return ExitCode.DONE

    monkeypatch.setattr(ekakushin.automation.commands.onboard, "dry_run", dry)

    code = onboard(office, invited(USER, OTHER), RunRequest(dry=True, only=[OTHER], steps=STEPS[:2]))

    assert (code, asked) == (ExitCode.DONE, [([invitation(OTHER)], STEPS[:2])])
    assert (around.vault.secrets, office.database.is_there) == ({}, False)


def test_a_dry_run_tells_who_belongs_elsewhere_and_goes_on_with_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.people.keep([invitation(USER), invitation(OTHER)])
    bound_elsewhere(office, USER)
    asked: list[Any] = []

    def dry(_: Office, meant: Any, refused: Any, **more: Any) -> ExitCode:
        asked.append(([each.user_id for each in meant], [(each.user_id, each.code) for each in refused]))
        return ExitCode.NOT_ALL

    monkeypatch.setattr(ekakushin.automation.commands.onboard, "dry_run", dry)

    onboard(office, Selection(user_ids=(USER, OTHER)), RunRequest(dry=True))

    assert asked == [([OTHER], [(USER, "ENV-008")])]
